import { expect, test } from "vitest";
import { z } from "zod";
import { checkSpec, requireSpecs, SpecError } from "../../src/specs/check.ts";
import type { OrchestratorSpec, RedlineCheck } from "../../src/specs/kit.ts";
import { sound, withFirstAgent } from "./small-spec.ts";

const [looker, reader, painter] = sound.handoff.agents;
if (!looker || !reader || !painter) throw new Error("the sound spec has three agents");

const places = (spec: OrchestratorSpec) =>
  checkSpec(spec).map(({ where }) => where.replace("site-colour: ", ""));
const withHandoff = (change: Partial<OrchestratorSpec["handoff"]>) => ({
  ...sound,
  handoff: { ...sound.handoff, ...change },
});
const withLimits = (change: Partial<OrchestratorSpec["constraints"]>) => ({
  ...sound,
  constraints: { ...sound.constraints, ...change },
});

test("a sound spec has no problems", () => {
  expect(checkSpec(sound)).toEqual([]);
});

const broken: [string, OrchestratorSpec, string][] = [
  ["a loose output", { ...sound, outputs: z.object({ colour: z.string() }) }, "outputs"],
  [
    "an optional output",
    { ...sound, outputs: z.strictObject({ colour: z.string().optional() }) },
    "outputs.colour",
  ],
  [
    "a loose object deep in an output",
    { ...sound, outputs: z.strictObject({ all: z.array(z.object({ colour: z.string() })) }) },
    "outputs.all[]",
  ],
  [
    "an output that accepts anything",
    { ...sound, outputs: z.strictObject({ colour: z.unknown() }) },
    "outputs.colour",
  ],
  [
    "an output that JSON Schema can't say",
    { ...sound, outputs: z.strictObject({ colour: z.string().transform((text) => text.length) }) },
    "outputs",
  ],
  ["an output without fields", { ...sound, outputs: z.strictObject({}) }, "outputs"],
  [
    "an output that is no column name",
    { ...sound, outputs: z.strictObject({ boardUrl: z.string() }) },
    "outputs.boardUrl",
  ],
  [
    "an input with a default",
    { ...sound, inputs: z.strictObject({ domain: z.string(), company: z.string().default("") }) },
    "inputs.company",
  ],
  ["an input without columns", { ...sound, columns: { domain: [] } }, "columns.company"],
  ["columns for no input", { ...sound, columns: { ...sound.columns, city: [] } }, "columns.city"],
  [
    "a header that means two inputs",
    { ...sound, columns: { domain: ["Web-Site"], company: ["web site"] } },
    "columns.company",
  ],
  ["a workflow's name with capitals", { ...sound, workflow: "Site" }, "Site: workflow"],
  ["too few attempts for the ladder", withLimits({ attempts: 2 }), "constraints.attempts"],
  [
    "a deadline shorter than an agent's",
    withLimits({ deadlineMs: 5_000 }),
    "constraints.deadlineMs",
  ],
  ["a negative price", withLimits({ maxUsdPerRecord: -1 }), "constraints.maxUsdPerRecord"],
  ["no redline", { ...sound, redlines: [] }, "redlines"],
  [
    "a redline that commands",
    { ...sound, redlines: [{ never: "must look first", check: "verifier" }] },
    "redlines[0].never",
  ],
  [
    "a redline without a check that exists",
    { ...sound, redlines: [{ never: "guesses the colour", check: "hope" as RedlineCheck }] },
    "redlines[0].check",
  ],
  ["tiers out of order", withHandoff({ agents: [reader, looker, painter] }), "handoff.agents"],
  ["a tier without an agent", withHandoff({ agents: [looker, painter] }), "handoff.agents"],
  [
    "two agents of one name",
    withHandoff({ agents: [looker, { ...reader, name: "looker" }, painter] }),
    "handoff.agents.looker",
  ],
  [
    "an agent with the workflow's name",
    withFirstAgent({ name: "site-colour" }),
    "handoff.agents.site-colour",
  ],
  [
    "an agent that closes below the top",
    withFirstAgent({ handoff: { answered: "verify", unproven: "close" } }),
    "handoff.agents.looker.handoff.unproven",
  ],
  [
    "an agent that hands down",
    withFirstAgent({ handoff: { answered: "verify", unproven: "http" } }),
    "handoff.agents.looker.handoff.unproven",
  ],
  [
    "a top agent that hands on",
    withHandoff({
      agents: [
        looker,
        reader,
        { ...painter, handoff: { answered: "verify", unproven: "browser" } },
      ],
    }),
    "handoff.agents.painter.handoff.unproven",
  ],
  [
    "a shortcut for a hopeless reason",
    withHandoff({ shortcuts: { parked: "browser" } }),
    "handoff.shortcuts.parked",
  ],
  [
    "an agent's limit that is no limit",
    withFirstAgent({ constraints: { timeoutMs: 10_000, attempts: 0, cooldownMs: 0, maxPages: 3 } }),
    "handoff.agents.looker.constraints.attempts",
  ],
  ["an agent without redlines", withFirstAgent({ redlines: [] }), "handoff.agents.looker.redlines"],
  ["an agent without a role", withFirstAgent({ role: " " }), "handoff.agents.looker.role"],
];

test.each(broken)("%s is found, at its place", (_what, spec, place) => {
  expect(places(spec).some((where) => where.startsWith(place))).toBe(true);
});

test("every problem comes with a cure, and all of them at once", () => {
  const spec = { ...withLimits({ attempts: 0 }), redlines: [], title: "" };

  const stop = () => requireSpecs([spec]);

  expect(stop).toThrow(SpecError);
  expect(stop).toThrow(
    /title: is empty[\s\S]*constraints\.attempts[\s\S]*redlines: there is none\n {4}say at least/,
  );
});

test("two workflows can't share a name", () => {
  expect(() => requireSpecs([sound, sound])).toThrow("two workflows have this name");
});
