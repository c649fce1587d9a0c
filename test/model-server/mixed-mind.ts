import { mixedKnown } from "../small-web/mixed-list.ts";
import type { Mind, Reply } from "./ask.ts";
import { honestMind } from "./honest-mind.ts";
import { turnsOf } from "./scripted-mind.ts";

/** The mind of a model server that runs as a process: honest about every company of the mixed list. */
export const mind: Mind = (ask) =>
  (ask.tools.length > 0 ? lookAround[turnsOf(ask)] : undefined) ?? honest(ask);

const honest = honestMind((text) => {
  const index = about(text);
  return index === null ? undefined : mixedKnown(Number(index));
});

/** What a visitor does first, so that a visit takes some turns and can be cut off between them. */
const lookAround: readonly Reply[] = [
  { toolCall: { name: "page_signals", input: {} } },
  { toolCall: { name: "scroll", input: { direction: "down" } } },
];

/** The number of the company that a question is about, six digits. */
export function about(text: string): string | null {
  return /mixweb-(\d{6})\.com/.exec(text)?.[1] ?? null;
}
