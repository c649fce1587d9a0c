import { describe, expect, test } from "vitest";
import type { Action } from "../../src/watchdog/actions.ts";
import { decide } from "../../src/watchdog/decide.ts";
import type { BatchFacts, Facts } from "../../src/watchdog/facts.ts";
import { freshMemory, Memory } from "../../src/watchdog/memory.ts";
import {
  batchFacts,
  countsOf,
  healthy,
  settings,
  start,
  stuckRow,
  tierFacts,
  workerOf,
} from "./scene.ts";

const look = (facts: Facts, memory = freshMemory()) => decide(facts, memory, settings);
const withBatch = (batch: Partial<BatchFacts>, rest: Partial<Facts> = {}) =>
  healthy({ batches: [batchFacts(batch)], ...rest });
const raised = (actions: readonly Action[]) =>
  actions.flatMap((one) =>
    one.kind === "raise" ? [`${one.notice.cause} ${one.notice.subject}`] : [],
  );
const kinds = (actions: readonly Action[]) => actions.map(({ kind }) => kind);

/** Rows wait on a tier whose live worker has nothing in hand, and nothing has changed for ten minutes. */
const standing: Partial<BatchFacts> = { held: 0, lastChangeAt: start - 600_000 };
const idle = { tiers: { ...healthy().tiers, http: tierFacts("http", { waiting: 50 }) } };
const deserted = {
  tiers: { ...healthy().tiers, http: tierFacts("http", { waiting: 50, workers: [] }) },
};

describe("progress and nothing stuck", () => {
  test.each<[string, Facts]>([
    ["nothing runs", healthy({ batches: [] })],
    ["rows end", healthy()],
    ["a batch is paused and stands still", withBatch({ ...standing, status: "paused" }, idle)],
    ["a batch has ended", withBatch({ status: "done", waiting: none(), held: 0 })],
    ["rows wait behind other batches'", withBatch(standing)],
    ["a long attempt is in hand", withBatch({ ...standing, held: 1 }, idle)],
    ["a change is as recent as the last look", withBatch({ held: 0 }, idle)],
    ["rows pause for a later time", withBatch({ ...standing, waiting: none() }, idle)],
    ["a ceiling is far", withBatch({ maxUsdNano: 100, spentNano: 70, reservedNano: 9 })],
    [
      "rows ended without an answer",
      withBatch({ counts: countsOf({ reasons: { not_disclosed: 40 } }) }),
    ],
    [
      "rows were cancelled or invalid",
      withBatch({ counts: countsOf({ reasons: { cancelled: 9, invalid_input: 9 } }) }),
    ],
    ["a key rests", healthy({ keys: [keyState({ status: "cooling", reason: "rate_limited" })] })],
    ["Redis has room", healthy({ redis: { ...healthy().redis, usedBytes: 80, maxBytes: 100 } })],
    [
      "a schedule produced what it should",
      healthy({ schedules: [schedule(true), schedule(null)] }),
    ],
  ])("%s: nothing is done or said", (_name, facts) => {
    expect(look(facts).actions).toEqual([]);
  });
});

describe("stalled and nothing stuck: resume", () => {
  test.each<[string, Facts, string]>([
    ["rows lost their jobs", withBatch({ lost: 12 }), "12 rows lost"],
    ["it fell out of the rotation", withBatch({ isInRotation: false }), "not fed"],
    [
      "rows wait, workers idle, nothing changes",
      withBatch(standing, idle),
      "nothing changed for 600 s",
    ],
  ])("%s", (_name, facts, why) => {
    const { actions } = look(facts);

    expect(actions).toMatchObject([{ kind: "resume", batch: "b1" }]);
    expect(actions[0]).toHaveProperty("why", expect.stringContaining(why));
  });

  test("rows that have no worker are not resumed for want of progress", () => {
    expect(look(withBatch(standing, deserted)).actions).toEqual([]);
  });

  test("each batch is resumed on its own", () => {
    const batches = [
      batchFacts({ id: "b1", lost: 1 }),
      batchFacts({ id: "b2" }),
      batchFacts({ id: "b3", lost: 2 }),
    ];

    const { actions } = look(healthy({ batches }));

    expect(actions.map((one) => "batch" in one && one.batch)).toEqual(["b1", "b3"]);
  });
});

