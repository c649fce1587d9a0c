import { describe, expect, it } from "vitest";

import { findSystem } from "../../../specs/ats/catalogue.ts";
import { companyOnPage, websiteOnPage } from "../../../specs/ats/catalogue/common-patterns.ts";

const answers: readonly (readonly [system: string, probe: string, body: string, owner: Owner])[] = [
  [
    "greenhouse",
    "boards-api{silo}",
    `{"name":"Acme & Sons","content":"<p>Hi</p>"}`,
    { alive: true, company: "Acme & Sons" },
  ],
  [
    "greenhouse",
    "boards-api{silo}",
    `{"status":404,"error":"Job board not found"}`,
    { alive: false },
  ],
  [
    "lever",
    "jobs{silo}.lever.co",
    `<title>Acme</title><meta name="twitter:description" content="Job openings at Acme Corp">`,
    { alive: true, company: "Acme Corp" },
  ],
  ["lever", "jobs{silo}.lever.co", `<title>Not found – 404 error</title>`, { alive: false }],
  [
    "lever",
    "jobs{silo}.lever.co",
    `<title>Acme</title><a href="https://acme.com/x">Acme Home Page</a>`,
    { alive: true, company: "Acme", website: "https://acme.com/x" },
  ],
  [
    "ashby",
    "jobs.ashbyhq.com",
    `window.__appData = {"organization":{"name":"Acme","publicWebsite":"https://acme.com","hostedJobsPageSlug":"acme"}}`,
    { alive: true, company: "Acme", website: "https://acme.com" },
  ],
  [
    "ashby",
    "jobs.ashbyhq.com",
    `window.__appData = {"organization":null,"posting":null}`,
    { alive: false },
  ],
  [
    "workable",
    "api/v1/accounts",
    `{"id":1,"uid":"x","subdomain":"acme","name":"Acme","url":"https://acme.com"}`,
    { alive: true, company: "Acme", website: "https://acme.com" },
  ],
  [
    "smartrecruiters",
    "postings",
    `{"offset":0,"limit":100,"totalFound":0,"content":[]}`,
    { alive: false },
  ],
  [
    "smartrecruiters",
    "postings",
    `{"totalFound":3,"content":[{"company":{"identifier":"AcmeCorp1","name":"Acme Corp"}}]}`,
    { alive: true, company: "Acme Corp" },
  ],
  [
    "recruitee",
    "api/offers",
    `{"offers":[{"slug":"a","company_name":"Acme"}]}`,
    { alive: true, company: "Acme" },
  ],
  ["recruitee", "api/offers", `{"offers":[]}`, { alive: false }],
  ["breezy", "/json", `[]`, { alive: false }],
  [
    "breezy",
    "/json",
    `[{"id":"1","company":{"name":"Acme","logo_url":null}}]`,
    { alive: true, company: "Acme" },
  ],
  ["jazzhr", "applytojob", `<title>JazzHR - Inactive Career Page</title>`, { alive: false }],
  ["jazzhr", "applytojob", `<title>Acme - Career Page</title>`, { alive: true, company: "Acme" }],
  [
    "manatal",
    "career-page",
    `{"name":"Acme","website":"https://acme.com"}`,
    { alive: true, company: "Acme", website: "https://acme.com" },
  ],
  ["workday", "myworkdayjobs", `<p>Workday is currently unavailable.</p>`, { alive: false }],
  [
    "icims",
    "icims.com",
    `<meta property="og:site_name" content="Acme Career Portal">`,
    { alive: true, company: "Acme" },
  ],
];

const titles: readonly (readonly [title: string, company: string | undefined])[] = [
  ["Jobs at Acme", "Acme"],
  ["Careers at Acme Corp | Powered by Vendor", "Acme Corp"],
  ["Current Openings at Acme", "Acme"],
  ["Jobs and Careers at Acme", "Acme"],
  ["Acme - Careers", "Acme"],
  ["Acme Careers", "Acme"],
  ["Acme | Jobs", "Acme"],
  ["Acme Career Portal", "Acme"],
  ["Acme Inc. – Open Positions", "Acme Inc."],
  ["Karriere bei Acme GmbH", "Acme GmbH"],
  ["Acme GmbH - Stellenangebote", "Acme GmbH"],
  ["Vacatures bij Acme", "Acme"],
  ["Careers", undefined],
  ["Current Openings", undefined],
  ["Job Opportunities", undefined],
  ["Career Opportunities", undefined],
  ["Open Positions", undefined],
  ["Page not found", undefined],
  ["Vendor Careers", undefined],
  ["Jobs at Vendor", undefined],
  ["Sign in", undefined],
];

interface Owner {
  readonly alive: boolean;
  readonly company?: string;
  readonly website?: string;
}

describe("what a probe's answer says", () => {
  it.each(answers)("of %s at %s: %s", (id, address, body, owner) => {
    const probe = findSystem(id)?.probes.find(({ url }) => url.includes(address));

    expect(probe && { alive: isAlive(probe, body), ...ownerOf(probe, body) }).toMatchObject(owner);
  });

  it.each(titles)("in the title %j names %j", (title, company) => {
    const patterns = { companyPatterns: companyOnPage("Vendor"), websitePatterns: websiteOnPage };

    expect(ownerOf(patterns, `<html><head><title>${title}</title></head>`).company).toBe(company);
  });

  it("in job data names the company and its site", () => {
    const page = `{"@type":"JobPosting","hiringOrganization":{"@type":"Organization","name":"Acme \\"Inc\\"","sameAs":"https://acme.com"}}`;

    const owner = ownerOf(
      { companyPatterns: companyOnPage("Vendor"), websitePatterns: websiteOnPage },
      page,
    );

    expect(owner).toEqual({ company: `Acme \\"Inc\\"`, website: "https://acme.com" });
  });
});

interface Answerable {
  readonly companyPatterns: readonly string[];
  readonly websitePatterns: readonly string[];
}

function isAlive(
  { alivePattern, deadPattern }: { alivePattern?: string; deadPattern?: string },
  body: string,
): boolean {
  const isDead = deadPattern !== undefined && new RegExp(deadPattern).test(body);
  return !isDead && (alivePattern === undefined || new RegExp(alivePattern).test(body));
}

function ownerOf({ companyPatterns, websitePatterns }: Answerable, body: string): Partial<Owner> {
  const company = firstGroup(companyPatterns, body, "company");
  const website = firstGroup(websitePatterns, body, "website");
  return {
    ...(company === undefined ? {} : { company }),
    ...(website === undefined ? {} : { website }),
  };
}

function firstGroup(patterns: readonly string[], body: string, name: string): string | undefined {
  for (const pattern of patterns) {
    const found = new RegExp(pattern).exec(body)?.groups?.[name];
    if (found !== undefined) return found;
  }
  return undefined;
}
