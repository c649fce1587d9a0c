import type { RecruitingSystem } from "../recruiting-system.ts";
import {
  boardPage,
  end,
  endpoint,
  hint,
  hosted,
  onPath,
  onSubdomain,
  slug,
  system,
  uuid,
  vendorOnly,
} from "./builders.ts";
import { companyAtKey } from "./common-patterns.ts";

/** Systems of Great Britain and Ireland. */
export const ukIreland: readonly RecruitingSystem[] = [
  system({
    id: "tribepad",
    name: "Tribepad",
    vendorDomains: ["tribepad.com", "tribepad-gro.com"],
    tenantUrls: [
      {
        host: "^(?<tenant>[a-z0-9][a-z0-9-]*)\\.(?<domain>tribepad-gro|tribepad)\\.com$",
        use: "board",
        board: "https://{tenant}.{domain}.com/",
      },
    ],
    cnames: ["tribepad.com", "tribepad-gro.com"],
    probes: [boardPage("https://{tenant}.{domain}.com/", "Tribepad")],
    notBoards: ["^(?:www\\.)?tribepad(?:-gro)?\\.com/"],
  }),
  hosted({
    id: "eploy",
    name: "Eploy",
    domain: "eploy.net",
    vendorDomains: ["eploy.com", "eploy.co.uk"],
    tenantUrls: [vendorOnly("customerweb.eploy.net", undefined, "asset")],
    traces: [hint("script", "\\$Eploy\\b"), hint("cookie", "Eploy\\.Session[A-Za-z0-9_]*=")],
    reserved: ["customerweb"],
  }),
  system({
    id: "applied",
    name: "Applied",
    vendorDomains: ["beapplied.com"],
    tenantUrls: [
      onPath("app.beapplied.com", {
        path: `^/org/(?<tenant>[0-9]+)(?:/(?:${slug})?)?${end}`,
        board: "https://app.beapplied.com/org/{tenant}",
      }),
      onPath("app.beapplied.com", {
        path: "^/api/v1/organisations/(?<tenant>[0-9]+)(?=[/?#]|$)",
        use: "api",
        board: "https://app.beapplied.com/org/{tenant}",
      }),
      vendorOnly("app.beapplied.com", "^/apply/[a-z0-9]+", "apply"),
    ],
    probes: [
      endpoint("https://app.beapplied.com/api/v1/organisations/{tenant}", {
        companyPatterns: [companyAtKey("name")],
      }),
      boardPage("https://app.beapplied.com/org/{tenant}", "Applied"),
    ],
  }),
  hosted({
    id: "occupop",
    name: "Occupop",
    domain: "occupop-careers.com",
    vendorDomains: ["occupop.com"],
  }),
  hosted({
    id: "oleeo",
    name: "Oleeo",
    domain: "tal.net",
    page: "candidate/",
    path: "^/(?:candidate|vx)(?:[/?#]|$)",
    vendorDomains: ["oleeo.com"],
  }),
  system({
    id: "jobtrain",
    name: "Jobtrain",
    vendorDomains: ["jobtrain.co.uk"],
    tenantUrls: [
      {
        host: "^(?:www\\.)?jobtrain\\.co\\.uk$",
        path: `^/(?<tenant>${slug})/(?:Home|Job)(?:[/?#]|$)`,
        use: "board",
        board: "https://www.jobtrain.co.uk/{tenant}/Home/Job",
      },
    ],
    probes: [boardPage("https://www.jobtrain.co.uk/{tenant}/Home/Job", "Jobtrain")],
  }),
  hosted({
    id: "hireful",
    name: "hireful",
    domain: "livevacancies.co.uk",
    vendorDomains: ["hireful.com", "hireful.co.uk"],
  }),
  system({
    id: "hireserve",
    name: "Hireserve",
    vendorDomains: ["hireserve.com", "hireserve-projects.com", "hireserve-test.com"],
    tenantUrls: [onSubdomain("hireserve-projects.com")],
    cnames: ["hireserve.com", "hireserve-projects.com"],
    probes: [boardPage("https://{tenant}.hireserve-projects.com/", "Hireserve")],
    notBoards: ["^[a-z0-9-]+\\.hireserve-test\\.com/"],
  }),
  hosted({
    id: "peoplehr",
    name: "Access PeopleHR",
    domain: "peoplehr.net",
    page: "JobBoard",
    path: "^/(?:[Jj]ob[Bb]oard|[Pp]ages/[Jj]ob[Bb]oard)(?:[/?#]|$)",
    vendorDomains: ["peoplehr.com", "theaccessgroup.com"],
  }),
  system({
    id: "breathehr",
    name: "Breathe",
    vendorDomains: ["breathehr.com"],
    tenantUrls: [
      vendorOnly("hr.breathehr.com", "^/v/[a-z0-9][a-z0-9-]*-[0-9]+", "job"),
      vendorOnly("hr.breathehr.com", "^/recruitment/vacancies", "board"),
    ],
  }),
  system({
    id: "sagehr",
    name: "Sage HR",
    vendorDomains: ["sage.hr", "sage.com", "cake.hr"],
    tenantUrls: [
      onPath("talent.sage.hr", {
        path: `^/(?<tenant>${uuid})(?:/vacancies)?${end}`,
        board: "https://talent.sage.hr/{tenant}/vacancies",
      }),
      vendorOnly("talent.sage.hr", `^/jobs/${slug}`, "job"),
    ],
    probes: [boardPage("https://talent.sage.hr/{tenant}/vacancies", "Sage")],
  }),
  system({
    id: "sagepeople",
    name: "Sage People",
    vendorDomains: ["sagepeople.com", "sage.com"],
    tenantUrls: [
      {
        host: "^(?<tenant>[a-z0-9][a-z0-9-]*)\\.(?:my\\.salesforce-sites|secure\\.force|force)\\.com$",
        path: "^/(?:(?<site>[A-Za-z0-9_-]+)/)?fRecruit__Apply(?:JobList|Job|Register)?",
        use: "board",
        board: "https://{tenant}.my.salesforce-sites.com/fRecruit__ApplyJobList",
      },
    ],
    traces: [hint("dom", "\\bfRecruit__Apply")],
  }),
  hosted({
    id: "hirehive",
    name: "HireHive",
    domain: "hirehive.com",
    notBoards: ["^(?:www\\.)?hirehive\\.com/"],
  }),
];
