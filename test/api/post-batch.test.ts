import { gzipSync } from "node:zlib";
import { describe, expect } from "vitest";
import { z } from "zod";
import { BatchDetail } from "../../src/api/batch-detail.ts";
import { BatchView } from "../../src/api/batch-view.ts";
import { RecordView } from "../../src/api/record-view.ts";
import { csv, ndjson, test } from "./support.ts";

const Records = z.object({ data: z.array(RecordView), nextCursor: z.string().nullable() });
const twoLines = "domain,city\na.example,Rome\nb.example,Bonn\n";
const twoObjects = '{"domain":"a.example","city":"Rome"}\n{"domain":"b.example","city":"Bonn"}\n';
const twoRecords = [
  { domain: "a.example", city: "Rome" },
  { domain: "b.example", city: "Bonn" },
];

describe("every way to send the same two lines makes the same batch", () => {
  test.for([
    ["CSV", csv, "workflow=colour", twoLines],
    ["CSV with a charset", "text/csv; charset=utf-8", "workflow=colour", twoLines],
    ["NDJSON", ndjson, "workflow=colour", twoObjects],
    ["NDJSON by its other name", "application/ndjson", "workflow=colour", twoObjects],
    [
      "JSON with the options first",
      "application/json",
      "",
      JSON.stringify({ workflow: "colour", records: twoRecords }),
    ],
    [
      "JSON with the options last",
      "application/json",
      "",
      JSON.stringify({ records: twoRecords, workflow: "colour" }),
    ],
    [
      "a bare JSON array with the options in the query",
      "application/json",
      "workflow=colour",
      JSON.stringify(twoRecords),
    ],
  ] as const)("%s", async ([, type, query, body], { api }) => {
    const receipt = await api.post(body, { type, query });

    const { data } = await api.get(`/batches/${receipt.id}/records`, Records);
    expect(receipt).toMatchObject({ lines: 2, invalid: 0 });
    expect(data.map(({ input }) => input)).toEqual(twoRecords);
    expect(data.map(({ id, status }) => [id, status])).toEqual([
      [`${receipt.id}-0`, "pending"],
      [`${receipt.id}-1`, "pending"],
    ]);
  });

  test("a gzip body", async ({ api }) => {
    const receipt = await api.post(gzipSync(twoLines), { headers: { "content-encoding": "gzip" } });

    expect(receipt.lines).toBe(2);
  });
});

test("202 says where the batch is, and it runs with the options given", async ({ api }) => {
  const response = await api.send("/batches?workflow=colour&name=June&maxTier=2&maxUsd=2.50", {
    method: "POST",
    body: twoLines,
    headers: { "content-type": csv },
  });

  const location = response.headers.get("location") ?? "";
  expect(response.status).toBe(202);
  expect(await api.get(location, BatchDetail)).toMatchObject({
    status: "active",
    name: "June",
    maxTier: "classifier",
    maxUsd: 2.5,
    specs: { colour: "hash-of-colour" },
    counts: { lines: 2, states: { pending: 2 } },
  });
});

test("nothing is work, and nothing answered, before the last line is in", async ({ api }) => {
  let send: (text: string) => void = () => undefined;
  let end: () => void = () => undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      send = (text) => controller.enqueue(Buffer.from(text));
      end = () => controller.close();
    },
  });
  let isAnswered = false;
  const answer = fetch(`${api.url}/batches?workflow=colour`, {
    method: "POST",
    body,
    duplex: "half",
    headers: { "content-type": ndjson },
  }).finally(() => (isAnswered = true));
  for (let i = 0; i < 600; i += 1) send(`{"domain":"d${i}.example"}\n`);
  await expect.poll(() => api.redis.keys("assay:*:due:1")).toHaveLength(1);

  const [listed] = (
    await api.get("/batches", z.object({ data: z.array(BatchView), nextCursor: z.null() }))
  ).data;
  expect(isAnswered).toBe(false);
  expect(listed?.status).toBe("receiving");
  expect(await api.redis.lrange("assay:active", 0, -1)).toEqual([]);
  const path = `/batches/${listed?.id}`;
  expect(await api.refused(`${path}/results.csv`)).toMatchObject({ code: "wrong_status" });
  expect(await api.refused(`${path}/pause`, { method: "POST" })).toMatchObject({ status: 409 });
  expect(await api.refused(`${path}/resume`, { method: "POST" })).toMatchObject({ status: 409 });
  expect(await api.refused(`${path}/retry`, { method: "POST" })).toMatchObject({ status: 409 });
  await api.get(`${path}/records`, Records);

  end();
  expect((await answer).status).toBe(202);
  expect(await api.get(path, BatchDetail)).toMatchObject({
    status: "active",
    counts: { lines: 600 },
  });
});

