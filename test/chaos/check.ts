import { execFile } from "node:child_process";
import type { Redis } from "ioredis";
import { isTerminal, type RecordState, transitions as table } from "../../src/domain/state.ts";
import { auditBatch } from "../../src/records/audit.ts";
import { type Counts, readCounts } from "../../src/records/counters.ts";
import { batchKeys } from "../../src/records/keys.ts";
import { readLedger } from "../../src/records/ledger.ts";
import { type AssayRecord, streamRecords } from "../../src/records/record.ts";
import { bigTruth } from "../small-web/big-list.ts";
import { checkHistory } from "../support/crash-history.ts";

export interface Checked {
  readonly problems: readonly string[];
  /** What each row came to, in the input's order. */
  readonly answers: readonly string[];
  readonly claims: number;
  readonly lostLeases: number;
}

/** From the kill of Redis to its first answer, epoch ms. */
export type RedisDeath = readonly [from: number, until: number];

/** Looks at all that a finished batch left behind. Nothing is wrong when there are no problems. */
export async function checkBatch(
  redis: Redis,
  batch: string,
  { rows, from = 0, deaths = [] }: { rows: number; from?: number; deaths?: readonly RedisDeath[] },
): Promise<Checked> {
  const problems: string[] = [];
  const counts = await readCounts(redis, batch);
  if (counts.lines !== rows) problems.push(`${counts.lines} rows for ${rows} lines`);
  // Conservation, one place, counters, every nano-dollar in all books.
  problems.push(...(await auditBatch(redis, batch)));

  const records: AssayRecord[] = [];
  let lostLeases = 0;
  for await (const record of streamRecords(redis, batch, counts.lines)) {
    records.push(record);
    const [lost, refunded] = await redis.hmget(batchKeys(batch).row(record.n), "l", "p");
    const leases = { lost: Number(lost ?? 0), refunded: Number(refunded ?? 0) };
    lostLeases += leases.lost;
    const wrong = [
      ...checkHistory(record, leases),
      ...checkEnds(record),
      ...checkSteps(record, leases.lost, deaths),
    ];
    problems.push(...wrong.map((problem) => `${record.id} ${problem}`));
  }
  const found = new Set(records.map(({ n }) => n));
  for (let n = 0; n < rows; n += 1) if (!found.has(n)) problems.push(`row ${n} is missing`);
  problems.push(
    ...checkCounts(counts, records),
    ...(await checkLedger(redis, batch, records)),
    ...checkTruth(records, from),
  );
  return {
    problems,
    answers: records.map(({ status, outcome, reason, output }) =>
      JSON.stringify([status, outcome, reason, output?.["ats"] ?? null]),
    ),
    claims: records.reduce((sum, { fence }) => sum + fence, 0),
    lostLeases,
  };
}

/** Every life has one end: from intake, or from a reopening, to the next or to the last transition. */
export function checkEnds({ transitions }: Pick<AssayRecord, "transitions">): string[] {
  const lives = 1 + transitions.filter(({ event }) => event === "reopened").length;
  let state: RecordState = "pending";
  let ends = 0;
  for (const { event } of transitions) {
    const allowed: Readonly<Record<string, RecordState>> = table[state];
    state = allowed[event] ?? state;
    // What happens in a state that knows no such event is found by `checkHistory`.
    if (isTerminal(state)) ends += 1;
  }
  return ends === lives ? [] : [`has ${ends} ends in ${lives} lives`];
}

/** A Redis that flushes once a second may forget what it acknowledged so long before its death. */
const forgottenMs = 2_000;

/**
 * The steps' costs make up the row's; what a worker had spent when it died is in the ledger only. A
 * booking may be forgotten by a Redis that is killed while it flushes, and its attempt end afterwards.
 */
