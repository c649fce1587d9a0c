import type { NoticeDraft } from "../notices/notices.ts";
import type { Facts } from "./facts.ts";
import type { Memory } from "./memory.ts";
import { newSeries, observe, type Spike } from "./spike.ts";

export interface JudgedFailures {
  readonly series: Memory["series"];
  readonly notices: readonly NoticeDraft[];
  /** Batches whose alarm lasts although nothing new is wrong. */
  readonly lasting: readonly string[];
}

interface Firing {
  readonly name: string;
  readonly spike: Spike;
}

/** More of them at once have a common cause, which is told once. */
const mostToldAlone = 3;
/** Series kept; beyond that the quietest are forgotten. */
const mostSeries = 2_000;

/** Whether failures of a batch have become more frequent than they were in it, by tier and by class of host. */
export function judgeFailures(facts: Facts, memory: Memory): JudgedFailures {
  const running = new Set(
    facts.batches
      .filter(({ status }) => status === "active" || status === "paused")
      .map(({ id }) => id),
  );
  const fresh = new Map(facts.outcomes.map((one) => [`${one.batch} ${one.name}`, one]));
  const names = new Set([...Object.keys(memory.series), ...fresh.keys()]);
  const series: Memory["series"] = {};
  const firing = new Map<string, Firing[]>();
  const lasting = new Set<string>();

  for (const key of names) {
    const space = key.indexOf(" ");
    const batch = key.slice(0, space);
    const outcomes = fresh.get(key)?.outcomes ?? [];
    if (!running.has(batch) && outcomes.length === 0) continue;
    const judged = observe(memory.series[key] ?? newSeries(), outcomes, facts.now);
    if (running.has(batch)) series[key] = copy(judged.series);
    if (judged.spike) {
      const found = { name: key.slice(space + 1), spike: judged.spike };
      firing.set(batch, [...(firing.get(batch) ?? []), found]);
    } else if (judged.series.isFiring && running.has(batch)) lasting.add(batch);
  }
  return {
    series: busiest(series),
    notices: noticesOf(firing),
    lasting: [...lasting].filter((batch) => !firing.has(batch)),
  };
}

function noticesOf(firing: ReadonlyMap<string, readonly Firing[]>): NoticeDraft[] {
  const all = [...firing].map(([batch, found]) => noticeOf(batch, found));
  const [first] = all;
  if (first === undefined || all.length <= mostToldAlone) return all;
  return [
    {
      cause: "failure_spike",
      subject: manyBatches,
      batch: first.batch,
      severity: "critical",
      text: `Far more rows fail than before in ${all.length} batches at once, so the cause is likely here and not in them. One of them: ${first.text}`,
    },
  ];
}

/** The subject of the notice about many batches at once. */
export const manyBatches = "many batches";

function noticeOf(batch: string, firing: readonly Firing[]): NoticeDraft {
  // Tiers before hosts, and what fails most first.
  const [worst] = firing.toSorted((a, b) => share(b.spike) - share(a.spike));
  const others = firing.length - 1;
  return {
    cause: "failure_spike",
    subject: batch,
    batch,
    text: `${worst ? wordsOf(worst) : ""}${others > 0 ? ` The same shows in ${others} more of its tiers and host classes.` : ""}`,
  };
}

function wordsOf({ name, spike }: Firing): string {
  const { failures, outcomes, baseline, streak } = spike;
  const normal =
    baseline === null
      ? "it is too young to know what is normal for it"
      : `normal for it are ${(baseline * 100).toFixed(1)} %`;
  const row = streak ? ` The last ${streak.length} in a row: ${streak.reason}.` : "";
  return `${failures} of the last ${outcomes} rows failed (${name}); ${normal}.${row}`;
}

function share({ failures, outcomes }: Spike): number {
  return outcomes === 0 ? 0 : failures / outcomes;
}

function copy(series: ReturnType<typeof newSeries>): Memory["series"][string] {
  return { ...series, windows: series.windows.map(([at, n, failed]) => [at, n, failed]) };
}

function busiest(series: Memory["series"]): Memory["series"] {
  const entries = Object.entries(series);
  if (entries.length <= mostSeries) return series;
  const last = ([, { windows }]: (typeof entries)[number]) => windows.at(-1)?.[0] ?? 0;
  return Object.fromEntries(entries.toSorted((a, b) => last(b) - last(a)).slice(0, mostSeries));
}
