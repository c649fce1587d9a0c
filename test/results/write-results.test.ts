import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { emptyCold } from "../../src/records/cold.ts";
import type { AssayRecord } from "../../src/records/record.ts";
import { resultsCsv, resultsNdjson } from "../../src/results/write-results.ts";

const record: AssayRecord = {
  ...emptyCold,
  id: "b1-0",
  batch: "b1",
  n: 0,
  duplicateOf: null,
  cells: ['Acme, "Inc"', "acme.com", "answered?"],
  status: "completed",
  tier: "http",
  attempts: { http: 1, classifier: 0, browser: 0 },
  fence: 1,
  lastAttemptedAt: 1,
  outcome: "answered",
  reason: null,
  costNano: 1_500_000,
  transitions: [],
  output: { ats: "lever", tags: ["a", "b"], tenant: null },
  verifiedAt: "2026-11-01T00:00:00.000Z",
  evidence: [
    {
      fact: "leads",
      supports: "ats",
      url: "https://acme.com/careers",
      kind: "link",
      match: "https://jobs.lever.co/acme",
      locator: { part: "body", start: 4 },
      snapshot: "0".repeat(64),
      at: "2026-11-01T00:00:00.000Z",
      signature: "lever",
    },
  ],
};
const columns = { input: ["company", "domain", "status"], output: ["ats", "tags", "tenant"] };

async function* only(...records: AssayRecord[]) {
  yield* records;
}

async function textOf(parts: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const part of parts) text += part;
  return text;
}

test("a line starts with the input as given and names clashing columns input_<name>", async () => {
  const [row] = parse(await textOf(resultsCsv(only(record), columns)), { columns: true });

  expect(row).toEqual({
    company: 'Acme, "Inc"',
    domain: "acme.com",
    input_status: "answered?",
    record_id: "b1-0",
    status: "completed",
    outcome: "answered",
    tier: "http",
    attempts: "1",
    cost_usd: "0.001500",
    ats: "lever",
    tags: "a;b",
    tenant: "",
    evidence_url: "https://acme.com/careers",
    evidence_kind: "link",
    evidence_match: "https://jobs.lever.co/acme",
    verified_at: "2026-11-01T00:00:00.000Z",
    reason: "",
  });
});

test.each([
  ["=HYPERLINK(1)", "'=HYPERLINK(1)"],
  ["@SUM(1)", "'@SUM(1)"],
  ["+1+1", "'+1+1"],
  ["-12", "-12"],
  ["+4.5", "+4.5"],
  ["\tx", "'\tx"],
])("the cell %j is written as %j", async (given, written) => {
  const text = await textOf(
    resultsCsv(only({ ...record, cells: [given] }), { input: ["a"], output: [] }),
  );

  expect(parse(text)[1]?.[0]).toBe(written);
});

test("NDJSON carries the same names, nulls, and the whole evidence", async () => {
  const text = await textOf(resultsNdjson(only(record), columns));

  expect(JSON.parse(text)).toMatchObject({
    input_status: "answered?",
    tags: ["a", "b"],
    tenant: null,
    evidence: [{ fact: "leads" }],
  });
});
