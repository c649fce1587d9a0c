import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Redis } from "ioredis";
import { sealSnapshot, type Snapshot } from "../../src/domain/snapshot.ts";
import { fileSnapshotStore } from "../../src/evidence/file-snapshot-store.ts";
import type { SnapshotStore } from "../../src/evidence/snapshot-store.ts";
import type { NameSums } from "../../src/records/all-time.ts";
import { createBatch } from "../../src/records/batch.ts";
import { type Cold, emptyCold } from "../../src/records/cold.ts";
import { acceptLines, sealBatch } from "../../src/records/intake.ts";
import { settleRow } from "../../src/records/settle.ts";
import { directoryArchive } from "../../src/retention/directory-archive.ts";
import type { SealDeps } from "../../src/retention/seal-batch.ts";
import { agentOf, callOf, costing, spend } from "../records/charges.ts";
import { claimNext, confirmed, newBatch } from "../records/rows.ts";
import { test as redisTest } from "../support/redis.ts";

export interface Place extends SealDeps {
  readonly dir: string;
  readonly snapshots: string;
  /** Moves the clock on. */
  later(ms: number): void;
}

/** `test` with a snapshot store and an archive of its own, and a clock that moves when told. */
export const test = redisTest.extend<{ place: Place }>({
  place: async ({ redis }, use) => {
    const dir = mkdtempSync(join(tmpdir(), "assay-test-retention-"));
    const snapshots = join(dir, "snapshots");
    let ahead = 0;
    await use({
      redis,
      dir,
      snapshots,
      store: fileSnapshotStore(snapshots),
      archive: directoryArchive(join(dir, "archive")),
      namesOf: rawNames,
      now: () => Date.now() + ahead,
      later: (ms) => void (ahead += ms),
    });
    rmSync(dir, { recursive: true, force: true });
  },
});

/** Every growing number under its own name. */
const rawNames: NameSums = (raw, workflow) => [`${workflow} ${raw}`];

export function pageOf(text: string): Snapshot {
  const url = `https://acme.example/${encodeURIComponent(text)}`;
  return sealSnapshot(
    {
      source: "http",
      requestedUrl: url,
      url,
      status: 200,
      headers: [["content-type", "text/html"]],
      redirects: [],
      charset: "utf-8",
      fetchedAt: "2026-11-01T12:00:00.000Z",
    },
    Buffer.from(`<p>${text} is red</p>`),
  );
}

/**
 * A batch at rest: so many rows that were paid for and answered or closed in turn, each citing a
 * page of its own and one that all share, then a duplicate of the first and a line that was refused.
 */
export async function endedBatch(redis: Redis, store: SnapshotStore, rows = 5): Promise<string> {
  const batch = await createBatch(redis, { ...newBatch, workflow: "ats", name: "list.csv" });
  await acceptLines(redis, { batch, first: 0, startsAt: "http" }, [
    ...Array.from({ length: rows }, (_, n) => ({ cells: [`c${n}`], fingerprint: `f${n}` })),
    { cells: ["c0 again"], fingerprint: "f0" },
    { cells: [""], invalid: { line: rows + 3, detail: "name: give one" } },
  ]);
  await sealBatch(redis, batch, ["name"]);
  for (let i = 0; i < rows; i += 1) await endNext(redis, store, batch);
  return batch;
}

/** Works on the next due row. */
export async function endNext(redis: Redis, store: SnapshotStore, batch: string): Promise<void> {
  const claimed = await claimNext(redis, batch);
  const { n, tier } = claimed;
  await spend(redis, callOf(claimed, 1_000), costing(700 + n));
  const isAnswer = n % 2 === 0;
  const cold = await provenBy(store, [pageOf(`row ${n}`), pageOf("shared")], isAnswer);
  await settleRow(
    redis,
    claimed,
    isAnswer
      ? { event: "answered", verdict: confirmed }
      : { event: "closed", reason: "no_candidate_found" },
    {
      cold,
      costNano: 700 + n,
      tallies: { redlines: ["settle"] },
      figures: { agent: agentOf[tier], spec: "5bec", durationMs: 100 + n },
    },
  );
}

async function provenBy(
  store: SnapshotStore,
  [own, shared]: readonly [Snapshot, Snapshot],
  isAnswer: boolean,
): Promise<Cold> {
  await Promise.all([store.put(own), store.put(shared)]);
  return {
    ...emptyCold,
    output: isAnswer ? { colour: "red" } : null,
    evidence: isAnswer
      ? [
          {
            fact: "leads",
            supports: "colour",
            url: own.url,
            kind: "text",
            match: "is red",
            locator: { part: "body", start: own.text.indexOf("is red") },
            snapshot: own.hash,
            at: own.fetchedAt,
            signature: null,
          },
        ]
      : [],
    verifiedAt: isAnswer ? "2026-11-01T12:00:01.000Z" : null,
    notes: [
      {
        tier: "http",
        agent: "discoverer",
        attempt: 1,
        why: "looked",
        looked: [{ url: shared.url, answer: 200, snapshot: shared.hash }],
        findings: null,
        rejections: [],
      },
    ],
  };
}
