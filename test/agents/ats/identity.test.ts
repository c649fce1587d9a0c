import { describe, expect, it } from "vitest";
import { compareName, compareWebsite, namesAnother } from "../../../src/agents/ats/identity.ts";
import { createSubject } from "../../../src/agents/ats/subject.ts";

const record = (company: string | null, domain: string) =>
  createSubject({ company, domain, careers_url: null });

describe("a name that a vendor tells", () => {
  it.each([
    ["АО Северный Дом Софт", "severdom.example", "Северный Дом Софт"],
    ["주식회사 한빛누리푸드", "hanbit.example", "한빛누리푸드"],
    ["株式会社青葉台電子", "aobadai.example", "青葉台電子 採用情報"],
    ["Güneşli Yazılım Ltd. Şti.", "gunesli.example", "Güneşli Yazılım"],
    ["Słonecznik Meble Sp. z o.o.", "slonecznik.example", "Słonecznik Meble"],
    ["Havbjerg Maskiner A/S", "havbjerg.example", "Careers at Havbjerg Maskiner"],
    [null, "muenchner-werke.example", "Münchner Werke"],
  ])("matches: %s at %s, told as %s", (company, domain, told) => {
    expect(compareName(told, record(company, domain))).toBe("match");
  });

  it.each([
    ["Acme Foods", "acme.example", "Acme Health"],
    ["Pine Labs", "pinelabs.example", "Pine Software"],
  ])("differs: %s at %s, told as %s", (company, domain, told) => {
    expect(compareName(told, record(company, domain))).toBe("mismatch");
  });

  it.each(["Careers", "Job openings", "採用情報"])("says nothing as %s", (told) => {
    expect(compareName(told, record("Acme", "acme.example"))).toBe("unstated");
  });
});

describe("a website that a vendor tells", () => {
  it.each([
    ["https://www.acme.example/jobs", "match"],
    ["acme.test", "match"],
    ["https://globex.test", "mismatch"],
    ["https://www.linkedin.com/company/acme", "unstated"],
  ])("%s is a %s", (told, identity) => {
    expect(compareWebsite(told, record("Acme", "acme.example"), () => false)).toBe(identity);
  });
});

describe("a link's own words", () => {
  it.each([
    ["Careers at Globex", true],
    ["Careers at Acme", false],
    ["Jobs in your area", false],
  ])("%s: another company's? %s", (text, isAnothers) => {
    expect(namesAnother(text, record("Acme", "acme.example"))).toBe(isAnothers);
  });
});
