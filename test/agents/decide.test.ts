import { describe, expect, test } from "vitest";
import type { Outcome } from "../../src/agents/agent.ts";
import { type Circumstances, decide, type Limits } from "../../src/agents/decide.ts";
import type { Claim } from "../../src/domain/evidence.ts";

const limits: Limits = {
  agent: { timeoutMs: 1_000, attempts: 2, cooldownMs: 60_000, maxPages: 1 },
  workflow: { startsAt: "http", attempts: 6, deadlineMs: 60_000, maxUsdPerRecord: 0 },
  shortcuts: { blocked: "browser" },
};

function at(circumstances: Partial<Circumstances> = {}): Circumstances {
  return {
    tier: "http",
    maxTier: "browser",
    attempts: { http: 1, classifier: 0, browser: 0 },
    postponements: 0,
    workedMs: 500,
    now: 1_000,
    chance: 0.5,
    ceilingRefused: false,
    ...circumstances,
  };
}

const claim = (kind: "answer" | "ending"): Claim =>
  kind === "answer"
    ? { kind, output: { ats: "lever" }, evidence: [] }
    : { kind, reason: "parked", evidence: [] };
const claimed = (kind: "answer" | "ending"): Outcome => ({ kind: "claimed", claim: claim(kind) });
const unproven = (
  reason: "not_disclosed" | "blocked" | "unreachable" | "out_of_scope",
): Outcome => ({
  kind: "unproven",
  reason,
  to: null,
});
const confirmed = { confirmed: true } as const;
const refused = {
  confirmed: false,
  rejections: [{ kind: "wrong_company" as const, detail: "it names another" }],
} as const;

describe("a claim", () => {
  test("that is confirmed answers the row", () => {
    const settlement = decide({ outcome: claimed("answer"), verdict: confirmed }, at(), limits);

    expect(settlement).toEqual({ event: "answered", verdict: confirmed });
  });

  test("of a hopeless end that is confirmed closes the row early", () => {
    const settlement = decide({ outcome: claimed("ending"), verdict: confirmed }, at(), limits);

    expect(settlement).toEqual({ event: "closed", reason: "parked" });
  });

  test.each(["answer", "ending"] as const)("of an %s that is refused sends the row up", (kind) => {
    const verdict = { ...refused, rejections: [...refused.rejections] };
    const settlement = decide({ outcome: claimed(kind), verdict }, at(), limits);

    expect(settlement).toEqual({
      event: "escalated",
      reason: "evidence_rejected",
      to: "classifier",
    });
  });

  test("without a verdict never answers", () => {
    const settlement = decide({ outcome: claimed("answer"), verdict: undefined }, at(), limits);

    expect(settlement.event).toBe("escalated");
  });
});

describe("nothing proven", () => {
  test("climbs one rung", () => {
    const settlement = decide(
      { outcome: unproven("not_disclosed"), verdict: undefined },
      at(),
      limits,
    );

    expect(settlement).toEqual({ event: "escalated", reason: "not_disclosed", to: "classifier" });
  });

  test("takes the spec's shortcut", () => {
    const settlement = decide({ outcome: unproven("blocked"), verdict: undefined }, at(), limits);

    expect(settlement).toEqual({ event: "escalated", reason: "blocked", to: "browser" });
  });

  test("never goes down, whatever the agent names", () => {
    const outcome: Outcome = { kind: "unproven", reason: "not_disclosed", to: "http" };
    const settlement = decide({ outcome, verdict: undefined }, at({ tier: "browser" }), limits);

    expect(settlement).toEqual({ event: "closed", reason: "not_disclosed" });
  });

  test("closes at the batch's highest tier", () => {
    const settlement = decide(
      { outcome: unproven("blocked"), verdict: undefined },
      at({ tier: "classifier", maxTier: "classifier" }),
      limits,
    );

    expect(settlement).toEqual({ event: "closed", reason: "blocked" });
  });

  test("for a hopeless reason closes at once", () => {
    const settlement = decide(
      { outcome: unproven("out_of_scope"), verdict: undefined },
      at(),
      limits,
    );

    expect(settlement).toEqual({ event: "closed", reason: "out_of_scope" });
  });
});

describe("what may pass by itself", () => {
  test("is tried again on the same tier after the cool-down", () => {
    const settlement = decide(
      { outcome: unproven("unreachable"), verdict: undefined },
      at(),
      limits,
    );

    expect(settlement).toEqual({
      event: "released",
      reason: "unreachable",
      dueAt: 61_000,
      refund: false,
    });
  });

  test("climbs when the tier's attempts are used up", () => {
    const attempts = { http: 2, classifier: 0, browser: 0 };
    const settlement = decide({ failed: "deadline" }, at({ attempts }), limits);

    expect(settlement).toEqual({ event: "escalated", reason: "deadline", to: "classifier" });
  });

  test("gives up when the record's attempts are used up", () => {
    const attempts = { http: 2, classifier: 2, browser: 2 };
    const settlement = decide({ failed: "deadline" }, at({ tier: "browser", attempts }), limits);

    expect(settlement).toEqual({ event: "gave_up", reason: "retries_exhausted" });
  });

  test("a bug at the top fails the row as such", () => {
    const attempts = { http: 0, classifier: 0, browser: 2 };
    const settlement = decide({ failed: "agent_error" }, at({ tier: "browser", attempts }), limits);

    expect(settlement).toEqual({ event: "gave_up", reason: "agent_error" });
  });
});

