import { expect } from "vitest";
import { z } from "zod";
import { BatchDetail } from "../../src/api/batch-detail.ts";
import { BatchView } from "../../src/api/batch-view.ts";
import { snapshotPath, RecordWithProof } from "../../src/api/proof-view.ts";
import { RecordView } from "../../src/api/record-view.ts";
import { snapshotHash, sealSnapshot, SnapshotMeta } from "../../src/domain/snapshot.ts";
import { type Api, csv, test } from "./support.ts";

const Batches = z.object({ data: z.array(BatchView), nextCursor: z.string().nullable() });
const Records = z.object({ data: z.array(RecordView), nextCursor: z.string().nullable() });
const Retried = z.object({ reopened: z.int(), batch: BatchView });

const mixed = [
  "domain",
  "red.example",
  "closed.example",
  "browser.example",
  "wrong.example",
  "",
  "red.example",
  "x,y",
];
const mixedCsv = `${mixed.join("\n")}\n`.replace("\n\n", '\n""\n');

/** A batch of every kind of row, worked on to its end. */
async function worked(api: Api): Promise<string> {
  const { id } = await api.post(mixedCsv);
  await api.work();
  await expect
    .poll(async () => (await api.get(`/batches/${id}`, BatchDetail)).status, { timeout: 20_000 })
    .toBe("done");
  return id;
}

async function allPages(api: Api, path: string, query: string): Promise<string[]> {
  const seen: string[] = [];
  let next: string | null = `${path}?${query}`;
  while (next !== null) {
    const response: Response = await api.send(next);
    const body = z
      .object({ data: z.array(z.object({ id: z.string() })), nextCursor: z.string().nullable() })
      .parse(await response.json());
    seen.push(...body.data.map(({ id }) => id));
    const link = /^<(.*)>; rel="next"$/.exec(response.headers.get("link") ?? "")?.[1] ?? null;
    expect(link === null).toBe(body.nextCursor === null);
    next = link;
  }
  return seen;
}

test("batches are listed newest first, page by page, those of one millisecond too", async ({
  api,
}) => {
  const posted = await Promise.all(
    Array.from({ length: 7 }, () => api.post("domain\na.example\n")),
  );
  const ids = posted.map(({ id }) => id);
  const args = ids.flatMap((id) => [1_700_000_000_000, id]);
  await api.redis.zadd("assay:batches", ...args);

  const listed = await allPages(api, "/batches", "limit=2");

  expect(listed.toSorted()).toEqual(ids.toSorted());
  expect((await api.get("/batches", Batches)).nextCursor).toBeNull();
  expect(await api.refused("/batches?cursor=bnone")).toMatchObject({ code: "invalid_request" });
});

test("a batch's numbers sum to its lines at its start and at its end", async ({ api }) => {
  const { id } = await api.post(mixedCsv);
  const before = await api.get(`/batches/${id}`, BatchDetail);
  await api.work();
  await expect
    .poll(async () => (await api.get(`/batches/${id}`, BatchDetail)).doneAt)
    .not.toBeNull();
  const after = await api.get(`/batches/${id}`, BatchDetail);

  for (const { counts } of [before, after]) {
    const { pending, in_progress, completed, failed, escalated } = counts.states;
    expect(pending + in_progress + completed + failed + escalated).toBe(7);
    expect(counts.outcomes.answered + counts.outcomes.undeterminable).toBe(completed);
  }
  expect(before.counts).toMatchObject({
    lines: 7,
    duplicates: 1,
    states: { pending: 5, failed: 2 },
  });
  expect(after).toMatchObject({
    status: "done",
    rate: { secondsLeft: 0 },
    counts: {
      states: { completed: 5, failed: 2 },
      outcomes: { answered: 3, undeterminable: 2 },
      answeredByTier: { http: 2, classifier: 0, browser: 1 },
      reasons: { no_candidate_found: 1, evidence_rejected: 1, invalid_input: 2 },
    },
  });
});

test("records can be filtered by everything that a batch counts, and paged to the end", async ({
  api,
}) => {
  const id = await worked(api);
  const path = `/batches/${id}/records`;
  const numbers = async (query: string) =>
    (await allPages(api, path, query)).map((record) => Number(record.split("-")[1]));

  expect(await numbers("limit=1")).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(await numbers("limit=3")).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(await numbers("status=completed&limit=2")).toEqual([0, 1, 2, 3, 5]);
  expect(await numbers("status=failed")).toEqual([4, 6]);
  expect(await numbers("status=pending")).toEqual([]);
  expect(await numbers("outcome=answered&limit=1")).toEqual([0, 2, 5]);
  expect(await numbers("outcome=undeterminable")).toEqual([1, 3]);
  expect(await numbers("tier=browser&outcome=answered")).toEqual([2]);
  expect(await numbers("reason=evidence_rejected")).toEqual([3]);
  expect(await numbers("reason=invalid_input&status=failed")).toEqual([4, 6]);
  expect(await numbers("cursor=5")).toEqual([5, 6]);
  expect(await numbers("cursor=100")).toEqual([]);
});

