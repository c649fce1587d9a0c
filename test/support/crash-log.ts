import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type Tier, tiers } from "../../src/domain/tier.ts";
import type { Kill } from "./crash-monkey.ts";
import type { Span } from "./crash-watch.ts";

const Line = z.object({ msg: z.string(), time: z.iso.datetime(), pid: z.int() });

/** When each tier had a worker that was ready for work, by the workers' own logs and the kills. */
export function workerSpans(home: string, kills: readonly Kill[]): Record<Tier, readonly Span[]> {
  const killedAt = new Map(kills.flatMap(({ at, killed }) => killed.map(({ pid }) => [pid, at])));
  const spans = tiers.map((tier) => [
    tier,
    startsOf(home, tier).map(({ pid, from, to }): Span => [from, killedAt.get(pid) ?? to]),
  ]);
  return Object.fromEntries(spans) as Record<Tier, readonly Span[]>;
}

function startsOf(home: string, tier: Tier) {
  const lines = readLog(home, tier);
  return lines
    .filter(({ msg }) => msg === "worker started")
    .map(({ pid, time }) => {
      const stop = lines.find((line) => line.pid === pid && line.msg === "worker stops");
      return { pid, from: Date.parse(time), to: stop ? Date.parse(stop.time) : Infinity };
    });
}

function readLog(home: string, tier: Tier): z.infer<typeof Line>[] {
  const folder = join(home, "logs");
  const files = readdirSync(folder).filter((file) => file.startsWith(`${tier}-worker-`));
  return files.flatMap((file) =>
    readFileSync(join(folder, file), "utf8")
      .split("\n")
      .flatMap((line) => {
        const parsed = Line.safeParse(parseJson(line));
        return parsed.success ? [parsed.data] : [];
      }),
  );
}

/** A process that was killed may leave half a line. */
function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** How much of `[from, to]` lies in at least one of `a` and at least one of `b`, in ms. */
export function sharedMs([from, to]: Span, a: readonly Span[], b: readonly Span[]): number {
  const inside = (spans: readonly Span[], at: number) =>
    spans.some(([start, end]) => start <= at && at < end);
  const edges = [...a, ...b].flat().filter((at) => at > from && at < to);
  const points = [from, ...edges.toSorted((x, y) => x - y), to];
  let sum = 0;
  for (let i = 1; i < points.length; i += 1) {
    const [start = 0, end = 0] = [points[i - 1], points[i]];
    const middle = (start + end) / 2;
    if (inside(a, middle) && inside(b, middle)) sum += end - start;
  }
  return sum;
}