function checkSteps(
  { transitions, costNano }: AssayRecord,
  lostLeases: number,
  deaths: readonly RedisDeath[],
): string[] {
  let claimedAt = 0;
  let told = 0;
  let perhapsForgotten = 0;
  for (const { event, at, costNano: cost } of transitions) {
    if (event === "claimed") claimedAt = at;
    told += cost;
    if (deaths.some(([from, until]) => claimedAt <= until && at >= from - forgottenMs))
      perhapsForgotten += cost;
  }
  const most = lostLeases > 0 ? Number.POSITIVE_INFINITY : told;
  const isRight = told - perhapsForgotten <= costNano && costNano <= most;
  return isRight ? [] : [`cost ${costNano} nano-dollars, and ${told} by its steps`];
}

/** The counters, counted anew from the rows. */
function checkCounts(counts: Counts, records: readonly AssayRecord[]): string[] {
  const count = (is: (record: AssayRecord) => boolean) => records.filter(is).length;
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const events = records.flatMap(({ transitions }) => transitions);
  const pairs: [string, number, number][] = [
    ["answered", counts.answered, count(({ outcome }) => outcome === "answered")],
    ["undeterminable", counts.undeterminable, count(({ outcome }) => outcome === "undeterminable")],
    ["failed", counts.states.failed, count(({ status }) => status === "failed")],
    [
      "escalations",
      sum(Object.values(counts.escalations)),
      events.filter(({ event }) => event === "escalated").length,
    ],
    ["nano-dollars", counts.costNano, sum(records.map(({ costNano }) => costNano))],
    ...Object.entries(counts.answeredByTier).map(([tier, counted]): [string, number, number] => [
      `answered on ${tier}`,
      counted,
      count((record) => record.outcome === "answered" && record.tier === tier),
    ]),
    ...Object.entries(counts.reasons).map(([reason, counted]): [string, number, number] => [
      `ended as ${reason}`,
      counted,
      count((record) => record.reason === reason && isTerminal(record.status as RecordState)),
    ]),
  ];
  return pairs.flatMap(([what, counted, seen]) =>
    counted === seen ? [] : [`${counted} are counted as ${what}, the rows say ${seen}`],
  );
}

/** No attempt is booked twice. */
async function checkLedger(
  redis: Redis,
  batch: string,
  records: readonly AssayRecord[],
): Promise<string[]> {
  const problems: string[] = [];
  const booked = new Set<string>();
  const fences = new Map(records.map(({ id, fence }) => [id, fence]));
  for (let cursor: string | null = null; ;) {
    const page: Awaited<ReturnType<typeof readLedger>> = await readLedger(redis, batch, {
      cursor,
      limit: 1_000,
    });
    for (const { call, record, nano } of page.entries) {
      if (booked.has(call)) problems.push(`${call} is booked twice (${nano} nano-dollars)`);
      booked.add(call);
      const fence = Number(call.split("-")[1]);
      const highest = fences.get(record) ?? 0;
      if (!(fence >= 1 && fence <= highest)) {
        problems.push(`${call} of ${record} is booked under a fence that nobody held`);
      }
    }
    if (page.next === null) return problems;
    cursor = page.next;
  }
}

/** No answer but a true one. */
function checkTruth(records: readonly AssayRecord[], from: number): string[] {
  return records.flatMap(({ id, n, outcome, output }) => {
    if (outcome !== "answered") return [];
    const truth = bigTruth(from + n);
    const ats = output?.["ats"];
    const isRight = truth.determinable
      ? truth.ats === ats
      : truth.orAnswers.some((answer) => answer === ats);
    return isRight ? [] : [`${id} (${truth.kind}) is answered ${JSON.stringify(ats)}`];
  });
}

/** `assay verify`: every verdict once more from the stored bytes. */
export async function verifyBatch(
  main: string,
  batch: string,
  env: NodeJS.ProcessEnv,
): Promise<string[]> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, "verify", batch], { env }, (error, stdout, stderr) => {
      const isFine = error === null && / 0 rejected/.test(stdout);
      resolve(isFine ? [] : [`verify: ${stdout.slice(-500)} ${stderr.slice(-500)}`]);
    });
  });
}
