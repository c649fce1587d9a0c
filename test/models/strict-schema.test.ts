import { describe, expect, it } from "vitest";
import { z } from "zod";
import { providerNames } from "../../src/domain/model.ts";
import { withEnumCase } from "../../src/models/enum-case.ts";
import { SchemaNotStrict } from "../../src/models/schema-not-strict.ts";
import { checkStrict, strictSchema } from "../../src/models/strict-schema.ts";
import { checkStrictSchemas } from "../model-server/strict-rules.ts";

const Everything = z.strictObject({
  quote: z.string().min(8).max(400).describe("Verbatim, from the page."),
  url: z.url(),
  mail: z.email().nullable(),
  seenAt: z.iso.datetime(),
  score: z.number().min(0).max(1),
  count: z.int().positive(),
  any: z.int(),
  vendor: z.enum(["lever", "workday"]).nullable(),
  kind: z.literal("ats"),
  isLive: z.boolean(),
  tags: z
    .array(z.string().regex(/^[a-z]+$/))
    .min(2)
    .max(9),
  names: z.array(z.string()).nonempty(),
  where: z.discriminatedUnion("in", [
    z.strictObject({ in: z.literal("page"), line: z.int() }),
    z.strictObject({ in: z.literal("dns"), host: z.string() }),
  ]),
  nested: z.strictObject({ more: z.strictObject({ a: z.null() }) }).nullable(),
  either: z.union([z.string(), z.number()]),
});

describe("a schema of plain types", () => {
  it.each(providerNames)("is taken by %s's own strict mode", (name) => {
    const form = strictSchema("everything", Everything)[name];

    expect(() => checkStrictSchemas(name, [form], 0)).not.toThrow();
  });

  it.each(providerNames)("keeps the order of its fields for %s, evidence first", (name) => {
    const form = strictSchema("everything", Everything)[name];

    expect(Object.keys(form["properties"] as object)).toEqual(Object.keys(Everything.shape));
    expect(form["required"]).toEqual(Object.keys(Everything.shape));
  });

  it("gives each provider the limits that it keeps to, and the others as a hint", () => {
    const forms = strictSchema("everything", Everything);

    expect(forms.openai["properties"]).toMatchObject({
      quote: {
        type: "string",
        description: "Verbatim, from the page. (minLength 8, maxLength 400)",
      },
      url: { type: "string", description: '(format "uri")' },
      score: { type: "number", minimum: 0, maximum: 1 },
      tags: { minItems: 2, maxItems: 9, items: { description: '(pattern "^[a-z]+$")' } },
    });
    expect(forms.anthropic["properties"]).toMatchObject({
      score: { type: "number", description: "(minimum 0, maximum 1)" },
      tags: { type: "array", description: "(minItems 2, maxItems 9)" },
      names: { type: "array", minItems: 1 },
    });
    expect(forms.anthropic["properties"]).toMatchObject({ any: { type: "integer" } });
    expect(JSON.stringify(forms)).not.toContain(String(Number.MAX_SAFE_INTEGER));
  });

  it("is made once", () => {
    expect(strictSchema("everything", Everything)).toBe(strictSchema("again", Everything));
  });

  it("may share a named part", () => {
    const Part = z.strictObject({ a: z.string() }).meta({ id: "Part" });
    const Whole = z.strictObject({ one: Part, two: Part.nullable(), many: z.array(Part) });

    for (const name of providerNames) {
      const form = strictSchema("whole", Whole)[name];
      expect(JSON.stringify(form)).not.toContain("$ref");
      expect(() => checkStrictSchemas(name, [form], 0)).not.toThrow();
    }
  });

  it("may be read in another form than it is written", () => {
    const Counted = z.strictObject({ n: z.string().transform(Number) });

    expect(strictSchema("counted", Counted).openai["properties"]).toEqual({
      n: { type: "string" },
    });
  });
});

interface Tree {
  readonly children: readonly Tree[];
}
const TreeNode: z.ZodType<Tree> = z.strictObject({ children: z.array(z.lazy(() => TreeNode)) });
const words = (count: number) =>
  z.enum(Array.from({ length: count }, (_, index) => `word-${index}`) as [string, ...string[]]);
