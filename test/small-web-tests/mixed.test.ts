import { describe, expect, it } from "vitest";
import { kindsForModels } from "../small-web/kinds/kinds.ts";
import { mixedKnown, mixedList, mixedTruth } from "../small-web/mixed-list.ts";
import { saysCareers, saysOpenings } from "../../src/agents/page/careers-words.ts";
import { createAsker, shown } from "./ask.ts";

const rows = 400;
const truths = Array.from({ length: rows }, (_, index) => mixedTruth(index));

describe("the mixed list", () => {
  it("holds the tiers in their shares, in every block of twenty rows", () => {
    for (let from = 0; from < rows; from += 20) {
      const tiers = truths
        .slice(from, from + 20)
        .map((truth) => ("tier" in truth ? truth.tier : "http"));
      const count = (tier: string) => tiers.filter((one) => one === tier).length;
      expect([count("http"), count("classifier"), count("browser")]).toEqual([16, 3, 1]);
    }
  });

  it("leads from every company that has a system to its vendor", () => {
    const { ask, internet } = createAsker();
    for (const [index, truth] of truths.entries()) {
      if (!truth.determinable) continue;
      expect(truth.trail.length, truth.kind).toBeGreaterThan(0);
      for (const { url, has } of truth.trail)
        expect(shown(ask(url)), `${url} of row ${index}, ${truth.kind}`).toContain(has);
      expect(internet.tenants.find(truth.ats, truth.tenant)?.key).toBe(truth.tenant);
    }
  });

  it("has every kind that takes a model, each with the way that a person would go", () => {
    const taking = truths.flatMap(({ kind }, index) => {
      const { way } = mixedKnown(index);
      return way === undefined ? [] : [{ kind, way }];
    });

    expect(new Set(taking.map(({ kind }) => kind))).toEqual(
      new Set(kindsForModels.map(({ name }) => name)),
    );
    const odd = taking.filter(({ way }) => (way.presses ?? []).length === 0 && !way.types);
    const told = odd
      .flatMap(({ way }) => way.follows)
      .filter((text) => saysCareers(text) || saysOpenings(text));
    expect(told).toEqual([]);
  });

  it("lists the same companies wherever one begins to read", () => {
    expect([...mixedList(5, 40)]).toEqual([...mixedList(45)].slice(40));
  });
});
