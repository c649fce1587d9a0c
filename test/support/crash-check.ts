import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import type { Redis } from "ioredis";
import { pino } from "pino";
import { openRedis } from "../../src/platform/redis.ts";
import { auditBatch } from "../../src/records/audit.ts";
import { listBatches } from "../../src/records/batch.ts";
import { readCounts } from "../../src/records/counters.ts";
import { batchKeys, parseRecordId } from "../../src/records/keys.ts";
import { type AssayRecord, streamRecords } from "../../src/records/record.ts";
import type { ServedCall } from "../model-server/request-log.ts";
import type { LoggedRequest } from "../small-web/server.ts";
import { mixedTruth } from "../small-web/mixed-list.ts";
import { checkHistory, type Leases } from "./crash-history.ts";
import { checkMoney, type MoneyChecked } from "./crash-money.ts";
import type { CrashSite } from "./crash-site.ts";

export interface Checked {
  readonly batch: string;
  readonly records: readonly AssayRecord[];
  /** Leases that ran out, over all rows. */
  readonly lostLeases: number;
  /** With models: what they came to, and how many rows of the mixed list ended with the right answer. */
  readonly money: MoneyChecked | undefined;
  readonly right: number;
  /** What is not as it must be, in words; nothing when all holds. */
  readonly problems: readonly string[];
}

/** A request is logged when it is answered, and was sent a little before the row ended. */
const onTheWireMs = 3_000;

/** Looks at all that a finished run left behind: rows, counters, histories, results, requests. */
export async function checkSite(
  site: CrashSite,
  requests: readonly LoggedRequest[],
  served?: readonly ServedCall[],
): Promise<Checked> {
  const handle = await openRedis(
    { REDIS_URL: undefined, ASSAY_HOME: site.home },
    pino({ level: "silent" }),
  );
  try {
    const redis = handle.connect("commands");
    const begun = await listBatches(redis, { before: undefined, limit: 1_000 });
    const run = begun.filter(({ status }) => status !== "receiving");
    const [batch] = run;
    if (!batch) throw new Error("no batch was ever sealed");
    const problems: string[] = [];
    if (run.length > 1) problems.push(`${run.length} batches ran for one input`);
    for (const { id, status } of begun) {
      if (status === "receiving") problems.push(...(await checkUntouched(redis, id)));
    }
    const counts = await readCounts(redis, batch.id);
    if (counts.lines !== site.rows) problems.push(`${counts.lines} rows for ${site.rows} lines`);
    problems.push(...(await auditBatch(redis, batch.id)));

    const records: AssayRecord[] = [];
    for await (const record of streamRecords(redis, batch.id, counts.lines)) records.push(record);
    const leases = await readLeases(redis, batch.id, records);
    records.forEach((record, i) => {
      for (const problem of checkHistory(record, leases[i] ?? { lost: 0, refunded: 0 }))
        problems.push(`${record.id} ${problem}`);
    });
    problems.push(...checkResults(site, batch.id, records));
    problems.push(...checkRequests(site, records, requests));
    const lostLeases = leases.reduce(
      (sum, { lost }, i) => sum + (records[i]?.duplicateOf ? 0 : lost),
      0,
    );
    const rowAt = new Map(site.companies.map((company, n) => [company, n]));
    const rowOf = (company: number) => rowAt.get(company);
    const money = served && (await checkMoney(redis, batch.id, { records, served, rowOf }));
    const truth = served ? checkTruth(site, records) : { right: 0, problems: [] };
    problems.push(...(money?.problems ?? []), ...truth.problems);
    return { batch: batch.id, records, lostLeases, money, right: truth.right, problems };
  } finally {
    await handle.close();
  }
}

/** No answer but the true one, by the mixed list. */
function checkTruth({ companies }: CrashSite, records: readonly AssayRecord[]) {
  let right = 0;
  const problems = records.flatMap(({ id, n, outcome, output }) => {
    if (outcome !== "answered") return [];
    const truth = mixedTruth(companies[n] ?? -1);
    const ats = output?.["ats"];
    const isRight = truth.determinable
      ? truth.ats === ats
      : truth.orAnswers.some((answer) => answer === ats);
    if (isRight) right += 1;
    return isRight ? [] : [`${id} (${truth.kind}) is answered ${JSON.stringify(ats)}`];
  });
  return { right, problems };
}

/** An intake that was cut off leaves rows that nobody may touch. */
async function checkUntouched(redis: Redis, batch: string): Promise<string[]> {
  const { lines } = await readCounts(redis, batch);
  const touched: string[] = [];
  for await (const { id, fence, status } of streamRecords(redis, batch, lines)) {
    if (fence > 0 || status !== "pending") touched.push(`${id} of a half batch is ${status}`);
  }
  return touched;
}

async function readLeases(
  redis: Redis,
  batch: string,
  records: readonly AssayRecord[],
): Promise<Leases[]> {
  const keys = batchKeys(batch);
  return Promise.all(
    records.map(async (record) => {
      // A duplicate is read with the history of the row that it shares.
      const n = parseRecordId(record.duplicateOf ?? record.id)?.n ?? record.n;
      const [lost, refunded] = await redis.hmget(keys.row(n), "l", "p");
      return { lost: Number(lost ?? 0), refunded: Number(refunded ?? 0) };
    }),
  );
}

/** One line per input line, in order, each with an end. */
function checkResults(site: CrashSite, batch: string, records: readonly AssayRecord[]): string[] {
  const read = (file: string) =>
    parse<Record<string, string>>(readFileSync(file, "utf8"), { columns: true, bom: true });
  const [input, results] = [read(site.input), read(site.out)];
  const problems: string[] = [];
  if (results.length !== input.length) {
    problems.push(`${results.length} lines of results for ${input.length} lines of input`);
  }
  input.forEach((line, n) => {
    const result = results[n] ?? {};
    if (result["record_id"] !== `${batch}-${n}` || result["company"] !== line["company"]) {
      problems.push(`line ${n} of the results is ${result["record_id"]}, ${result["company"]}`);
    }
    if (result["status"] !== "completed" && result["status"] !== "failed") {
      problems.push(`line ${n} of the results is ${result["status"]}`);
    }
    if (result["status"] !== records[n]?.status) {
      problems.push(`line ${n} of the results is not what its row is`);
    }
  });
  return problems;
}

/** Nothing is fetched for a row that has ended, however often the product is started again. */
function checkRequests(
  { companies }: CrashSite,
  records: readonly AssayRecord[],
  requests: readonly LoggedRequest[],
): string[] {
  const endedAt = records.map(({ transitions }) => transitions.at(-1)?.at ?? 0);
  const rowAt = new Map(companies.map((company, n) => [company, n]));
  const late = new Map<number, LoggedRequest[]>();
  for (const request of requests) {
    for (const company of companiesOf(request.url)) {
      const n = rowAt.get(company);
      const end = n === undefined ? undefined : endedAt[n];
      if (n !== undefined && end !== undefined && request.at > end + onTheWireMs)
        late.set(n, [...(late.get(n) ?? []), request]);
    }
  }
  return [...late].map(([n, [first, ...rest]]) => {
    const after = ((first?.at ?? 0) - (endedAt[n] ?? 0)) / 1_000;
    return `row ${n} had ended for ${after} s when ${first?.url} was fetched, and ${rest.length} more`;
  });
}

/** The companies that a request was about: their own hosts, their boards, their names in DNS. */
function companiesOf(url: string): Set<number> {
  return new Set(
    [...url.matchAll(/(?:big|mix)web-?(\d{6})/gi)].map(([, digits]) => Number(digits)),
  );
}
