import type { Handoff } from "../../domain/handoff.ts";
import { markedBlock } from "./marked.ts";
import { oneLine } from "./tokens.ts";

const mostShown = 8;

/** What the verifier refused in earlier attempts, for a prompt; empty when there was nothing. */
export function rejectionsFor({ context }: Handoff): string {
  const lines = context.notes
    .flatMap(({ rejections }) => rejections)
    .map(({ kind, detail }) => `${kind}: ${oneLine(detail, 300)}`);
  const latest = [...new Set(lines)].slice(-mostShown);
  if (latest.length === 0) return "";
  return `An independent check refused earlier claims about this company. Don't rest on the same places again:\n${markedBlock("refused", latest.join("\n"))}`;
}
