import { defineOrchestrator } from "../../src/specs/kit.ts";
import { classifier } from "./classifier.ts";
import { AtsInput, AtsOutput, redlines } from "./contract.ts";
import { discoverer } from "./discoverer.ts";
import { investigator } from "./investigator.ts";

/** Which applicant tracking system does this company use? */
export const ats = defineOrchestrator({
  workflow: "ats",
  title: "ATS classification",
  role: "Finds out which applicant tracking system keeps a company's applications, with the proof that it is this company's.",
  inputs: AtsInput,
  columns: {
    company: [
      "company name",
      "name",
      "organization",
      "organisation",
      "organization name",
      "organisation name",
      "account",
      "account name",
      "employer",
      "firm",
      "business name",
    ],
    domain: [
      "website",
      "url",
      "homepage",
      "home page",
      "site",
      "web",
      "web site",
      "company domain",
      "company website",
      "company url",
      "domain name",
      "website url",
      "host",
      "email",
      "e-mail",
      "contact email",
    ],
    careers_url: [
      "careers",
      "careers page",
      "careers link",
      "career url",
      "career page",
      "jobs url",
      "jobs page",
      "jobs",
      "job page",
    ],
  },
  outputs: AtsOutput,
  constraints: { startsAt: "http", attempts: 6, deadlineMs: 600_000, maxUsdPerRecord: 1 },
  redlines,
  handoff: {
    agents: [discoverer, classifier, investigator],
    shortcuts: { blocked: "browser", unreachable: "browser" },
  },
});
