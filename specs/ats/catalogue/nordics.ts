import type { RecruitingSystem } from "../recruiting-system.ts";
import {
  boardPage,
  endpoint,
  hint,
  hosted,
  onPath,
  script,
  system,
  vendorOnly,
} from "./builders.ts";
import { companyAtKey, companyInside } from "./common-patterns.ts";

/** Systems of the Nordic and Baltic countries, Poland and the Czech lands. */
export const nordics: readonly RecruitingSystem[] = [
  system({
    id: "jobylon",
    name: "Jobylon",
    vendorDomains: ["jobylon.com"],
    tenantUrls: [
      {
        host: "^cdn\\.jobylon\\.com$",
        path: "^/jobs/(?<kind>companies|company-groups)/(?<tenant>[0-9]+)/embed/",
        use: "embed",
      },
      { host: "^cdn\\.jobylon\\.com$", path: "^/embedder\\.js", use: "embed" },
      { host: "^emp\\.jobylon\\.com$", path: "^/jobs/[0-9]+-", use: "job" },
      { host: "^feed\\.jobylon\\.com$", path: "^/feeds/[0-9a-f]+", use: "api" },
      {
        host: "^(?<tenant>[a-z0-9][a-z0-9-]*)\\.(?<domain>jobylon\\.com)$",
        use: "board",
        board: "https://{tenant}.{domain}/",
      },
    ],
    traces: [
      script("\\bjbl_company_id\\s*=\\s*[\"']?(?<tenant>[0-9]+)"),
      script("\\bjbl_company_group_id\\s*=\\s*[\"']?(?<tenant>[0-9]+)"),
      hint("dom", "id=[\"']jobylon-jobs-widget[\"']"),
    ],
    reserved: ["emp", "feed"],
    probes: [
      endpoint(
        "https://cdn.jobylon.com/jobs/{kind}/{tenant}/embed/v2/?target=jobylon-jobs-widget&page_size=1",
        { alivePattern: "JBL\\.embed_v2", companyPatterns: [companyInside("company", "name")] },
      ),
      boardPage("https://{tenant}.{domain}/", "Jobylon"),
    ],
    notBoards: ["^(?:www\\.)?jobylon\\.com/"],
  }),
  hosted({ id: "emply", name: "Emply", domain: "career.emply.com", page: "en/vacant-positions" }),
  hosted({
    id: "easycruit",
    name: "EasyCruit",
    domain: "easycruit.com",
    probes: [
      boardPage("https://{tenant}.easycruit.com/", "EasyCruit"),
      endpoint("https://{tenant}.easycruit.com/export/xml/vacancy/list.xml", {
        alivePattern: "<Vacanc",
      }),
    ],
    notBoards: ["^www\\.easycruit\\.com/"],
  }),
  system({
    id: "hron",
    name: "HR-ON Recruit",
    vendorDomains: ["hr-on.com"],
    tenantUrls: [vendorOnly("recruit.hr-on.com", "^/[A-Za-z0-9-]+")],
    notBoards: ["^(?:www\\.)?hr-on\\.com/"],
  }),
  system({
    id: "reachmee",
    name: "ReachMee",
    vendorDomains: ["reachmee.com", "talentech.com"],
    tenantUrls: [
      {
        host: "^(?<shard>site[0-9]+)\\.reachmee\\.com$",
        path: "^/[Pp]ublic/rssfeed/external\\.ashx\\?(?:[^#]*&)?[Cc]ustomer[Nn]ame=(?<tenant>[A-Za-z0-9_-]+)",
        use: "api",
      },
      {
        host: "^(?<shard>web[0-9]+)\\.reachmee\\.com$",
        path: "^/ext/(?<installation>I[0-9]+)/(?<customer>[0-9]+)/",
        use: "board",
      },
      { host: "^site[0-9]+\\.reachmee\\.com$", path: "^/[Pp]ublic/", use: "board" },
    ],
  }),
  hosted({
    id: "talentadore",
    name: "TalentAdore",
    domain: "careers.talentadore.com",
    tenantUrls: [
      { host: "^ats\\.talentadore\\.com$", path: "^/(?:positions|apply)/[A-Za-z0-9]+", use: "api" },
    ],
  }),
  hosted({
    id: "teamdash",
    name: "Teamdash",
    domain: "teamdash.com",
    path: "^/(?:p/job/|[?#]|$)",
    notBoards: ["^(?:www\\.)?teamdash\\.com/"],
  }),
  hosted({
    id: "varbi",
    name: "Varbi",
    domain: "varbi.com",
    page: "en",
    notBoards: ["^(?:www\\.)?varbi\\.com/"],
  }),
  system({
    id: "webcruiter",
    name: "Webcruiter",
    vendorDomains: ["webcruiter.com", "webcruiter.no"],
    tenantUrls: [
      {
        host: "^candidate\\.webcruiter\\.com$",
        path: "^/[a-z-]+/home/companyadverts\\?(?:[^#]*&)?company[Ll]ock=(?<tenant>[0-9]+)",
        use: "board",
        board: "https://candidate.webcruiter.com/en-gb/home/companyadverts?companyLock={tenant}",
      },
      {
        host: "^candidate\\.webcruiter\\.com$",
        path: "^/api/(?:company/companymeta|odvert/companysearch)/(?<tenant>[0-9]+)",
        use: "api",
        board: "https://candidate.webcruiter.com/en-gb/home/companyadverts?companyLock={tenant}",
      },
      {
        host: "^(?<tenant>[0-9]+)\\.webcruiter\\.no$",
        path: "^/[Mm]ain/[Rr]ecruit/",
        use: "job",
        board: "https://candidate.webcruiter.com/en-gb/home/companyadverts?companyLock={tenant}",
      },
    ],
    probes: [
      endpoint("https://candidate.webcruiter.com/api/company/companymeta/{tenant}?language=en", {
        companyPatterns: [companyAtKey("(?:[Cc]ompany[Nn]ame|[Nn]ame)")],
      }),
      boardPage(
        "https://candidate.webcruiter.com/en-gb/home/companyadverts?companyLock={tenant}",
        "Webcruiter",
      ),
    ],
  }),
  hosted({
    id: "traffit",
    name: "Traffit",
    domain: "traffit.com",
    notBoards: ["^(?:www\\.)?traffit\\.com/"],
  }),
  system({
    id: "recruitis",
    name: "Recruitis",
    vendorDomains: ["recruitis.io"],
    tenantUrls: [onPath("jobs.recruitis.io")],
    probes: [boardPage("https://jobs.recruitis.io/{tenant}", "Recruitis")],
  }),
];
