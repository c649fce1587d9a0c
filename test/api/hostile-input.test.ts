import { parse } from "csv-parse/sync";
import { expect } from "vitest";
import { z } from "zod";
import { RecordView } from "../../src/api/record-view.ts";
import { type Api, csv, ndjson, test } from "./support.ts";

const Records = z.object({ data: z.array(RecordView), nextCursor: z.string().nullable() });

async function recordsOf(api: Api, id: string) {
  const response = await api.send(`/batches/${id}/records`);
  return z.object({ data: z.array(z.unknown()) }).parse(await response.json()).data as z.infer<
    typeof RecordView
  >[];
}

async function resultRows(api: Api, id: string): Promise<string[][]> {
  return parse(await (await api.send(`/batches/${id}/results.csv`)).text());
}

test("a column may have any name: __proto__, constructor, one of ours, none at all", async ({
  api,
}) => {
  const header = ["domain", "__proto__", "constructor", "status", "evidence", ""];
  const { id } = await api.post(`${header.join(",")}\na.example,p,c,s,e,n\n`);

  const [record] = await recordsOf(api, id);
  const [names, row] = await resultRows(api, id);
  const line: unknown = JSON.parse(await (await api.send(`/batches/${id}/results.ndjson`)).text());

  expect(Object.entries(record?.input ?? {})).toEqual([
    ["domain", "a.example"],
    ["__proto__", "p"],
    ["constructor", "c"],
    ["status", "s"],
    ["evidence", "e"],
    ["column_6", "n"],
  ]);
  expect(names?.slice(0, 7)).toEqual([
    "domain",
    "__proto__",
    "constructor",
    "input_status",
    "input_evidence",
    "column_6",
    "record_id",
  ]);
  expect(row?.slice(0, 6)).toEqual(["a.example", "p", "c", "s", "e", "n"]);
  expect(Object.hasOwn(line as object, "__proto__")).toBe(true);
  expect(line).toMatchObject({ input_status: "s", input_evidence: "e", evidence: [] });
});

test.for([
  ["NDJSON", ndjson],
  ["JSON", "application/json"],
] as const)("keys such as __proto__ in %s are keys like others", async ([, type], { api }) => {
  const object = '{"domain":"a.example","__proto__":"p","x":{"__proto__":{"y":1}}}';
  const body = type === ndjson ? `${object}\n` : `[${object}]`;
  const { id } = await api.post(body, { type });

  const [record] = await recordsOf(api, id);

  expect(Object.hasOwn(record?.input ?? {}, "__proto__")).toBe(true);
  expect(({} as Record<string, unknown>)["y"]).toBeUndefined();
});

