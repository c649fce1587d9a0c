import { describe, expect, it } from "vitest";
import { classifier } from "../../../specs/ats/classifier.ts";
import { systemPrompt } from "../../../src/specs/prompt.ts";
import type { AgentSpec } from "../../../src/specs/kit.ts";

const task = { task: "Find it.", rules: ["Be brief."] };
const prompt = (change: Partial<AgentSpec> = {}) =>
  systemPrompt({ ...classifier, ...change }, task);

describe("a system prompt", () => {
  it("says the spec's role, outputs, redlines and limits", () => {
    expect(prompt()).toContain(classifier.role);
    expect(prompt()).toContain("`board_url`: string or null");
    for (const { never } of classifier.redlines) expect(prompt()).toContain(never);
    expect(prompt()).toContain(String(classifier.constraints.model?.maxPromptTokens));
    expect(prompt()).toContain("- Be brief.");
  });

  it("changes when the spec changes, and only then", () => {
    expect(prompt({ role: "Counts ships." })).toContain("Counts ships.");
    expect(prompt({ redlines: [{ never: "sinks a ship", check: "quote" }] })).toContain(
      "sinks a ship",
    );
    expect(prompt()).toBe(prompt());
  });
});