test("a duplicate shows its own input and the work of the line that it repeats", async ({
  api,
}) => {
  const id = await worked(api);

  const [first] = (await api.get(`/batches/${id}/records`, Records)).data;
  const duplicate = await api.get(`/records/${id}-5`, RecordWithProof);

  expect(duplicate).toMatchObject({
    id: `${id}-5`,
    duplicateOf: `${id}-0`,
    input: { domain: "red.example" },
    status: "completed",
    output: first?.output,
    transitions: first?.transitions,
  });
});

test("a record shows its whole way, what each step saw, and its proof", async ({ api }) => {
  const id = await worked(api);

  const record = await api.get(`/records/${id}-2`, RecordWithProof);

  expect(record).toMatchObject({
    status: "completed",
    outcome: "answered",
    output: { colour: "red", shade: null },
    tier: "browser",
    attempts: { http: 1, classifier: 1, browser: 1, total: 3 },
    verifiedAt: expect.any(String),
  });
  expect(record.transitions.map(({ event, agent }) => [event, agent])).toEqual([
    ["claimed", "painter-http"],
    ["escalated", "painter-http"],
    ["claimed", "painter-classifier"],
    ["escalated", "painter-classifier"],
    ["claimed", "painter-browser"],
    ["answered", "painter-browser"],
  ]);
  expect(record.notes.map(({ why }) => why)).toEqual([
    "nothing there",
    "nothing there",
    "the page says so",
  ]);
  const [proof] = record.evidence;
  expect(proof?.textFragment).toBe(
    "https://browser.example/about#:~:text=Our%20colour%20is%20red%2Dish",
  );
  expect(proof?.annotation).toMatchObject({
    type: "Annotation",
    target: {
      source: "https://browser.example/about",
      state: { cached: snapshotPath(record.id, proof?.snapshot ?? "") },
      selector: [
        {
          exact: "Our colour is red-ish",
          prefix: "<p>We are Acme & friends.</p><p>".slice(-32),
          suffix: "</p></body></html>",
        },
        { type: "TextPositionSelector", start: proof?.locator.start },
      ],
    },
  });
});

test("a refused proof is told with the reason, and is not shown as proof", async ({ api }) => {
  const id = await worked(api);

  const record = await api.get(`/records/${id}-3`, RecordWithProof);

  expect(record).toMatchObject({ outcome: "undeterminable", reason: "evidence_rejected" });
  expect(record.settledBy).toContain("verifier");
  expect(record.output).toBeNull();
  expect(record.notes.at(-1)?.rejections).toMatchObject([{ kind: "match_not_found" }]);
});

test("the stored copy has the hash that the proof names, and can do no harm", async ({ api }) => {
  const id = await worked(api);
  const { evidence } = await api.get(`/records/${id}-0`, RecordWithProof);
  const hash = evidence[0]?.snapshot ?? "";

  const response = await api.send(snapshotPath(`${id}-0`, hash));

  const bytes = Buffer.from(await response.arrayBuffer());
  const lineEnd = bytes.indexOf("\n");
  const meta = SnapshotMeta.parse(JSON.parse(bytes.toString("utf8", 0, lineEnd)));
  const body = bytes.subarray(lineEnd + 1);
  expect(snapshotHash(meta, body)).toBe(hash);
  expect(body.toString("utf8", evidence[0]?.locator.start)).toMatch(/^Our colour is red-ish/);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "text/plain; charset=utf-8",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
    "content-disposition": `attachment; filename="${hash}.txt"`,
  });
});

test("a copy that the record does not cite is not served, though it is stored", async ({ api }) => {
  const id = await worked(api);
  const other = sealSnapshot(
    {
      source: "http",
      requestedUrl: "x",
      url: "x",
      status: 200,
      headers: [],
      redirects: [],
      charset: "utf-8",
      fetchedAt: "x",
    },
    Buffer.from("<script>alert(1)</script>"),
  );
  await api.store.put(other);

  expect(await api.refused(snapshotPath(`${id}-0`, other.hash))).toMatchObject({ status: 404 });
  expect(await api.refused(snapshotPath(`${id}-1`, "0".repeat(64)))).toMatchObject({ status: 404 });
});