describe("what can't be taken in is refused, says why, and leaves nothing behind", () => {
  test.for([
    ["a misspelt option", "workflow=colour&max_usd=5", csv, twoLines, 422, "max_usd"],
    [
      "a misspelt option in JSON",
      "",
      "application/json",
      '{"workflow":"colour","max_usd":5,"records":[]}',
      422,
      "max_usd",
    ],
    [
      "an option named __proto__",
      "",
      "application/json",
      '{"workflow":"colour","__proto__":{"maxUsd":5},"records":[{"domain":"a"}]}',
      422,
      "__proto__",
    ],
    [
      "a workflow smuggled in by __proto__",
      "",
      "application/json",
      '{"__proto__":{"workflow":"colour"},"records":[{"domain":"a"}]}',
      422,
      "workflow",
    ],
    ["no workflow", "", csv, twoLines, 422, "workflow"],
    ["an unknown workflow", "workflow=nobody", csv, twoLines, 422, "colour"],
    ["an unknown tier", "workflow=colour&maxTier=9", csv, twoLines, 422, "maxTier"],
    ["a ceiling of nothing", "workflow=colour&maxUsd=0", csv, twoLines, 422, "maxUsd"],
    ["a ceiling that is no number", "workflow=colour&maxUsd=lots", csv, twoLines, 422, "maxUsd"],
    ["a ceiling given twice", "workflow=colour&maxUsd=1&maxUsd=2", csv, twoLines, 422, "maxUsd"],
    [
      "a ceiling of true",
      "workflow=colour",
      "application/json",
      '{"maxUsd":true,"records":[]}',
      422,
      "maxUsd",
    ],
    [
      "a ceiling beyond all money",
      "workflow=colour&maxUsd=99999999999999999999",
      csv,
      twoLines,
      422,
      "maxUsd",
    ],
    ["another media type", "workflow=colour", "text/html", twoLines, 415, "text/csv"],
    ["a form", "workflow=colour", "application/x-www-form-urlencoded", twoLines, 415, "text/csv"],
    ["columns that nobody knows", "workflow=colour", csv, "x,y\n1,2\n", 422, "domain"],
    ["an empty CSV", "workflow=colour", csv, "", 422, "first line"],
    ["a CSV with a header only", "workflow=colour", csv, "domain\n", 422, "no record"],
    ["an empty NDJSON", "workflow=colour", ndjson, "\n\n", 422, "no record"],
    ["an empty JSON body", "workflow=colour", "application/json", "", 422, "no JSON"],
    ["JSON without records", "", "application/json", '{"workflow":"colour"}', 422, "no record"],
    [
      "JSON that ends too early",
      "",
      "application/json",
      '{"workflow":"colour","records":[{"domain":"a"}',
      422,
      "too early",
    ],
    ["JSON that is none", "workflow=colour", "application/json", "domain,city", 422, "JSON"],
    ["a JSON string", "workflow=colour", "application/json", '"records"', 422, "neither"],
    [
      "records that are no list",
      "workflow=colour",
      "application/json",
      '{"records":{"domain":"a"}}',
      422,
      "records",
    ],
  ] as const)("%s", async ([, query, type, body, status, word], { api }) => {
    const problem = await api.refused(`/batches?${query}`, {
      method: "POST",
      body,
      headers: { "content-type": type },
    });

    expect(problem).toMatchObject({ status, detail: expect.stringContaining(word) });
    expect(await api.redis.keys("*")).toEqual([]);
    expect(api.logged).toEqual([]);
  });

  test("a body that is not gzip although it says so, and one cut short", async ({ api }) => {
    const headers = { "content-type": csv, "content-encoding": "gzip" };
    const url = "/batches?workflow=colour";

    const notGzip = await api.refused(url, { method: "POST", body: twoLines, headers });
    const cut = gzipSync(twoLines).subarray(0, 30);
    const cutShort = await api.refused(url, { method: "POST", body: cut, headers });

    expect(notGzip).toMatchObject({ code: "unreadable_input" });
    expect(cutShort).toMatchObject({ code: "unreadable_input" });
    expect(await api.redis.keys("*")).toEqual([]);
  });

  test("an encoding other than gzip", async ({ api }) => {
    const problem = await api.refused("/batches?workflow=colour", {
      method: "POST",
      body: twoLines,
      headers: { "content-type": csv, "content-encoding": "br" },
    });

    expect(problem).toMatchObject({ code: "unsupported_media_type" });
  });

  test("a batch that breaks off after thousands of good lines", async ({ api }) => {
    const records = Array.from({ length: 2_000 }, (_, i) => `{"domain":"d${i}.example"}`);

    const problem = await api.refused("/batches?workflow=colour", {
      method: "POST",
      body: `[${records.join(",")},{"domain":`,
      headers: { "content-type": "application/json" },
    });

    expect(problem).toMatchObject({ code: "unreadable_input" });
    expect(await api.redis.keys("*")).toEqual([]);
  });
});

test("a refused client that is still sending gets to read why", async ({ api }) => {
  const chunk = Buffer.alloc(64_000, "x");
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1;
      if (sent > 200) controller.close();
      else controller.enqueue(chunk);
    },
  });

  const problem = await api.refused("/batches?workflow=nobody", {
    method: "POST",
    body,
    duplex: "half",
    headers: { "content-type": csv },
  });

  expect(problem).toMatchObject({ code: "unknown_workflow" });
});
