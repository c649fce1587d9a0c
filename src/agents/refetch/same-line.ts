import type { Evidence } from "../../domain/evidence.ts";
import type { Snapshot } from "../../domain/snapshot.ts";

/**
 * Headers and zone lines say the same thing in other words each time: a request's id, the seconds
 * that an answer still holds. The line that says it now, whole, so that the workflow's rule can
 * judge it; `undefined` for every other kind of evidence, whose words must stand as they were.
 */
export function sameLineIn(
  { kind, match, locator }: Evidence,
  text: string,
  source: Snapshot["source"],
): { readonly start: number; readonly match: string } | undefined {
  const isHeader = kind === "header" && locator.part === "headers";
  const isZone = kind === "dns" && locator.part === "body" && source === "dns";
  if (!isHeader && !isZone) return undefined;
  const key = isHeader ? headerName : withoutTtl;
  const wanted = key(match);
  if (wanted === undefined) return undefined;
  let start = 0;
  for (const line of text.split("\n")) {
    if (line !== "" && key(line) === wanted) return { start, match: line };
    start += line.length + 1;
  }
  return undefined;
}

function headerName(line: string): string | undefined {
  return /^([^:\s]+):/.exec(line)?.[1]?.toLowerCase();
}

/** `acme.com. IN MX 10 mx.example.` of `acme.com. 300 IN MX 10 mx.example.` */
function withoutTtl(line: string): string | undefined {
  const parts = /^(\S+) \d+ (IN .+)$/.exec(line.trimEnd());
  return parts === null ? undefined : `${parts[1]} ${parts[2]}`;
}
