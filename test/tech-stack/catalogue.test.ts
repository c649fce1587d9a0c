import { describe, expect, it } from "vitest";
import { BrokenSignature, createCatalogue } from "../../src/agents/tech-stack/catalogue.ts";
import { checkSpec } from "../../src/specs/check.ts";
import { technologies } from "../../specs/tech-stack/technologies.ts";
import { categories, type Technology } from "../../specs/tech-stack/technology.ts";
import { techStackOrchestrator } from "../../specs/tech-stack/workflow.ts";

describe("the contract", () => {
  it("has nothing that the spec check objects to", () => {
    expect(checkSpec(techStackOrchestrator)).toEqual([]);
  });
});

describe("the technologies", () => {
  it("are many, each with a slug of its own and a way to be proven", () => {
    const ids = technologies.map(({ id }) => id);

    expect(ids.length).toBeGreaterThanOrEqual(200);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, signatures } of technologies) {
      expect(id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
      const strong = signatures.filter(({ weak }) => weak !== true);
      expect(strong.length > 0 || signatures.length > 1, id).toBe(true);
    }
  });

  it("fill every category, and every category is a column of the results", () => {
    const used = new Set(technologies.map(({ category }) => category));

    expect([...used].toSorted()).toEqual([...categories].toSorted());
    expect(Object.keys(techStackOrchestrator.outputs.shape)).toEqual([
      "technologies",
      ...categories,
    ]);
  });

  it("name hosts plainly: no patterns, no paths, no schemes", () => {
    const hosts = technologies.flatMap(({ signatures }) =>
      signatures.flatMap((each) => ("host" in each ? [each.host] : [])),
    );

    for (const host of hosts)
      expect(host).toMatch(/^(?:own|any|(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+)$/);
  });

  it("never let a path alone speak for a host: any host needs a path", () => {
    const anywhere = technologies.flatMap(({ signatures }) =>
      signatures.filter((each) => "host" in each && (each.host === "any" || each.host === "own")),
    );

    for (const signature of anywhere) expect(signature).toHaveProperty("path");
  });

  it("stop the process at start-up when a pattern is broken", () => {
    const broken: Technology = {
      id: "x",
      name: "X",
      category: "cms",
      signatures: [{ kind: "script", code: "(" }],
    };

    expect(() => createCatalogue([broken])).toThrow(BrokenSignature);
  });
});
