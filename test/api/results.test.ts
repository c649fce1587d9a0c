import { connect } from "node:net";
import { parse } from "csv-parse/sync";
import { expect } from "vitest";
import { BatchDetail } from "../../src/api/batch-detail.ts";
import { test } from "./support.ts";

const input = "domain,city\nred.example,Rome\nclosed.example,=1+1\n,Bonn\nred.example,Köln\n";

test("before the end the results hold what is known so far, in the input's order", async ({
  api,
}) => {
  const { id } = await api.post(input);

  const response = await api.send(`/batches/${id}/results.csv`);

  const rows = parse<Record<string, string>>(await response.text(), { columns: true });
  expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(response.headers.get("content-disposition")).toBe(
    `attachment; filename="colour-${id}.csv"`,
  );
  expect(rows.map((row) => [row["city"], row["status"], row["colour"]])).toEqual([
    ["Rome", "pending", ""],
    ["'=1+1", "pending", ""],
    ["Bonn", "failed", ""],
    ["Köln", "pending", ""],
  ]);
});

test("after the end CSV and NDJSON say the same, one line per input line", async ({ api }) => {
  const { id } = await api.post(input);
  await api.work();
  await expect.poll(async () => (await api.get(`/batches/${id}`, BatchDetail)).status).toBe("done");

  const text = await (await api.send(`/batches/${id}/results.csv`)).text();
  const json = await (await api.send(`/batches/${id}/results.ndjson`)).text();

  const rows = parse<Record<string, string>>(text, { columns: true });
  const lines = json
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(Object.keys(rows[0] ?? {}).slice(0, 10)).toEqual([
    "domain",
    "city",
    "record_id",
    "status",
    "outcome",
    "tier",
    "attempts",
    "cost_usd",
    "colour",
    "shade",
  ]);
  expect(lines.map((line) => line["record_id"])).toEqual([0, 1, 2, 3].map((n) => `${id}-${n}`));
  expect(rows.map((row) => row["colour"])).toEqual(["red", "", "", "red"]);
  expect(lines.map((line) => line["colour"])).toEqual(["red", null, null, "red"]);
  expect(lines.map((line) => line["shade"])).toEqual([null, null, null, null]);
  expect(rows.map((row) => row["reason"])).toEqual(["", "no_candidate_found", "invalid_input", ""]);
  expect(lines[0]?.["evidence"]).toMatchObject([{ match: "Our colour is red-ish" }]);
});

test("HEAD tells the type without the lines", async ({ api }) => {
  const { id } = await api.post(input);

  const response = await api.send(`/batches/${id}/results.ndjson`, { method: "HEAD" });

  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toContain("ndjson");
});

test("a reader who leaves in the middle of a large file is no error", async ({ api }) => {
  const lines = Array.from({ length: 30_000 }, (_, i) => `d${i}.example,${"x".repeat(200)}`);
  const { id } = await api.post(`domain,city\n${lines.join("\n")}\n`);
  const { hostname, port } = new URL(api.url);
  const socket = connect(Number(port), hostname);
  socket.write(`GET /batches/${id}/results.csv HTTP/1.1\r\nHost: x\r\n\r\n`);
  await new Promise((resolve) => socket.once("data", resolve));

  socket.destroy();

  const whole = await (await api.send(`/batches/${id}/results.csv`)).text();
  expect(whole.split("\r\n")).toHaveLength(30_002);
  expect(api.logged).toEqual([]);
});
