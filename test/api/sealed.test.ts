import { expect } from "vitest";
import { z } from "zod";
import { BatchDetail } from "../../src/api/batch-detail.ts";
import { BatchView } from "../../src/api/batch-view.ts";
import { RecordWithProof } from "../../src/api/proof-view.ts";
import { replay, type ReplayRow } from "../../src/evidence/replay.ts";
import { openBatch } from "../../src/retention/find-batch.ts";
import { sealIntoArchive } from "../../src/retention/seal-batch.ts";
import { type Api, test } from "./support.ts";
import { colourWorkflow } from "./colour-workflow.ts";

const input = "domain,city\nred.example,Rome\nclosed.example,Pisa\n,Bonn\nred.example,Köln\n";

async function endedBatch(api: Api): Promise<string> {
  const { id } = await api.post(input);
  await api.work();
  await expect.poll(async () => (await api.get(`/batches/${id}`, BatchDetail)).status).toBe("done");
  return id;
}

async function seal(api: Api, id: string): Promise<void> {
  const namesOf = () => [];
  expect(await sealIntoArchive({ ...api, namesOf, now: Date.now }, id)).toHaveProperty("whole");
}

/** Everything that can be asked of a batch, as text. */
async function viewsOf(api: Api, id: string): Promise<Record<string, string>> {
  const paths = [
    `/batches/${id}/records`,
    `/batches/${id}/records?outcome=answered&limit=1`,
    `/batches/${id}/records?reason=invalid_input`,
    `/batches/${id}/results.csv`,
    `/batches/${id}/results.ndjson`,
    `/batches/${id}/ledger`,
    `/batches/${id}/ledger.csv`,
    ...[0, 1, 2, 3].map((n) => `/records/${id}-${n}`),
  ];
  const texts = await Promise.all(
    paths.map(async (path) => {
      const response = await api.send(path);
      return [path, `${response.status} ${await response.text()}`] as const;
    }),
  );
  return Object.fromEntries(texts);
}

test("a sealed batch is shown as it was before", async ({ api, redis }) => {
  const id = await endedBatch(api);
  const before = await viewsOf(api, id);
  const detail = await api.get(`/batches/${id}`, BatchDetail);
  expect(detail.archivedAt).toBeNull();

  await seal(api, id);

  expect(await redis.keys(`*${id}*`)).toEqual([]);
  expect(await viewsOf(api, id)).toEqual(before);
  const sealed = await api.get(`/batches/${id}`, BatchDetail);
  expect(sealed).toEqual({ ...detail, archivedAt: sealed.archivedAt });
  expect(sealed.archivedAt).not.toBeNull();
  expect(api.logged).toEqual([]);
});

test("it stays in the list of batches, behind those that are worked on", async ({ api }) => {
  const old = await endedBatch(api);
  await seal(api, old);
  const { id } = await api.post(input);
  const Page = z.object({ data: z.array(BatchView), nextCursor: z.string().nullable() });

  const all = await api.get("/batches", Page);
  const first = await api.get("/batches?limit=1", Page);
  const second = await api.get(`/batches?limit=1&cursor=${first.nextCursor}`, Page);

  expect(all.data.map((batch) => [batch.id, batch.archivedAt === null])).toEqual([
    [id, true],
    [old, false],
  ]);
  expect([first.data[0]?.id, second.data[0]?.id, second.nextCursor]).toEqual([id, old, null]);
});

test("its pages can be downloaded, and its proof followed to them", async ({ api }) => {
  const id = await endedBatch(api);
  await seal(api, id);
  const { evidence } = await api.get(`/records/${id}-0`, RecordWithProof);

  const hash = evidence[0]?.snapshot ?? "";
  const response = await api.send(`/records/${id}-0/snapshots/${hash}`);

  expect(evidence[0]?.annotation).not.toBeNull();
  expect([response.status, response.headers.get("etag")]).toEqual([200, `"${hash}"`]);
  expect(await response.text()).toContain("Our colour is red-ish");
});

test("its verdicts come out again from the archive alone", async ({ api }) => {
  const id = await endedBatch(api);
  await seal(api, id);
  const source = await openBatch(api, id);
  const record = await source?.record(0);
  if (!source || !record?.output) throw new Error("it was answered");
  const row: ReplayRow = {
    recordId: record.id,
    workflow: "colour",
    input: { domain: "red.example" },
    claim: { kind: "answer", output: record.output, evidence: record.evidence },
  };
  const rules = { colour: colourWorkflow().rule };

  const sound = replay([row], { get: source.snapshots(record) }, rules);
  expect((await sound.next()).value).toMatchObject({ verdict: { confirmed: true } });
  const without = replay([row], { get: async () => undefined }, rules);
  expect((await without.next()).value).toMatchObject({ verdict: { confirmed: false } });
});

test("it can't be steered any more, and the answer says what to do", async ({ api }) => {
  const id = await endedBatch(api);
  await seal(api, id);
  const json = { method: "POST", headers: { "content-type": "application/json" } };
  for (const [path, body] of [
    ["pause", undefined],
    ["resume", undefined],
    ["cancel", undefined],
    ["retry", "{}"],
    ["top-up", '{"maxUsd":null}'],
  ] as const) {
    const problem = await api.refused(`/batches/${id}/${path}`, {
      ...json,
      ...(body === undefined ? {} : { body }),
    });
    expect(problem).toMatchObject({ status: 409, code: "wrong_status" });
    expect(problem.detail).toContain("post its records as a new batch");
  }
});

test("who follows its events hears that it has ended", async ({ api }) => {
  const id = await endedBatch(api);
  await seal(api, id);

  const text = await (await api.send(`/batches/${id}/events`)).text();
  const away = await api.send(`/batches/${id}/events`, { headers: { "last-event-id": "1-1" } });

  expect(text).toContain("event: end");
  expect(text).toContain(`"id":"${id}"`);
  expect(away.status).toBe(204);
});

test("a damaged archive is told of, and nothing that it says is believed", async ({ api }) => {
  const id = await endedBatch(api);
  await seal(api, id);
  const manifest = await api.archive.get(`${id}/manifest.json`);
  await api.archive.put(
    `${id}/manifest.json`,
    Buffer.from(String(manifest).replace('"answered":"2"', '"answered":"3"')),
  );

  const problem = await api.refused(`/batches/${id}`);

  expect(problem).toMatchObject({ status: 410, code: "archive_damaged" });
});

test("a name that is none of a batch reaches no file", async ({ api }) => {
  for (const id of ["..%2f..%2fetc", "%2e%2e", "b1%2fmanifest.json", ".owners"]) {
    expect(await api.refused(`/batches/${id}`)).toMatchObject({ status: 404 });
    expect(await api.refused(`/records/${id}-0`)).toMatchObject({ status: 404 });
  }
});

test("a request sent again after its batch was sealed begins no second one", async ({
  api,
  redis,
}) => {
  const headers = { "idempotency-key": "once" };
  const { id } = await api.post(input, { headers });
  await api.work();
  await expect.poll(async () => (await api.get(`/batches/${id}`, BatchDetail)).status).toBe("done");
  await seal(api, id);

  expect((await api.post(input, { headers })).id).toBe(id);
  expect(await redis.keys(`*${id}*`)).toEqual([]);
});
