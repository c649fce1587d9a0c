import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { csvSource } from "../../src/intake/csv-source.ts";
import { jsonSource } from "../../src/intake/json-source.ts";
import type { LineSource } from "../../src/intake/line-source.ts";
import { ndjsonSource } from "../../src/intake/ndjson-source.ts";

/** The same bytes, a few at a time, so that every boundary is crossed somewhere. */
function stream(text: string, size = 7): Readable {
  const bytes = Buffer.from(text);
  const parts = [];
  for (let at = 0; at < bytes.length; at += size) parts.push(bytes.subarray(at, at + size));
  return Readable.from(parts);
}

async function read(source: LineSource) {
  const lines = [];
  for await (const { line, content } of source.lines) lines.push({ line, ...content });
  return { columns: source.columns(), lines };
}

describe("CSV", () => {
  test("gives cells in the header's order with the line each record starts on", async () => {
    const { columns, lines } = await read(
      csvSource(stream('company,domain\nAcme,acme.com\n"Two\nlines, Inc.",two.com\nLast,last.com')),
    );

    expect(columns).toEqual(["company", "domain"]);
    expect(lines).toEqual([
      { line: 2, cells: ["Acme", "acme.com"] },
      { line: 3, cells: ["Two\nlines, Inc.", "two.com"] },
      { line: 5, cells: ["Last", "last.com"] },
    ]);
  });

  test.each([
    ["semicolons", "a;b\n1;2\n"],
    ["tabs", "a\tb\n1\t2\n"],
    ["a byte order mark", "\uFEFFa,b\n1,2\n"],
    ["carriage returns", "a,b\r\n1,2\r\n"],
    ["one chunk only", "a,b\n1,2"],
  ])("reads %s", async (_what, text) => {
    const { columns, lines } = await read(csvSource(stream(text)));

    expect(columns).toEqual(["a", "b"]);
    expect(lines.map(({ cells }) => cells)).toEqual([["1", "2"]]);
  });

  test("a line with too many cells is passed on as unreadable, one with too few is filled up", async () => {
    const { lines } = await read(csvSource(stream("a,b\n1,2,3\n4\n5,6\n")));

    expect(lines).toEqual([
      { line: 2, cells: ["1", "2"], detail: expect.stringContaining("quote cells") },
      { line: 3, cells: ["4", ""] },
      { line: 4, cells: ["5", "6"] },
    ]);
  });

  test("a quote that is never closed costs no line after it", async () => {
    const { lines } = await read(csvSource(stream('a,b\n1,2\n"3,4\n5,6\n7,8\n')));

    expect(lines.map(({ line }) => line)).toEqual([2, 3, 4, 5]);
    expect(lines[1]).toMatchObject({ detail: expect.stringContaining("line 3") });
  });

  test("an empty file says what it needs", async () => {
    await expect(read(csvSource(stream("")))).rejects.toThrow("first line must name the columns");
  });
});

describe("NDJSON", () => {
  test("keys become columns as they turn up", async () => {
    const { columns, lines } = await read(
      ndjsonSource(stream('{"a":1,"b":"é"}\n\n{"b":2,"c":{"d":[3]}}\n')),
    );

    expect(columns).toEqual(["a", "b", "c"]);
    expect(lines).toEqual([
      { line: 1, cells: [1, "é"] },
      { line: 3, cells: [null, 2, { d: [3] }] },
    ]);
  });

  test("a line that is not JSON is passed on, and the next is read", async () => {
    const { lines } = await read(ndjsonSource(stream('{"a":1}\n{"a":\n[1]\n{"a":2}')));

    expect(lines.map((line) => "detail" in line)).toEqual([false, true, true, false]);
  });
});

describe("JSON", () => {
  const read2 = async (text: string) => {
    const fields: Record<string, unknown> = {};
    const result = await read(jsonSource(stream(text), (name, value) => (fields[name] = value)));
    return { ...result, fields };
  };

  test("takes records and fields in any order", async () => {
    const { lines, fields } = await read2(
      '{"name":"x","records":[{"a":1,"n":{"records":[9]}},{"a":[2]}],"workflow":"ats","o":{"p":[1]}}',
    );

    expect(lines.map(({ cells }) => cells)).toEqual([[1, { records: [9] }], [[2]]]);
    expect(fields).toEqual({ name: "x", workflow: "ats", o: { p: [1] } });
  });

  test("takes a bare array", async () => {
    const { lines } = await read2('[{"a":1}, {"a":2}]');

    expect(lines.map(({ cells }) => cells)).toEqual([[1], [2]]);
  });

  test.each(['{"records":[{"a":1}', "nonsense", '"text"', '{"a":tru}'])(
    "refuses %s",
    async (text) => {
      await expect(read2(text)).rejects.toThrow(/JSON/);
    },
  );

  test("records that are no objects are passed on as unreadable", async () => {
    const { lines } = await read2('{"records":[1,{"a":2}]}');

    expect(lines.map((line) => "detail" in line)).toEqual([true, false]);
  });
});
