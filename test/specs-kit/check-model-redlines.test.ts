import { expect, test } from "vitest";
import { ats } from "../../specs/ats/orchestrator.ts";
import { techStackOrchestrator } from "../../specs/tech-stack/workflow.ts";
import { checkSpec } from "../../src/specs/check.ts";
import type { AgentSpec, ModelLimits, Redline, RedlineCheck } from "../../src/specs/kit.ts";
import { sound } from "./small-spec.ts";

const model: ModelLimits = {
  chain: [{ provider: "openai", model: "gpt-6-luna", effort: "low" }],
  maxOutputTokens: 1_000,
  callTimeoutMs: 10_000,
  timeoutMs: 20_000,
  maxCalls: 1,
  maxTokensPerRecord: 50_000,
  maxPromptTokens: 4_000,
  maxUsdPerRun: null,
};
const redline = (check: RedlineCheck): Redline => ({ never: "answers unchecked", check });

/** What is wrong with the sound spec when one of its agents may ask a model under these checks. */
function problems(tier: AgentSpec["tier"], checks: readonly RedlineCheck[], limits = model) {
  const agents = sound.handoff.agents.map((agent) =>
    agent.tier === tier
      ? {
          ...agent,
          constraints: { ...agent.constraints, model: limits },
          redlines: checks.map(redline),
        }
      : agent,
  );
  return checkSpec({ ...sound, handoff: { ...sound.handoff, agents } });
}

test.each([["quote"], ["catalogue"]] as const)(
  "an agent with a model is sound under %s, refetch and budget",
  (check) => {
    expect(problems("classifier", [check, "refetch", "budget"])).toEqual([]);
  },
);

test.each([
  ["quote or catalogue", ["refetch", "budget"], '"quote" or "catalogue"'],
  ["refetch", ["quote", "catalogue", "budget"], '"refetch"'],
  ["budget", ["quote", "refetch"], '"budget"'],
] as const)("an agent with a model needs a redline with %s", (_, checks, named) => {
  const found = problems("http", checks);

  expect(found).toHaveLength(1);
  expect(found[0]?.where).toBe("site-colour: handoff.agents.looker.redlines");
  expect(found[0]?.problem).toContain(named);
});

test("one that drives a browser needs one for its tools as well", () => {
  const checks = ["quote", "refetch", "budget"] as const;

  expect(problems("browser", checks).map(({ problem }) => problem)).toEqual([
    expect.stringContaining('"tools"'),
  ]);
  expect(problems("browser", [...checks, "tools"])).toEqual([]);
});

test("the cure can be copied into the spec", () => {
  expect(problems("http", ["quote", "refetch"])[0]?.cure).toMatch(
    /^add one, like \{ never: "asks a model before the money for it is reserved", check: "budget" \}; money is reserved/,
  );
});

test("an agent without a model needs none of them", () => {
  expect(checkSpec(sound)).toEqual([]);
});

test("the workflows that come along pass", () => {
  expect([ats, techStackOrchestrator].flatMap(checkSpec)).toEqual([]);
});
