import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isTerminal, type RecordState } from "../../src/domain/state.ts";
import { createLogger } from "../../src/platform/log.ts";
import { openRedis } from "../../src/platform/redis.ts";
import { type AssayRecord, streamRecords } from "../../src/records/record.ts";
import { createTruth, type Truth } from "../small-web/truth.ts";
import { assay, bareEnv, type Ended, temporaryHome } from "./support.ts";

const runMs = 420_000;
const place = temporaryHome();
const out = join(place.home, "results.csv");
const truths = createTruth();
const csvOf = (text: string) => parse<Record<string, string>>(text, { columns: true, bom: true });
const input = csvOf(readFileSync(new URL("../small-web/companies.csv", import.meta.url), "utf8"));

let run: Ended;
let rows: Record<string, string>[];
let records: AssayRecord[];

beforeAll(async () => {
  run = await assay(["demo", "--out", out], bareEnv(place.home));
  if (run.code !== 0) throw new Error(`the demo ended with ${run.code}:\n${run.stderr}`);
  rows = csvOf(readFileSync(out, "utf8"));
  records = await readAll(rows[0]?.["record_id"]?.split("-")[0] ?? "", rows.length);
}, runMs);

afterAll(place.remove);

async function readAll(batch: string, lines: number): Promise<AssayRecord[]> {
  const log = createLogger({ level: "silent", name: "test" });
  const handle = await openRedis(
    { REDIS_URL: undefined, ASSAY_HOME: join(place.home, "demo") },
    log,
  );
  try {
    const all: AssayRecord[] = [];
    for await (const record of streamRecords(handle.connect("commands"), batch, lines)) {
      all.push(record);
    }
    return all;
  } finally {
    await handle.close();
  }
}

/** Each line with what is true of it, and how to name it when it is wrong. */
function judged() {
  return truths.map(({ line, truth }, i) => {
    const { status = "", outcome = "", ats = "", reason = "", tier = "" } = rows[i] ?? {};
    const expected = truth.determinable ? truth.ats : `none (${truth.reasons.join("|")})`;
    const name = `${line.domain} [${truth.kind}] ${status} ${ats || reason} on ${tier}, truth: ${expected}`;
    return { truth, status, outcome, ats, reason, name };
  });
}

function isWrong(truth: Truth, ats: string): boolean {
  return truth.determinable ? truth.ats !== ats : !truth.orAnswers.includes(ats);
}

describe("the demo over the whole list", () => {
  test("writes one line per input line, in the input's order", () => {
    const given = rows.map(({ company, domain }) => ({ company, domain }));

    expect(rows).toHaveLength(truths.length);
    expect(given).toEqual(input.map(({ company, domain }) => ({ company, domain })));
  });

  test("brings every row to an end", () => {
    const open = judged().filter(({ status }) => !isTerminal(status as RecordState));

    expect(open.map(({ name }) => name)).toEqual([]);
  });

  test("answers no row wrongly", () => {
    const wrong = judged().filter(
      ({ truth, outcome, ats }) => outcome === "answered" && isWrong(truth, ats),
    );

    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  test("answers 97 of 100 rows that have an answer", () => {
    const determinable = judged().filter(({ truth }) => truth.determinable);
    const missed = determinable.filter(
      ({ truth, outcome, reason }) =>
        outcome !== "answered" &&
        !(truth.determinable && truth.orElse.some((fine) => fine === reason)),
    );
    const share = 1 - missed.length / determinable.length;
    const names = missed.map(({ name }) => name).join("\n");

    expect(share, `missed:\n${names}`).toBeGreaterThanOrEqual(0.97);
  });

  test("gives a reason, and what was looked at, wherever it has no answer", () => {
    const silent = records.filter(
      ({ outcome, reason, notes }) =>
        outcome === "undeterminable" &&
        (reason === null || !notes.some(({ looked }) => looked.length > 0)),
    );
    const failed = records.filter(({ status, reason }) => status === "failed" && reason === null);

    expect([...silent, ...failed].map(({ id, cells, reason }) => ({ id, cells, reason }))).toEqual(
      [],
    );
  });

  test("proves every answer again from the stored bytes alone", async () => {
    const answered = records.filter(
      ({ outcome, duplicateOf }) => outcome === "answered" && duplicateOf === null,
    );
    const batch = records[0]?.batch ?? "";

    const { code, stdout } = await assay(["verify", batch], bareEnv(join(place.home, "demo")));

    expect(code, stdout).toBe(0);
    const [, confirmed, rejected] = /(\d+) confirmed, (\d+) rejected/.exec(stdout) ?? [];
    expect(Number(rejected)).toBe(0);
    expect(Number(confirmed)).toBeGreaterThanOrEqual(answered.length);
  });

  test("writes state changes to standard output and words for people to standard error", () => {
    const lines = run.stdout.trimEnd().split("\n");

    expect(lines.length).toBeGreaterThan(truths.length);
    expect(lines.filter((line) => !/^\d\d:\d\d:\d\d\.\d{3} \S+-\d+ \w+ on \w+/.test(line))).toEqual(
      [],
    );
    expect(run.stderr).toContain("no answer because");
    expect(run.stderr).toContain(`results: ${out}`);
  });
});
