import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { canonicalJson, contentHash, hashSpecs } from "../../src/specs/hash.ts";
import type { OrchestratorSpec } from "../../src/specs/kit.ts";
import { sound, withFirstAgent } from "./small-spec.ts";

const workflowHash = (spec: OrchestratorSpec, data = {}) => hashSpecs(spec, data)["site-colour"];

test("every agent has a hash under its name, the workflow under its own", () => {
  const hashes = hashSpecs(sound);

  expect(Object.keys(hashes)).toEqual(["looker", "reader", "painter", "site-colour"]);
  expect(hashes["looker"]).toMatch(/^[0-9a-f]{64}$/);
});

test("the order in which fields are written does not matter", () => {
  const reversed = Object.fromEntries(
    Object.entries(sound).toReversed(),
  ) as unknown as OrchestratorSpec;

  expect(hashSpecs(reversed)).toEqual(hashSpecs(sound));
});

const changed: [string, OrchestratorSpec][] = [
  ["role", { ...sound, role: "Finds another colour." }],
  ["inputs", { ...sound, inputs: z.strictObject({ domain: z.string(), company: z.string() }) }],
  [
    "outputs",
    {
      ...sound,
      outputs: z.strictObject({ colour: z.enum(["red", "blue"]), shade: z.string().nullable() }),
    },
  ],
  ["columns", { ...sound, columns: { ...sound.columns, domain: ["url"] } }],
  ["constraints", { ...sound, constraints: { ...sound.constraints, attempts: 5 } }],
  ["redlines", { ...sound, redlines: [...sound.redlines, { never: "pays", check: "settle" }] }],
  ["handoff", { ...sound, handoff: { ...sound.handoff, shortcuts: {} } }],
  ["an agent", withFirstAgent({ role: "Looks twice." })],
];

test.each(changed)("a change of %s changes the workflow's hash", (_section, spec) => {
  expect(workflowHash(spec)).not.toBe(workflowHash(sound));
});

test("a change of an agent changes its own hash and no other agent's", () => {
  const before = hashSpecs(sound);
  const after = hashSpecs(withFirstAgent({ role: "Looks twice." }));

  expect(after["looker"]).not.toBe(before["looker"]);
  expect(after["reader"]).toBe(before["reader"]);
});

test("the workflow's hash covers its signatures", () => {
  const before = workflowHash(sound, { signatures: [{ id: "a", pattern: /a/ }] });
  const after = workflowHash(sound, { signatures: [{ id: "a", pattern: /a/i }] });

  expect(after).not.toBe(before);
});

test("data without content of its own is refused, with its place", () => {
  expect(() => hashSpecs(sound, { signatures: [{ match: () => true }] })).toThrow(
    "$.data.signatures[0].match is a function",
  );
});

test("canonical JSON is JSON, and says the same whatever the order of keys", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const shuffled = Object.fromEntries(Object.entries(value).toReversed());
      expect(contentHash(shuffled)).toBe(contentHash(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
