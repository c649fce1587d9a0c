import { describe, expect, test } from "vitest";
import type { AttemptReport, Outcome } from "../../src/agents/agent.ts";
import {
  checkOfFailure,
  checkOfRejection,
  neverCounted,
  talliesOf,
} from "../../src/agents/tallies.ts";
import { type RejectionKind, rejectionKinds, type Verdict } from "../../src/domain/evidence.ts";
import type { Tallies } from "../../src/records/tallies.ts";
import { type RedlineCheck, redlineChecks } from "../../src/specs/kit.ts";

const unproven: Outcome = { kind: "unproven", reason: "not_disclosed", to: null };

function tallies(
  report: Partial<AttemptReport>,
  { refusedFor = [] }: { refusedFor?: readonly RejectionKind[] } = {},
): Tallies {
  const whole: AttemptReport = {
    outcome: unproven,
    why: "it looked",
    looked: [],
    findings: null,
    snapshots: [],
    ...report,
  };
  const verdict: Verdict | undefined =
    refusedFor.length === 0
      ? undefined
      : { confirmed: false, rejections: refusedFor.map((kind) => ({ kind, detail: "so" })) };
  return talliesOf({ report: whole, rejections: [] }, { outcome: whole.outcome, verdict });
}

describe("an attempt's counts", () => {
  test("are empty when nothing refused anything", () => {
    const looked = [{ url: "https://acme.com/", answer: 200, snapshot: null }];

    expect(tallies({ looked })).toEqual({ redlines: [], rejections: [], stop: undefined });
    expect(talliesOf({ failed: "deadline" }, { failed: "deadline" })).toEqual({});
  });

  test("name each objection and its check once, however often it was raised", () => {
    const { redlines, rejections } = tallies(
      {},
      { refusedFor: ["wrong_company", "wrong_company", "not_own_page"] },
    );

    expect(redlines).toEqual(["verifier"]);
    expect(rejections).toEqual(["wrong_company", "not_own_page"]);
  });

  test("lay a false quote or an unknown id at the model's check when the claim was a model's", () => {
    const refusedFor = ["match_not_found", "unknown_value"] as const;

    expect(tallies({ origin: "model" }, { refusedFor }).redlines).toEqual(["quote", "catalogue"]);
    expect(tallies({}, { refusedFor }).redlines).toEqual(["verifier"]);
  });

  test("say why the work with a model ended, and that money was the reason if it was", () => {
    expect(tallies({ stop: "no_progress" })).toMatchObject({ stop: "no_progress", redlines: [] });
    expect(tallies({ stop: "batch_budget" })).toMatchObject({
      stop: "batch_budget",
      redlines: ["budget"],
    });
    const broke: Outcome = { kind: "unproven", reason: "record_budget", to: null };
    expect(tallies({ outcome: broke }).redlines).toEqual(["budget"]);
  });

  test("count fetches that a policy refused, and only those", () => {
    const answers = ["robots_denied", "egress_denied", "timeout", "constructor", 403];
    const looked = answers.map((answer) => ({ url: "https://acme.com/", answer, snapshot: null }));

    expect(tallies({ looked }).redlines).toEqual(["robots", "egress"]);
  });
});

test("every check that can refuse something in an attempt can be counted", () => {
  const byRejection = rejectionKinds.flatMap((kind) =>
    (["model", "code"] as const).flatMap((author) => {
      const origin = author === "model" ? { origin: "model" as const } : {};
      expect(tallies(origin, { refusedFor: [kind] }).redlines).toEqual([
        checkOfRejection[kind][author],
      ]);
      return tallies(origin, { refusedFor: [kind] }).redlines ?? [];
    }),
  );
  const byFailure = Object.keys(checkOfFailure).flatMap(
    (answer) =>
      tallies({ looked: [{ url: "https://acme.com/", answer, snapshot: null }] }).redlines ?? [],
  );
  const byAgent = tallies({ fired: ["schema", "tools"], stop: "tokens" }).redlines ?? [];

  const reached = new Set<RedlineCheck>([...byRejection, ...byFailure, ...byAgent]);
  const all = Object.keys(redlineChecks) as RedlineCheck[];

  expect([...reached].toSorted()).toEqual(
    all.filter((check) => !neverCounted.includes(check)).toSorted(),
  );
});