const nullables = (count: number) =>
  z.strictObject(
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`f${n}`, z.string().nullable()])),
  );
const deep = (levels: number): z.ZodType =>
  levels === 0 ? z.string() : z.strictObject({ down: deep(levels - 1) });

describe("a schema that a provider could not keep to", () => {
  it.each<[string, z.ZodType, string, RegExp]>([
    ["an optional field", z.strictObject({ a: z.string().optional() }), "s.a", /nullable/],
    ["a field with a default", z.strictObject({ a: z.string().default("x") }), "s.a", /nullable/],
    ["a nullish field", z.strictObject({ a: z.string().nullish() }), "s.a", /nullable/],
    ["a record", z.strictObject({ a: z.record(z.string(), z.string()) }), "s.a", /record/],
    ["an open object", z.looseObject({ a: z.string() }), "s", /strictObject/],
    ["an object that drops what it doesn't know", z.object({ a: z.string() }), "s", /strictObject/],
    ["a tuple", z.strictObject({ a: z.tuple([z.string(), z.int()]) }), "s.a", /tuple/],
    ["anything", z.strictObject({ a: z.any() }), "s.a", /JSON type/],
    ["a list of anything", z.strictObject({ a: z.array(z.unknown()) }), "s.a[]", /JSON type/],
    ["a date", z.strictObject({ a: z.date() }), "s", /plain JSON types/],
    ["a union at its root", z.union([z.strictObject({ a: z.string() }), z.null()]), "s", /field/],
    ["no object at all", z.string(), "s", /field/],
    ["a part that contains itself", TreeNode, "s.children[]", /levels/],
    [
      "a fault deep inside",
      z.strictObject({ a: z.array(z.strictObject({ b: z.any() })) }),
      "s.a[].b",
      /type/,
    ],
    ["more than 16 nullable fields", nullables(17), "s", /empty string/],
    ["an enum too long to compile", z.strictObject({ a: words(151) }), "s", /look it up/],
    ["too many levels", deep(11), "s", /flatter/],
  ])("is refused with its place and a cure: %s", (_, schema, place, cure) => {
    const attempt = () => strictSchema("s", schema);

    expect(attempt).toThrow(SchemaNotStrict);
    expect(attempt).toThrow(cure);
    expect(attempt).toThrow(expect.objectContaining({ place }));
  });

  it("is refused for a name that providers don't take", () => {
    expect(() => strictSchema("what is it?", z.strictObject({ a: z.string() }))).toThrow(/letters/);
  });

  it("is refused among others that make it too much together", () => {
    const schema = nullables(9);

    expect(() => checkStrict([{ name: "one", schema }])).not.toThrow();
    expect(() =>
      checkStrict([
        { name: "one", schema },
        { name: "two", schema: nullables(8) },
      ]),
    ).toThrow(/one \+ two has 17 nullable/);
  });

  it("is refused as the 21st tool", () => {
    const tools = Array.from({ length: 21 }, (_, n) => ({
      name: `tool-${n}`,
      schema: z.strictObject({ a: z.string() }),
    }));

    expect(() => checkStrict(tools)).toThrow(/21 tools/);
    expect(() => checkStrict(tools.slice(1))).not.toThrow();
  });
});

describe("an enum's words", () => {
  const { anthropic } = strictSchema("everything", Everything);

  it("are put into the schema's case, wherever they stand", () => {
    const Wide = z.strictObject({
      all: z.array(z.strictObject({ id: z.enum(["Lever", "Workday"]) })).nullable(),
    });
    const form = strictSchema("wide", Wide).anthropic;

    expect(withEnumCase({ all: [{ id: "LEVER" }, { id: "Workday" }] }, form)).toEqual({
      all: [{ id: "Lever" }, { id: "Workday" }],
    });
    expect(withEnumCase({ where: { in: "DNS", host: "X" } }, anthropic)).toEqual({
      where: { in: "dns", host: "X" },
    });
  });

  it("are left alone where they fit, and so is everything else", () => {
    const value = { vendor: "lever", quote: "LEVER", kind: "else", more: [1, null] };

    expect(withEnumCase(value, anthropic)).toBe(value);
  });
});
