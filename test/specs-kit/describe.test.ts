import { expect, test } from "vitest";
import { describeSpec } from "../../src/specs/describe.ts";
import { diffSpecs, formatChanges } from "../../src/specs/diff.ts";
import { renderSpec } from "../../src/specs/render.ts";
import { sound, withFirstAgent } from "./small-spec.ts";

test("a description is plain JSON", () => {
  const description = describeSpec(sound);

  expect(JSON.parse(JSON.stringify(description))).toEqual(description);
  expect(description.outputs).toMatchObject({
    additionalProperties: false,
    required: ["colour", "shade"],
  });
});

test("for people it shows all six sections, and redlines as what is never done", () => {
  const text = renderSpec(describeSpec(sound));

  for (const section of ["Inputs", "Outputs", "Constraints", "Redlines", "Handoff"]) {
    expect(text).toContain(`## ${section}`);
  }
  expect(text).toContain("- never asks a closed page (robots.txt is asked before every fetch)");
  expect(text).toContain("- `shade`: string or null");
  expect(text).toContain("looker (http) → reader (classifier) → painter (browser)");
});

test("equal specs don't differ", () => {
  expect(diffSpecs(describeSpec(sound), describeSpec(sound))).toEqual([]);
});

test("a difference names its place, and what stood there before and after", () => {
  const after = withFirstAgent({
    constraints: { timeoutMs: 20_000, attempts: 1, cooldownMs: 0, maxPages: 3 },
    redlines: [{ never: "answers twice", check: "settle" }],
  });

  const text = formatChanges(diffSpecs(describeSpec(sound), describeSpec(after)));

  expect(text.split("\n")).toEqual([
    "~ handoff.agents.looker.constraints.timeoutMs: 10000 → 20000",
    '- handoff.agents.looker.redlines."answers without having looked": {"check":"verifier","never":"answers without having looked"}',
    '+ handoff.agents.looker.redlines."answers twice": {"check":"settle","never":"answers twice"}',
  ]);
});

test("another order alone is a difference too", () => {
  const columns = { domain: ["website", "url"], company: ["name"] };
  const turned = { domain: ["url", "website"], company: ["name"] };

  const found = diffSpecs(
    describeSpec({ ...sound, columns }),
    describeSpec({ ...sound, columns: turned }),
  );

  expect(found).toEqual([
    { path: "columns.domain", before: ["website", "url"], after: ["url", "website"] },
  ]);
});
