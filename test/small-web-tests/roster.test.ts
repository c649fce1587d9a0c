import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { createLines, linesAsCsv } from "../small-web/companies/lines.ts";
import { createRoster } from "../small-web/companies/roster.ts";
import { createTruth } from "../small-web/truth.ts";
import { createAsker, shown } from "./ask.ts";

const truth = createTruth();
const determinable = truth.flatMap(({ truth: one }) => (one.determinable ? [one] : []));

describe("the companies", () => {
  it("are many, of many kinds, vendors and languages", () => {
    expect(truth.length).toBeGreaterThanOrEqual(320);
    expect(new Set(truth.map(({ truth: { kind } }) => kind)).size).toBeGreaterThanOrEqual(45);
    expect(new Set(determinable.map(({ ats }) => ats)).size).toBeGreaterThanOrEqual(60);
    expect(new Set(determinable.map(({ language }) => language)).size).toBeGreaterThanOrEqual(14);
  });

  it("are settled on the tiers that the real web would need", () => {
    const share = (tier: string) =>
      determinable.filter((one) => one.tier === tier).length / determinable.length;

    expect(share("http")).toBeGreaterThan(0.75);
    expect(share("classifier")).toBeGreaterThan(0.08);
    expect(share("browser")).toBeGreaterThan(0.03);
  });

  it("have a truth for every line of the committed file", () => {
    const csv = readFileSync(new URL("../small-web/companies.csv", import.meta.url), "utf8");
    const lines: { company: string; domain: string }[] = parse(csv, { columns: true });

    expect(csv).toBe(linesAsCsv(createLines(createRoster())));
    expect(lines.map(({ company, domain }) => ({ company, domain }))).toEqual(
      truth.map(({ line: { company, domain } }) => ({ company, domain })),
    );
  });

  it("have domains and accounts of their own", () => {
    const roster = createRoster();
    const domains = roster.map(({ scene }) => scene.company.domain);
    const accounts = roster
      .filter(({ isCustomer }) => isCustomer)
      .map(({ scene: { tenant } }) => `${tenant.vendor} ${tenant.key}`);

    expect(new Set(domains).size).toBe(domains.length);
    expect(new Set(accounts).size).toBe(accounts.length);
  });

  it("hang for nobody but a few", () => {
    expect(truth.filter(({ truth: { kind } }) => kind === "silent").length).toBeLessThanOrEqual(3);
  });
});

describe("the pages", () => {
  const { roster, ask } = createAsker();
  const home = ({ scene: { company } }: (typeof roster)[number]) => {
    const url = `https://www.${company.domain}/`;
    const first = ask(url) ?? ask(`https://${company.domain}/`);
    const location = first?.headers["location"];
    return typeof location === "string" ? ask(new URL(location, url).href) : first;
  };

  it("are the same bytes every time", () => {
    const again = createAsker();

    for (const { scene } of roster.slice(0, 60)) {
      const url = `https://www.${scene.company.domain}/`;
      expect(shown(again.ask(url))).toBe(shown(ask(url)));
    }
  });

  it("are as large as real home pages", () => {
    const sizes = roster
      .map((entry) => ({ kind: entry.kind, size: shown(home(entry)).length }))
      .filter(({ size }) => size > 10_000);

    expect(sizes.length).toBeGreaterThan(roster.length * 0.8);
    for (const { kind, size } of sizes) expect(size, kind.name).toBeLessThan(130_000);
    expect(sizes.filter(({ size }) => size >= 20_000).length).toBeGreaterThan(sizes.length * 0.8);
  });

  it("share no skeleton across kinds", () => {
    const skeletons = new Map<string, string>();
    const full = roster.filter((entry) => shown(home(entry)).length > 10_000);
    for (const entry of full) {
      const tags = (shown(home(entry)).match(/<[a-z][a-z0-9-]*/g) ?? []).join("");
      const other = skeletons.get(tags);
      expect(
        other === undefined || other === entry.kind.name,
        `${other} and ${entry.kind.name}`,
      ).toBe(true);
      skeletons.set(tags, entry.kind.name);
    }
  });
});
