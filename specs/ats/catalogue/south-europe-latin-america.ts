import type { RecruitingSystem } from "../recruiting-system.ts";
import { boardPage, end, endpoint, hosted, onPath, slug, system } from "./builders.ts";
import { companyAtKey, websiteAtKey } from "./common-patterns.ts";

/** Systems of Italy, Iberia and Latin America. */
export const southEuropeLatinAmerica: readonly RecruitingSystem[] = [
  system({
    id: "intervieweb",
    name: "In-recruiting (Intervieweb)",
    vendorDomains: ["intervieweb.it", "in-recruiting.com", "zucchetti.it"],
    tenantUrls: [
      {
        host: "^inrecruiting\\.intervieweb\\.it$",
        path: `^/(?<tenant>(?![a-z]{2}${end})${slug})/[a-z]{2}(?=[/?#]|$)`,
        use: "board",
        board: "https://inrecruiting.intervieweb.it/{tenant}/en/career",
      },
      {
        host: "^(?!(?:inrecruiting|cezanneondemand)\\.)(?<tenant>[a-z0-9][a-z0-9-]*)\\.intervieweb\\.it$",
        path: "^/(?:[a-z]{2}/career|jobs/|app\\.php|[?#]|$)",
        use: "board",
        board: "https://{tenant}.intervieweb.it/en/career",
      },
    ],
    probes: [
      boardPage("https://{tenant}.intervieweb.it/en/career", "In-recruiting"),
      boardPage("https://inrecruiting.intervieweb.it/{tenant}/en/career", "In-recruiting"),
    ],
  }),
  system({
    id: "cezanne",
    name: "Cezanne",
    vendorDomains: ["cezannehr.com", "cezanneondemand.com"],
    tenantUrls: [
      onPath("cezanneondemand.intervieweb.it", {
        path: `^/(?<tenant>(?![a-z]{2}${end})${slug})/[a-z]{2}(?=[/?#]|$)`,
        board: "https://cezanneondemand.intervieweb.it/{tenant}/en/career",
      }),
    ],
    probes: [boardPage("https://cezanneondemand.intervieweb.it/{tenant}/en/career", "Cezanne")],
  }),
  system({
    id: "altamira",
    name: "Altamira Recruiting",
    vendorDomains: ["altamiraweb.com", "altamirahrm.com"],
    tenantUrls: [
      {
        host: "^(?<tenant>[a-z0-9][a-z0-9-]*)\\.(?<kind>sites\\.altamiraweb|altamiraweb)\\.com$",
        use: "board",
        board: "https://{tenant}.{kind}.com/",
      },
    ],
    reserved: ["sites"],
    cnames: ["altamiraweb.com"],
    probes: [boardPage("https://{tenant}.{kind}.com/", "Altamira")],
  }),
  system({
    id: "bizneo",
    name: "Bizneo",
    vendorDomains: ["bizneo.com", "bizneo.cloud"],
    tenantUrls: [
      {
        host: "^(?:jobs\\.)?(?<tenant>(?!jobs\\.)[a-z0-9][a-z0-9-]*)\\.bizneo\\.com$",
        use: "board",
        board: "https://{tenant}.bizneo.com/jobs",
      },
    ],
    cnames: ["bizneo.com"],
    probes: [boardPage("https://{tenant}.bizneo.com/jobs", "Bizneo")],
    notBoards: ["^(?:www\\.)?bizneo\\.com/"],
  }),
  system({
    id: "sesamehr",
    name: "Sesame HR",
    vendorDomains: ["sesamehr.com", "sesametime.com"],
    tenantUrls: [
      onPath("app.sesametime.com", {
        prefix: "/jobs/",
        tenant: `(?!all${end})${slug}`,
        board: "https://app.sesametime.com/jobs/{tenant}/all",
      }),
      {
        host: "^back-[a-z0-9]+\\.sesametime\\.com$",
        path: `^/api/v3/companies/(?<tenant>${slug})/public-vacancies`,
        use: "api",
        board: "https://app.sesametime.com/jobs/{tenant}/all",
      },
    ],
    probes: [boardPage("https://app.sesametime.com/jobs/{tenant}/all", "Sesame")],
  }),
  hosted({
    id: "gupy",
    name: "Gupy",
    domain: "gupy.io",
    notBoards: ["^(?:www|portal|login|private|attendance)\\.gupy\\.io/"],
    reserved: ["portal", "login", "private"],
    source: "public tenant lists, seen 2026-06 to 2026-10",
  }),
  hosted({
    id: "solides",
    name: "Sólides",
    domain: "vagas.solides.com.br",
    tenantUrls: [
      {
        host: "^apigw\\.solides\\.com\\.br$",
        path: `^/jobs/v3/home/company/(?<tenant>${slug})${end}`,
        use: "api",
        board: "https://{tenant}.vagas.solides.com.br/",
      },
      {
        host: "^apigw\\.solides\\.com\\.br$",
        path: `^/jobs/v3/home/vacancy\\?(?:[^#]*&)?slug=(?<tenant>${slug})`,
        use: "api",
        board: "https://{tenant}.vagas.solides.com.br/",
      },
    ],
    probes: [
      endpoint("https://apigw.solides.com.br/jobs/v3/home/company/{tenant}", {
        companyPatterns: [companyAtKey("(?:name|companyName)")],
        websitePatterns: [websiteAtKey("(?:website|site)")],
      }),
      boardPage("https://{tenant}.vagas.solides.com.br/", "Sólides"),
    ],
  }),
];