test("NUL, lone surrogates, line breaks and emoji come back as they went in", async ({ api }) => {
  const cell = "\u0000 \ud800 \u2028 \r\n 👩‍🚀 \u202e";
  const body = `${JSON.stringify({ domain: "a.example", note: cell })}\n`;
  const { id } = await api.post(body, { type: ndjson });

  const [record] = await recordsOf(api, id);
  const [, row] = await resultRows(api, id);

  expect(record?.input["note"]).toBe(cell);
  expect(row?.[1]?.replace(/^'/, "")).toBe("\u0000 \ufffd \u2028 \r\n 👩‍🚀 \u202e");
});

test("a line of 10 MB is refused by itself, the lines around it are not", async ({ api }) => {
  const long = `{"domain":"${"x".repeat(10_000_000)}"}`;
  const receipt = await api.post(`{"domain":"a.example"}\n${long}\n{"domain":"b.example"}\n`, {
    type: ndjson,
  });

  const { data } = await api.get(`/batches/${receipt.id}/records`, Records);
  expect(receipt).toMatchObject({ lines: 3, invalid: 1 });
  expect(data.map(({ status }) => status)).toEqual(["pending", "failed", "pending"]);
  expect(data[1]?.invalid).toMatchObject({ line: 2, detail: expect.stringContaining("longer") });
});

test("a CSV line of 10 MB is refused by itself, the lines around it are not", async ({ api }) => {
  const receipt = await api.post(`domain\na.example\n${"x".repeat(10_000_000)}\nb.example\n`);

  const { data } = await api.get(`/batches/${receipt.id}/records`, Records);
  expect(receipt).toMatchObject({ lines: 3, invalid: 1 });
  expect(data.map(({ status }) => status)).toEqual(["pending", "failed", "pending"]);
});

test("a JSON record of 10 MB is refused with a reason", async ({ api }) => {
  const problem = await api.refused("/batches?workflow=colour", {
    method: "POST",
    body: `[{"domain":"${"x".repeat(10_000_000)}"}]`,
    headers: { "content-type": "application/json" },
  });

  expect(problem).toMatchObject({
    code: "unreadable_input",
    detail: expect.stringContaining("longer"),
  });
});

test.for([
  ["NDJSON", ndjson],
  ["JSON", "application/json"],
] as const)(
  "%s nested 100,000 deep is a refused line, and can be listed",
  async ([, type], { api }) => {
    const deep = `{"domain":"a.example","x":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    const receipt = await api.post(type === ndjson ? `${deep}\n` : `[${deep}]`, { type });

    const { data } = await api.get(`/batches/${receipt.id}/records`, Records);
    expect(data).toMatchObject([
      {
        status: "failed",
        reason: "invalid_input",
        invalid: { detail: expect.stringContaining("deep") },
      },
    ]);
  },
);

test("more than 500 columns are refused, 500 are not", async ({ api }) => {
  const header = (count: number) =>
    ["domain", ...Array.from({ length: count - 1 }, (_, i) => `c${i}`)].join(",");
  const line = (count: number) => ["a.example", ...Array<string>(count - 1).fill("v")].join(",");

  const receipt = await api.post(`${header(500)}\n${line(500)}\n`);
  const problem = await api.refused("/batches?workflow=colour", {
    method: "POST",
    body: `${header(501)}\n${line(501)}\n`,
    headers: { "content-type": csv },
  });

  expect(receipt).toMatchObject({ lines: 1, invalid: 0 });
  expect(problem.detail).toContain("501 columns");
});

test("nothing in an address gets into a header, a path or a log", async ({ api }) => {
  const { id } = await api.post("domain\na.example\nb.example\n");
  const odd = "%0d%0aX-Evil:%201";

  const listing = await api.send(`/batches/${id}/records?limit=1&cursor=0`);
  expect(listing.headers.get("link")).toBe(`</batches/${id}/records?limit=1&cursor=1>; rel="next"`);
  for (const path of [
    `/batches/${odd}`,
    `/records/${odd}`,
    `/records/${id}-0/snapshots/${odd}`,
    `/records/${id}-0/snapshots/..%2f..%2fetc%2fpasswd`,
    `/records/${id}-99999999999999999999`,
    `/records/${id}--1`,
    `/records/__proto__-0`,
    `/batches/__proto__/records`,
    `/batches/${"x".repeat(5_000)}`,
  ]) {
    const response = await api.send(path);
    expect([path, response.status]).toEqual([path, 404]);
    expect(response.headers.get("x-evil")).toBeNull();
  }
  expect(await api.refused("/records/%E0%A4%A")).toMatchObject({ code: "malformed" });
  expect(api.logged).toEqual([]);
});

test.for([
  ["limit=0"],
  ["limit=501"],
  ["limit=x"],
  ["cursor=-1"],
  ["cursor=1e999"],
  ["cursor=99999999999999999999999"],
  ["status=done"],
  ["status=pending&status=failed"],
  ["colour=red"],
  [`tier=${"x".repeat(8_000)}`],
] as const)("records?%s is refused", async ([query], { api }) => {
  const { id } = await api.post("domain\na.example\n");

  expect(await api.refused(`/batches/${id}/records?${query}`)).toMatchObject({
    code: "invalid_request",
    errors: [expect.anything()],
  });
});

test("headers beyond measure get a problem, too", async ({ api }) => {
  const problem = await api.refused(`/batches?${"x".repeat(20_000)}`);

  expect(problem).toMatchObject({ status: 400, code: "malformed" });
});