describe("stuck: release", () => {
  test("rows held too long are released after a cool-down", () => {
    const { actions } = look(withBatch({ stuck: [stuckRow] }));

    expect(actions).toMatchObject([
      { kind: "release", batch: "b1", rows: [stuckRow], dueAt: start + settings.coolDownMs },
    ]);
  });

  test("a batch can be resumed and have rows released at one look", () => {
    expect(kinds(look(withBatch({ stuck: [stuckRow], lost: 3 })).actions)).toEqual([
      "resume",
      "release",
    ]);
  });

  test("browsers of dead workers are ended", () => {
    expect(look(healthy({ browserOrphans: [12, 13] })).actions).toMatchObject([
      { kind: "kill_browser_orphans", pids: [12, 13] },
    ]);
  });
});

describe("repairs have a limit", () => {
  test("three in ten minutes, then a person is told once while repairs go on at that pace", () => {
    let memory = freshMemory();
    const history: string[] = [];
    for (let at = 0; at < 20; at += 1) {
      const now = start + at * settings.everyMs;
      const decided = look(withBatch({ lost: 5, lastChangeAt: now }, { now }), memory);
      memory = decided.memory;
      history.push(kinds(decided.actions).join("+"));
    }

    expect(history.slice(0, 6)).toEqual([
      "resume",
      "resume",
      "resume",
      "raise",
      "raise",
      "resume+raise",
    ]);
    expect(history.filter((one) => one.includes("resume")).length).toBe(12);
    expect(history.slice(3).every((one) => one.includes("raise"))).toBe(true);
  });

  test("the notice ends when no repair is needed any more", () => {
    let memory = freshMemory();
    for (let i = 0; i < 4; i += 1) memory = look(withBatch({ lost: 5 }), memory).memory;

    expect(look(healthy(), memory).actions).toEqual([
      { kind: "resolve", cause: "repairs_exhausted", subject: "b1 resume" },
    ]);
  });

  test("what was repaired long ago does not count", () => {
    let memory = freshMemory();
    for (let i = 0; i < 3; i += 1) memory = look(withBatch({ lost: 5 }), memory).memory;
    const now = start + 3_600_000;

    const { actions } = look(withBatch({ lost: 5, lastChangeAt: now }, { now }), memory);

    expect(kinds(actions)).toEqual(["resume"]);
  });
});

