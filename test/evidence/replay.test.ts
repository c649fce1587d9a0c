import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../src/domain/snapshot.ts";
import {
  replay,
  type ReplayRow,
  type ReplaySummary,
  UnknownWorkflow,
} from "../../src/evidence/replay.ts";
import { SnapshotCorrupt, type SnapshotStore } from "../../src/evidence/snapshot-store.ts";
import { answer, cite, inWords, json, page, rule } from "./support.ts";

const board = "https://boards.greenhouse.io/acme";
const careers = page("https://acme.com/careers", `<a href="${board}">Open roles</a>`);
const alive = json("https://boards-api.greenhouse.io/v1/boards/acme", { name: "Acme" });
const claim = answer({ ats: "greenhouse", tenant: "acme", board_url: board }, [
  cite(careers, board),
  cite(alive, "Acme", { fact: "alive", kind: "text" }),
]);
const row = (recordId: string, company = "Acme"): ReplayRow => ({
  recordId,
  workflow: "ats",
  input: { company, domain: "acme.com" },
  claim,
});

function memoryStore(
  snapshots: readonly Snapshot[],
  corrupt: readonly string[] = [],
): SnapshotStore {
  return {
    put: async () => undefined,
    get: async (hash) => {
      if (corrupt.includes(hash)) throw new SnapshotCorrupt(hash);
      return snapshots.find((each) => each.hash === hash);
    },
  };
}

async function run(
  rows: readonly ReplayRow[],
  store = memoryStore([careers, alive]),
): Promise<{ verdicts: string[]; summary: ReplaySummary }> {
  const verdicts: string[] = [];
  const replaying = replay(rows, store, { ats: rule });
  for (;;) {
    const next = await replaying.next();
    if (next.done) return { verdicts, summary: next.value };
    verdicts.push(`${next.value.recordId} ${inWords(next.value.verdict)}`);
  }
}

describe("a replay", () => {
  it("gives each row its verdict again, and sums up", async () => {
    const { verdicts, summary } = await run(
      [row("b-0"), row("b-1", "Zenith")],
      memoryStore([careers, alive]),
    );

    expect(verdicts).toEqual(["b-0 confirmed", "b-1 confirmed"]);
    expect(summary).toMatchObject({ rows: 2, confirmed: 2, rejected: 0, rejections: {} });
  });

  it("prints the same manifest twice, and another one when a row, its order or its verdict differs", async () => {
    const manifests = await Promise.all([
      run([row("a"), row("b")]),
      run([row("a"), row("b")]),
      run([row("b"), row("a")]),
      run([row("a"), row("c")]),
      run([row("a"), row("b")], memoryStore([careers])),
    ]);
    const [first, again, ...others] = manifests.map(({ summary }) => summary.manifest);

    expect(again).toBe(first);
    expect(new Set([first, ...others]).size).toBe(4);
  });

  it("counts the objections to what is missing, corrupt or no longer proven", async () => {
    expect((await run([row("a")], memoryStore([careers]))).summary.rejections).toEqual({
      snapshot_missing: 1,
    });
    expect(
      (await run([row("a")], memoryStore([careers, alive], [alive.hash]))).summary.rejections,
    ).toEqual({ snapshot_altered: 1 });
  });

  it("stops at a workflow that it does not have", async () => {
    await expect(run([{ ...row("a"), workflow: "tarot" }])).rejects.toThrow(UnknownWorkflow);
  });
});