test("a record whose copy is gone is shown without the annotation", async ({ api }) => {
  const id = await worked(api);
  const { evidence } = await api.get(`/records/${id}-0`, RecordWithProof);
  api.store.get = async () => undefined;

  const record = await api.get(`/records/${id}-0`, RecordWithProof);

  expect(record.evidence).toEqual(evidence.map((item) => ({ ...item, annotation: null })));
  const path = snapshotPath(`${id}-0`, evidence[0]?.snapshot ?? "");
  expect(await api.refused(path)).toMatchObject({ status: 404 });
});

test("pause, resume and cancel act at once; what can't be is refused with 409", async ({ api }) => {
  const { id } = await api.post("domain\na.example\nb.example\n");
  const act = (action: string) =>
    api.get(`/batches/${id}/${action}`, BatchView, { method: "POST" });
  const refused = (action: string) => api.refused(`/batches/${id}/${action}`, { method: "POST" });

  expect((await act("pause")).status).toBe("paused");
  expect((await act("pause")).status).toBe("paused");
  expect(await refused("retry")).toMatchObject({ status: 409, code: "wrong_status" });
  await api.redis.hset(`assay:{${id}}:batch`, { specs: '{"colour":"older"}' });
  expect(await act("resume")).toMatchObject({
    status: "active",
    specs: { colour: "hash-of-colour" },
  });
  const cancelled = await act("cancel");
  expect(cancelled).toMatchObject({
    status: "cancelled",
    doneAt: expect.any(String),
    counts: { states: { failed: 2 }, reasons: { cancelled: 2 } },
  });
  expect((await act("cancel")).status).toBe("cancelled");
  for (const action of ["pause", "resume"]) {
    expect(await refused(action)).toMatchObject({ status: 409, code: "wrong_status" });
  }
  for (const action of ["pause", "resume", "cancel", "retry"]) {
    const problem = await api.refused(`/batches/bnone/${action}`, { method: "POST" });
    expect(problem).toMatchObject({ status: 404 });
  }
});

test("resuming a batch that has ended does not touch its specs", async ({ api }) => {
  const id = await worked(api);
  await api.redis.hset(`assay:{${id}}:batch`, { specs: '{"colour":"older"}' });

  await api.refused(`/batches/${id}/resume`, { method: "POST" });

  expect((await api.get(`/batches/${id}`, BatchDetail)).specs).toEqual({ colour: "older" });
});

test("retry works again on what ended without an answer, never on refused lines", async ({
  api,
}) => {
  const id = await worked(api);
  const retry = (body: unknown) =>
    api.get(`/batches/${id}/retry`, Retried, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    });
  const isDone = () =>
    expect.poll(async () => (await api.get(`/batches/${id}`, BatchDetail)).status).toBe("done");

  expect((await retry({ only: "failed" })).reopened).toBe(0);
  expect((await retry({ reasons: ["evidence_rejected"] })).reopened).toBe(1);
  await isDone();
  expect((await retry({})).reopened).toBe(2);
  await isDone();
  const after = await api.get(`/batches/${id}`, BatchDetail);
  expect(after.counts).toMatchObject({
    states: { completed: 5, failed: 2 },
    outcomes: { answered: 3, undeterminable: 2 },
  });
});

test.for([
  ["an unknown field", '{"onyl":"failed"}', "onyl"],
  ["an unknown reason", '{"reasons":["bad luck"]}', "/reasons/0"],
  ["no JSON", "{", "JSON"],
  ["null", "null", "object"],
  ["a huge body", `{"only":"${"x".repeat(200_000)}"}`, "100 kB"],
] as const)("retry with %s is refused", async ([, body, word], { api }) => {
  const { id } = await api.post("domain\na.example\n");

  const problem = await api.refused(`/batches/${id}/retry`, { method: "POST", body });

  expect(problem.detail).toContain(word);
});

test("another site's page can't steer a batch", async ({ api }) => {
  const { id } = await api.post("domain\na.example\n");
  const cancel = (headers: Record<string, string>) =>
    api.refused(`/batches/${id}/cancel`, { method: "POST", headers });

  expect(await cancel({ origin: "https://evil.example" })).toMatchObject({ code: "cross_site" });
  expect(await cancel({ origin: "null" })).toMatchObject({ code: "cross_site" });
  const own = await api.send(`/batches/${id}/cancel`, {
    method: "POST",
    headers: { origin: api.url, "content-type": csv },
  });
  expect(own.status).toBe(200);
});