describe("what a person must know", () => {
  test.each<[string, Facts, string]>([
    [
      "80 % of a ceiling",
      withBatch({ maxUsdNano: 100, spentNano: 70, reservedNano: 10 }),
      "ceiling_near b1",
    ],
    ["a ceiling", withBatch({ maxUsdNano: 100, spentNano: 100 }), "ceiling_reached b1"],
    [
      "rows that stopped at a ceiling",
      withBatch({
        maxUsdNano: 100,
        spentNano: 50,
        counts: countsOf({ reasons: { batch_ceiling: 3 } }),
      }),
      "ceiling_reached b1",
    ],
    [
      "rows out of retries",
      withBatch({ counts: countsOf({ reasons: { retries_exhausted: 1 } }) }),
      "rows_exhausted b1",
    ],
    [
      "rows out of retries of a batch that has ended",
      withBatch({ status: "done", held: 0, counts: countsOf({ reasons: { agent_error: 2 } }) }),
      "rows_exhausted b1",
    ],
    ["broken books", withBatch({ audit: ["row 3 is missing"] }), "invariant_broken b1"],
    [
      "a key without money",
      healthy({ keys: [keyState({ reason: "billing" })] }),
      "key_disabled openai-1",
    ],
    [
      "a key that doesn't know a model",
      healthy({ keys: [keyState({ reason: "unknown_model", model: "m" })] }),
      "unknown_model openai-1 m",
    ],
    [
      "Redis that refuses to write",
      redis({ isWritable: false, refusal: "OOM" }),
      "redis_trouble writes",
    ],
    ["Redis that is nearly full", redis({ usedBytes: 90, maxBytes: 100 }), "redis_trouble memory"],
    [
      "Redis that evicts",
      redis({ maxBytes: 100, usedBytes: 1, policy: "allkeys-lru" }),
      "redis_trouble eviction",
    ],
    [
      "Redis that can't write its file",
      redis({ isAofOk: false }),
      "redis_trouble append-only file",
    ],
    ["Redis that is a replica", redis({ role: "slave" }), "redis_trouble role"],
    [
      "a schedule without output",
      healthy({ schedules: [schedule(false)] }),
      "output_missing nightly",
    ],
  ])("%s", (_name, facts, notice) => {
    const first = look(facts);
    const second = look(facts, first.memory);
    const third = look(healthy({ batches: [] }), second.memory);

    expect(raised(first.actions)).toEqual([notice]);
    // Raising again what stands changes nothing but its text.
    expect(raised(second.actions)).toEqual([notice]);
    expect(kinds(third.actions)).toEqual(["resolve"]);
  });

  test("a batch that was cancelled asks nothing of anybody", () => {
    const counts = countsOf({ reasons: { retries_exhausted: 4, batch_ceiling: 2 } });

    expect(
      look(withBatch({ status: "cancelled", counts, maxUsdNano: 1, spentNano: 1 })).actions,
    ).toEqual([]);
  });

  test("of a ceiling that is reached it is not said as well that it is near", () => {
    const near = look(withBatch({ maxUsdNano: 100, spentNano: 85 }));
    const reached = look(withBatch({ maxUsdNano: 100, spentNano: 100 }), near.memory);

    expect(reached.actions).toMatchObject([
      { kind: "resolve", cause: "ceiling_near" },
      { kind: "raise", notice: { cause: "ceiling_reached" } },
    ]);
  });

  test("one notice per batch counts its rows by reason, the most frequent first", () => {
    const counts = countsOf({ reasons: { agent_error: 2, retries_exhausted: 5, blocked: 9 } });

    const { actions } = look(withBatch({ counts }));

    expect(actions).toHaveLength(1);
    expect(actions[0]).toMatchObject({
      notice: { text: "7 rows of 100 failed: 5 retries_exhausted, 2 agent_error." },
    });
  });

  test("no worker on a tier is told after the third look, and ends with the first worker", () => {
    const facts = withBatch(standing, deserted);
    const one = look(facts);
    const two = look(facts, one.memory);
    const three = look(facts, two.memory);
    const back = {
      tiers: {
        ...deserted.tiers,
        http: tierFacts("http", { waiting: 50, held: 4, workers: [workerOf("http")] }),
      },
    };
    const four = look(withBatch({}, back), three.memory);

    expect([one, two, three].map(({ actions }) => raised(actions))).toEqual([
      [],
      [],
      ["no_worker http"],
    ]);
    expect(four.actions).toEqual([{ kind: "resolve", cause: "no_worker", subject: "http" }]);
  });

  test("a worker that comes between two looks starts the count anew", () => {
    const facts = withBatch(standing, deserted);
    const { memory } = look(facts, look(facts).memory);

    const again = look(facts, look(healthy(), memory).memory);

    expect(raised(again.actions)).toEqual([]);
  });

  test("everything at once is done and told, each thing once", () => {
    const facts = withBatch(
      {
        lost: 1,
        stuck: [stuckRow],
        audit: ["row 3 is missing"],
        maxUsdNano: 100,
        spentNano: 90,
        counts: countsOf({ reasons: { agent_error: 1 } }),
      },
      {
        keys: [keyState({ reason: "auth" })],
        redis: { ...healthy().redis, usedBytes: 95, maxBytes: 100 },
        schedules: [schedule(false)],
        browserOrphans: [9],
      },
    );

    const { actions } = look(facts);

    expect(kinds(actions).filter((kind) => kind !== "raise")).toEqual([
      "resume",
      "release",
      "kill_browser_orphans",
    ]);
    expect(raised(actions).toSorted()).toEqual([
      "ceiling_near b1",
      "invariant_broken b1",
      "key_disabled openai-1",
      "output_missing nightly",
      "redis_trouble memory",
      "rows_exhausted b1",
    ]);
  });
});

