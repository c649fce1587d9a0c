import { Readable } from "node:stream";
import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { csvRecords } from "../../src/intake/csv-records.ts";

/** Reads `text` in parts of `size` bytes. */
async function read(text: string, size = 5) {
  const bytes = Buffer.from(text);
  const parts = [];
  for (let at = 0; at < bytes.length; at += size) parts.push(bytes.subarray(at, at + size));
  const records = [];
  for await (const record of csvRecords(Readable.from(parts))) records.push(record);
  return records;
}

test("what any writer of CSV writes is read back, wherever the bytes are cut", async () => {
  const cell = fc.string({
    unit: fc.constantFrom("a", "é", "👩", '"', ",", ";", "\t", "\n", "\r", " "),
  });
  const table = fc
    .tuple(
      fc.integer({ min: 2, max: 4 }),
      fc.constantFrom(",", ";", "\t"),
      fc.constantFrom("\n", "\r\n"),
    )
    .chain(([width, delimiter, lineEnd]) =>
      fc.record({
        rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 }),
        width: fc.constant(width),
        delimiter: fc.constant(delimiter),
        lineEnd: fc.constant(lineEnd),
        bom: fc.boolean(),
        size: fc.integer({ min: 1, max: 40 }),
      }),
    );

  await fc.assert(
    fc.asyncProperty(table, async ({ rows, width, delimiter, lineEnd, bom, size }) => {
      const header = Array.from({ length: width }, (_, i) => `c${i}`);
      const text = stringify([header, ...rows], {
        delimiter,
        record_delimiter: lineEnd,
        bom,
        quoted: true,
      });

      const records = await read(text, size);

      expect(records.map(({ cells }) => cells)).toEqual([header, ...rows]);
    }),
    { numRuns: 300 },
  );
});

test.each([
  ["a quote inside a cell is text", 'a,b\n5" disk,x "y" z\n', ['5" disk', 'x "y" z']],
  ["quotes that end in mid-cell are text", 'a,b\n"x" y,2\n', ['"x" y', "2"]],
  ["doubled quotes are one", 'a,b\n"say ""hi""",2\n', ['say "hi"', "2"]],
  ["an empty quoted cell is empty", 'a,b\n"",2\n', ["", "2"]],
  ["old line ends", "a,b\r1,2\r", ["1", "2"]],
  ["the last line may lack its end", 'a,b\n1,"2"', ["1", "2"]],
])("%s", async (_what, text, cells) => {
  expect((await read(text))[1]?.cells).toEqual(cells);
});

test("a stray quote in a long file costs one line, and the rest keeps its numbers", async () => {
  const good = Array.from({ length: 200_000 }, (_, i) => `name ${i},d${i}.example`);
  const text = ["name,domain", good[0], '"stray,stray.example', ...good.slice(1), ""].join("\n");

  const records = await read(text, 64_000);

  expect(records).toHaveLength(200_002);
  expect(records[2]).toEqual({
    line: 3,
    cells: ['"stray', "stray.example"],
    problem: expect.stringContaining("never closed"),
  });
  expect(records.at(-1)).toEqual({ line: 200_002, cells: ["name 199999", "d199999.example"] });
});

test("a line of 5 MB costs itself only", async () => {
  const records = await read(`a,b\n1,2\n${"x".repeat(5_000_000)}\n3,4\n`, 64_000);

  expect(records.slice(1)).toEqual([
    { line: 2, cells: ["1", "2"] },
    { line: 3, cells: [], problem: expect.stringContaining("longer") },
    { line: 4, cells: ["3", "4"] },
  ]);
});