describe("a record that has had its time", () => {
  const overdue = at({ workedMs: 60_000 });

  test("climbs no further", () => {
    const settlement = decide(
      { outcome: unproven("not_disclosed"), verdict: undefined },
      overdue,
      limits,
    );

    expect(settlement).toEqual({ event: "closed", reason: "deadline" });
  });

  test("is not tried again", () => {
    const settlement = decide(
      { outcome: unproven("unreachable"), verdict: undefined },
      overdue,
      limits,
    );

    expect(settlement).toEqual({ event: "closed", reason: "deadline" });
  });

  test("is still answered by what it has just proven", () => {
    const settlement = decide({ outcome: claimed("answer"), verdict: confirmed }, overdue, limits);

    expect(settlement.event).toBe("answered");
  });

  test("keeps its own reason where no tier was left anyway", () => {
    const top = at({ tier: "browser", workedMs: 60_000 });
    const settlement = decide(
      { outcome: unproven("not_disclosed"), verdict: undefined },
      top,
      limits,
    );

    expect(settlement).toEqual({ event: "closed", reason: "not_disclosed" });
  });
});

describe("patience", () => {
  test("brings rows that waited for one host back over a time as long as their wait", () => {
    const waitAt = (chance: number) => {
      const outcome: Outcome = { kind: "postponed", retryAt: 0, detail: "busy" };
      const settlement = decide(
        { outcome, verdict: undefined },
        at({ postponements: 6, chance }),
        limits,
      );
      return settlement.event === "released" ? settlement.dueAt - 1_000 : undefined;
    };

    expect([waitAt(0), waitAt(0.5), waitAt(1)]).toEqual([64_000, 128_000, 192_000]);
  });

  const postponed: Outcome = { kind: "postponed", retryAt: 9_000, detail: "429" };

  test("costs no attempt", () => {
    const settlement = decide({ outcome: postponed, verdict: undefined }, at(), limits);

    expect(settlement).toEqual({
      event: "released",
      reason: "blocked",
      dueAt: 9_000,
      refund: true,
    });
  });

  test("lasts as long as the host said, and grows once its word came to nothing four times", () => {
    const waits = [0, 3, 4, 20].map((postponements) => {
      const settlement = decide(
        { outcome: postponed, verdict: undefined },
        at({ postponements }),
        limits,
      );
      return settlement.event === "released" ? settlement.dueAt - 1_000 : undefined;
    });

    expect(waits).toEqual([8_000, 8_000, 32_000, 300_000]);
  });

  test("ends in the climb of a blocked row", () => {
    const settlement = decide(
      { outcome: postponed, verdict: undefined },
      at({ postponements: 48 }),
      limits,
    );

    expect(settlement).toEqual({ event: "escalated", reason: "blocked", to: "browser" });
  });

  test("a stopping worker gives the row back as it was", () => {
    const settlement = decide({ stopped: "draining" }, at(), limits);

    expect(settlement).toMatchObject({ event: "released", dueAt: 1_000, refund: true });
  });
});

describe("work with models that money or keys stopped", () => {
  const stoppedBy = (reason: "batch_ceiling" | "record_budget"): Outcome => ({
    kind: "unproven",
    reason,
    to: null,
  });

  test("climbs all the same, because the next tier may need no model", () => {
    const judged = { outcome: stoppedBy("batch_ceiling"), verdict: undefined };

    expect(decide(judged, at({ tier: "classifier" }), limits)).toEqual({
      event: "escalated",
      reason: "batch_ceiling",
      to: "browser",
    });
  });

  test.each(["batch_ceiling", "record_budget"] as const)("fails at the top with %s", (reason) => {
    const judged = { outcome: stoppedBy(reason), verdict: undefined };

    expect(decide(judged, at({ tier: "browser" }), limits)).toEqual({ event: "gave_up", reason });
  });

  test("fails a row at the top whose lower tier could not ask its model", () => {
    const judged = { outcome: unproven("not_disclosed"), verdict: undefined };
    const top = at({ tier: "browser", ceilingRefused: true });

    expect(decide(judged, top, limits)).toEqual({ event: "gave_up", reason: "batch_ceiling" });
  });

  test("takes nothing from an answer that was proven without them", () => {
    const judged = { outcome: claimed("answer"), verdict: confirmed };

    expect(decide(judged, at({ ceilingRefused: true }), limits)).toMatchObject({
      event: "answered",
    });
  });

  test("waits for keys that rest, and no attempt is lost", () => {
    const outcome: Outcome = { kind: "postponed", retryAt: 90_000, detail: "", by: "models" };

    expect(decide({ outcome, verdict: undefined }, at(), limits)).toEqual({
      event: "released",
      reason: "model_unavailable",
      dueAt: 90_000,
      refund: true,
    });
  });

  test("fails when keys never come back", () => {
    const outcome: Outcome = { kind: "postponed", retryAt: 90_000, detail: "", by: "models" };
    const tired = at({ tier: "browser", postponements: 48 });

    expect(decide({ outcome, verdict: undefined }, tired, limits)).toEqual({
      event: "gave_up",
      reason: "model_unavailable",
    });
  });
});