describe("failures", () => {
  const outcomes = (batch: string, name: string, failures: number, of: number) => ({
    batch,
    name,
    outcomes: Array.from({ length: of }, (_, i) => ({
      at: start - 1_000,
      failure: i % Math.round(of / failures) === 0 ? "unreachable" : null,
    })),
  });

  test("a run that fails far more than any should is told at once, once for all its tiers and hosts", () => {
    const facts = healthy({
      outcomes: [outcomes("b1", "tier http", 100, 200), outcomes("b1", "hosts .de", 50, 100)],
    });

    const { actions } = look(facts);

    expect(raised(actions)).toEqual(["failure_spike b1"]);
    expect(actions[0]).toHaveProperty(
      "notice.text",
      expect.stringContaining("100 of the last 200 rows failed (tier http)"),
    );
  });

  test("many batches at once are one matter", () => {
    const ids = ["b1", "b2", "b3", "b4"];
    const facts = healthy({
      batches: ids.map((id) => batchFacts({ id })),
      outcomes: ids.map((id) => outcomes(id, "tier http", 100, 200)),
    });

    expect(raised(look(facts).actions)).toEqual(["failure_spike many batches"]);
  });

  test("the notice lasts until nothing was wrong for a quarter of an hour, and ends with the batch", () => {
    let { memory } = look(healthy({ outcomes: [outcomes("b1", "tier http", 100, 200)] }));
    const calm: string[] = [];
    for (let minutes = 2; minutes <= 60; minutes += 2) {
      const now = start + minutes * 60_000;
      const good = {
        batch: "b1",
        name: "tier http",
        outcomes: Array.from({ length: 100 }, () => ({ at: now, failure: null })),
      };
      const facts = withBatch({ lastChangeAt: now }, { now, outcomes: [good] });
      const decided = look(facts, memory);
      memory = decided.memory;
      calm.push(...decided.actions.map(({ kind }) => `${kind} ${minutes}`));
    }

    expect(calm.filter((one) => one.startsWith("resolve"))).toHaveLength(1);
    expect(Number(calm.at(-1)?.split(" ")[1])).toBeGreaterThanOrEqual(15);
    expect(memory.standing).toEqual([]);
  });

  test("what is remembered of a batch goes with it", () => {
    const { memory } = look(healthy({ outcomes: [outcomes("b1", "tier http", 100, 200)] }));

    const { memory: later, actions } = look(healthy({ batches: [] }), memory);

    expect(later.series).toEqual({});
    expect(kinds(actions)).toEqual(["resolve"]);
  });
});

test("what it remembers survives being stored", () => {
  const facts = withBatch({ lost: 5, counts: countsOf({ reasons: { agent_error: 1 } }) });
  const { memory } = look(facts);

  expect(Memory.parse(JSON.parse(JSON.stringify(memory)))).toEqual(memory);
});

function none() {
  return { http: 0, classifier: 0, browser: 0 };
}

function keyState(state: Partial<Facts["keys"][number]>): Facts["keys"][number] {
  return {
    alias: "openai-1",
    provider: "openai",
    model: null,
    status: "disabled",
    until: null,
    failures: 3,
    reason: null,
    since: start,
    ...state,
  };
}

function redis(trouble: Partial<Facts["redis"]>): Facts {
  return healthy({ redis: { ...healthy().redis, ...trouble } });
}

function schedule(produced: boolean | null) {
  return { id: "nightly", lastFireAt: start, expected: "a batch with rows", produced };
}
