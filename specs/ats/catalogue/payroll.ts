import type { RecruitingSystem } from "../recruiting-system.ts";
import {
  boardPage,
  end,
  endpoint,
  hint,
  hosted,
  inQuery,
  label,
  locale,
  markup,
  onPath,
  script,
  slug,
  system,
  uuid,
} from "./builders.ts";
import { companyAtKey } from "./common-patterns.ts";

const hex32 = "[0-9A-Fa-f]{32}";
const paycomBoard = "https://www.paycomonline.net/v4/ats/web.php/portal/{tenant}/career-page";
const paycorBoard = "https://recruitingbypaycor.com/career/CareerHome.action?clientId={tenant}";
const paylocityBoard = "https://recruiting.paylocity.com/recruiting/jobs/All/{tenant}";
const workforceNowBoard =
  "https://workforcenow.adp.com/mascsr/default/mdf/recruitment/recruitment.html?cid={tenant}";
const dayforceTenant = `(?<tenant>(?!api/|[a-z]{2}-[A-Za-z]{2}${end})${slug})`;

/** Recruiting inside payroll and personnel suites. */
export const payroll: readonly RecruitingSystem[] = [
  system({
    id: "adp-wfn",
    name: "ADP Workforce Now Recruitment",
    vendorDomains: ["adp.com"],
    tenantUrls: [
      {
        host: "^workforcenow(?:\\.cloud)?\\.adp\\.com$",
        path: inQuery("/mascsr/default/mdf/recruitment/recruitment\\.html", "cid", uuid),
        use: "board",
        board: workforceNowBoard,
      },
      {
        host: "^workforcenow(?:\\.cloud)?\\.adp\\.com$",
        path: inQuery("/mascsr/default/careercenter/public/[^?#]*", "cid", uuid),
        use: "api",
        board: workforceNowBoard,
      },
      {
        host: "^workforcenow\\.adp\\.com$",
        path: inQuery("/jobs/apply/[a-z]+\\.html", "client"),
        use: "board",
        board: "https://workforcenow.adp.com/jobs/apply/posting.html?client={tenant}",
      },
    ],
    probes: [
      boardPage(workforceNowBoard, "ADP"),
      endpoint(
        "https://workforcenow.adp.com/mascsr/default/careercenter/public/events/staffing/v1/job-requisitions?cid={tenant}",
        { alivePattern: '"jobRequisitions"' },
      ),
    ],
    notBoards: [
      "^workforcenow(?:\\.cloud)?\\.adp\\.com/(?:workforcenow/|portal/|theme/)",
      "^(?:online|my|www)\\.adp\\.com/",
    ],
  }),
  system({
    id: "adp-recruiting",
    name: "ADP Recruiting Management",
    vendorDomains: ["adp.com"],
    tenantUrls: [
      {
        host: "^(?<myjobs>myjobs)\\.adp\\.com$",
        path: `^/(?<tenant>${slug})(?:/cx)?(?=[/?#]|$)`,
        use: "board",
        board: "https://{myjobs}.adp.com/{tenant}/cx",
      },
      {
        host: "^recruiting\\.adp\\.com$",
        path: "^/srccar/public/[A-Za-z.]+\\?(?=(?:[^#]*&)?d=(?<site>[A-Za-z0-9_-]+))(?:[^#]*&)?c=(?<tenant>[0-9A-Za-z]+)",
        use: "board",
        board: "https://recruiting.adp.com/srccar/public/RTI.home?c={tenant}&d={site}",
      },
      {
        host: "^recruiting\\.adp\\.com$",
        path: "^/srccar/public/[A-Za-z.]+\\?(?:[^#]*&)?c=(?<tenant>[0-9A-Za-z]+)",
        use: "board",
        board: "https://recruiting.adp.com/srccar/public/RTI.home?c={tenant}",
      },
    ],
    probes: [
      boardPage("https://recruiting.adp.com/srccar/public/RTI.home?c={tenant}&d={site}", "ADP"),
      boardPage("https://{myjobs}.adp.com/{tenant}/cx", "ADP"),
    ],
  }),
  system({
    id: "paylocity",
    name: "Paylocity Recruiting",
    vendorDomains: ["paylocity.com"],
    tenantUrls: [
      {
        host: "^[0-9]*recruiting\\.paylocity\\.com$",
        path: `^/[Rr]ecruiting/[Jj]obs/(?:All|all|List)/(?<tenant>${uuid}|[0-9]+)${end}`,
        use: "board",
        board: paylocityBoard,
      },
      {
        host: "^[0-9]*recruiting\\.paylocity\\.com$",
        path: `^/[Rr]ecruiting/(?:v[0-9]/)?api/feed/jobs/(?<tenant>${uuid})`,
        use: "api",
        board: paylocityBoard,
      },
      {
        host: "^[0-9]*recruiting\\.paylocity\\.com$",
        path: "^/[Rr]ecruiting/[Jj]obs/(?:Details|Apply)/[0-9]+",
        use: "job",
      },
    ],
    traces: [hint("script", 'window\\.pageData\\s*=\\s*\\{"Jobs"\\s*:')],
    probes: [
      boardPage(paylocityBoard, "Paylocity", {
        companyPatterns: [
          companyAtKey("[Cc]ompanyName"),
          ...boardPage(paylocityBoard, "Paylocity").companyPatterns,
        ],
      }),
    ],
    notBoards: ["^(?:access|login|www|onboarding)\\.paylocity\\.com/"],
  }),
  system({
    id: "paycom",
    name: "Paycom",
    caseSensitive: true,
    vendorDomains: ["paycom.com", "paycomonline.net", "paycomonline.com"],
    tenantUrls: [
      {
        host: "^(?:www\\.)?paycomonline\\.net$",
        path: `^/v4/ats/web\\.php/portal/(?<tenant>${hex32})${end}`,
        use: "board",
        board: paycomBoard,
      },
      {
        host: "^(?:www\\.)?paycomonline\\.net$",
        path: inQuery("/v4/ats/web\\.php/[^?#]*", "clientkey", hex32),
        use: "board",
        board: paycomBoard,
      },
      { host: "^portal-applicant-tracking\\.[a-z0-9-]+\\.paycomonline\\.net$", use: "api" },
    ],
    traces: [hint("script", "var configsFromHost\\s*=")],
    probes: [boardPage(paycomBoard, "Paycom")],
    notBoards: ["^(?:www\\.)?paycomonline\\.net/v4/(?:ee|cl|ess)/"],
  }),
  system({
    id: "paycor",
    name: "Paycor Recruiting",
    vendorDomains: ["paycor.com", "recruitingbypaycor.com", "newtonsoftware.com"],
    tenantUrls: [
      {
        host: "^(?:(?:www\\.)?recruitingbypaycor\\.com|newton\\.newtonsoftware\\.com)$",
        path: inQuery("/career/iframe\\.action", "clientId", hex32),
        use: "embed",
        board: paycorBoard,
      },
      {
        host: "^(?:(?:www\\.)?recruitingbypaycor\\.com|newton\\.newtonsoftware\\.com)$",
        path: inQuery("/career/[A-Za-z]+\\.action", "clientId", hex32),
        use: "board",
        board: paycorBoard,
      },
    ],
    traces: [hint("dom", "id=[\"']?(?:gnewtonjs|gnewtonCareerBody)\\b")],
    probes: [boardPage(paycorBoard, "(?:Paycor|Newton)")],
    notBoards: ["^(?:[a-z0-9-]+\\.)?paycor\\.com/"],
  }),
  system({
    id: "dayforce",
    name: "Dayforce Recruiting",
    vendorDomains: ["dayforce.com", "dayforcehcm.com", "ceridian.com"],
    tenantUrls: [
      {
        host: "^jobs\\.dayforcehcm\\.com$",
        path: `^/(?:[a-z]{2}-[A-Za-z]{2}/)?${dayforceTenant}/(?<portal>${slug})${end}`,
        use: "board",
        board: "https://jobs.dayforcehcm.com/en-US/{tenant}/{portal}",
      },
      {
        host: "^jobs\\.dayforcehcm\\.com$",
        path: `^/api/geo/(?<tenant>${slug})/jobposting/`,
        use: "api",
        board: "https://jobs.dayforcehcm.com/en-US/{tenant}/CANDIDATEPORTAL",
      },
      {
        host: "^(?<shard>[a-z]{2,6}[0-9]+[a-z0-9-]*)\\.dayforcehcm\\.com$",
        path: `^/[Cc]andidate[Pp]ortal/(?:${locale}/)?(?<tenant>(?!${locale}${end})${slug})${end}`,
        use: "board",
        board: "https://{shard}.dayforcehcm.com/CandidatePortal/en-US/{tenant}",
      },
    ],
    probes: [
      boardPage("https://jobs.dayforcehcm.com/en-US/{tenant}/{portal}", "Dayforce"),
      boardPage("https://{shard}.dayforcehcm.com/CandidatePortal/en-US/{tenant}", "Dayforce"),
    ],
    notBoards: [
      "^[a-z0-9-]+\\.dayforcehcm\\.com/(?:[Mm]y[Dd]ayforce|[Mm]obile|[Ll]ogin)",
      "^(?:dfid|www|config)\\.dayforcehcm\\.com/",
    ],
    source: "public tenant lists and iframes, seen 2026-06 to 2026-10",
  }),
  hosted({
    id: "paychex",
    name: "Paychex Flex Hiring",
    domain: "applybypaychex.com",
    vendorDomains: ["paychex.com"],
  }),
  system({
    id: "gusto",
    name: "Gusto Recruiting",
    vendorDomains: ["gusto.com"],
    tenantUrls: [
      onPath("jobs.gusto.com", {
        path: `^/boards/(?<tenant>[A-Za-z0-9-]+-${uuid})${end}`,
        board: "https://jobs.gusto.com/boards/{tenant}",
      }),
      { host: "^jobs\\.gusto\\.com$", path: "^/postings/[A-Za-z0-9-]+", use: "job" },
    ],
    probes: [boardPage("https://jobs.gusto.com/boards/{tenant}", "Gusto")],
  }),
  system({
    id: "trinet-hire",
    name: "TriNet Hire",
    vendorDomains: ["trinet.com", "trinethire.com", "zenefits.com"],
    tenantUrls: [
      onPath("app.trinethire.com", {
        path: `^/companies/(?<tenant>[0-9]+-[A-Za-z0-9_-]+)(?=/|$|[?#])`,
        board: "https://app.trinethire.com/companies/{tenant}/jobs",
      }),
    ],
    probes: [boardPage("https://app.trinethire.com/companies/{tenant}/jobs", "TriNet")],
  }),
  system({
    id: "deel",
    name: "Deel ATS",
    vendorDomains: ["deel.com", "letsdeel.com"],
    tenantUrls: [
      onPath("jobs.deel.com", {
        prefix: "/(?:job-boards/)?",
        tenant: `(?!job-boards${end}|job-details${end})${slug}`,
        board: "https://jobs.deel.com/job-boards/{tenant}",
      }),
    ],
    probes: [boardPage("https://jobs.deel.com/job-boards/{tenant}", "Deel")],
    reserved: ["job-details", "job-boards"],
    notBoards: ["^(?:www|app|help)\\.deel\\.com/"],
  }),
  hosted({
    id: "isolved",
    name: "isolved Hire",
    domain: "isolvedhire.com",
    page: "jobs/",
    vendorDomains: ["isolvedhcm.com"],
    traces: [hint("script", "mountingData\\.courierCurrentRouteData\\s*=")],
  }),
  hosted({
    id: "namely",
    name: "Namely",
    domain: "namely.com",
    page: "careersite",
    path: "^/careersite(?:[/?#]|$)",
    notBoards: ["^[a-z0-9-]+\\.namely\\.com/users/"],
  }),
  system({
    id: "appone",
    name: "AppOne",
    vendorDomains: ["appone.com"],
    tenantUrls: [
      onPath("jobs.appone.com", {
        prefix: "/(?:api/portal/v1/companyjobposts/)?",
        tenant: `(?!api/)${slug}`,
        board: "https://jobs.appone.com/{tenant}",
      }),
      {
        host: "^apply\\.appone\\.com$",
        path: "^/(?:api/apply/v2/jobposting/)?[0-9]+",
        use: "apply",
      },
      {
        host: "^(?:www\\.)?appone\\.com$",
        path: "^/(?:[Mm]ain[Ii]nfo[Rr]eq|[Ss]earch)\\.asp",
        use: "job",
      },
    ],
    probes: [boardPage("https://jobs.appone.com/{tenant}", "AppOne")],
    reserved: ["portal"],
  }),
  system({
    id: "workforce",
    name: "Workforce.com",
    vendorDomains: ["workforce.com", "tanda.co"],
    tenantUrls: [
      {
        host: "^(?:app|eu|us|my)\\.workforce\\.com$",
        path: `^/ats/apply/job/(?:general/)?${uuid}`,
        use: "apply",
      },
    ],
  }),
  system({
    id: "bamboohr",
    name: "BambooHR",
    vendorDomains: ["bamboohr.com", "bamboohr.co.uk"],
    tenantUrls: [
      {
        host: `^(?<tenant>${label})\\.bamboohr\\.(?<tld>com|co\\.uk)$`,
        path: "^/js/(?:embed\\.js|jobs2?\\.php)",
        use: "embed",
        board: "https://{tenant}.bamboohr.{tld}/careers",
      },
      {
        host: `^(?<tenant>${label})\\.bamboohr\\.(?<tld>com|co\\.uk)$`,
        path: "^/(?:careers|jobs|hiring/jobs)(?:[/?#]|$)",
        use: "board",
        board: "https://{tenant}.bamboohr.{tld}/careers",
      },
    ],
    cnames: ["bamboohr.com"],
    traces: [
      markup(
        "\\bdata-domain=[\"'](?<tenant>[a-zA-Z0-9][a-zA-Z0-9-]*)\\.bamboohr\\.(?<tld>com|co\\.uk)[\"']",
        "https://{tenant}.bamboohr.{tld}/careers",
      ),
      hint("dom", "id=[\"']BambooHR(?:-Footer)?[\"']"),
      hint("dom", "class=[\"'][^\"']{0,200}\\bBambooHR-ATS-"),
    ],
    probes: [
      endpoint("https://{tenant}.bamboohr.{tld}/careers/company-info", {
        alivePattern: "^\\s*\\{",
        companyPatterns: [companyAtKey("name"), companyAtKey("companyName")],
        websitePatterns: [
          '"(?:website|url|companyUrl)"\\s*:\\s*"(?<website>https?:(?![^"]{0,80}bamboohr)[^"\\s]{3,200})"',
        ],
      }),
      endpoint("https://{tenant}.bamboohr.{tld}/careers/list", {
        alivePattern: '"result"\\s*:\\s*\\[',
      }),
      boardPage("https://{tenant}.bamboohr.{tld}/careers", "BambooHR"),
    ],
    reserved: ["documentation", "staticfe", "resources"],
    notBoards: [
      "^[a-z0-9-]+\\.bamboohr\\.(?:com|co\\.uk)/(?:login|home|app|employees|settings|reports)(?:\\.php)?(?:[/?#]|$)",
      "^(?:www\\.)?bamboohr\\.(?:com|co\\.uk)/",
    ],
    source: "public tenant lists, recorded boards and embeds, seen 2024-05 to 2026-10",
  }),
  hosted({
    id: "hibob",
    name: "HiBob",
    domain: "careers.hibob.com",
    page: "jobs",
    notBoards: ["^(?:app|www)\\.hibob\\.com/"],
  }),
  hosted({
    id: "factorial",
    name: "Factorial",
    domain: "factorialhr.com",
    path: "^/(?:job_posting/|apply/|jobs|embed/jobs)?(?:[A-Za-z0-9%_.~-]*)?(?:[?#]|$)",
    notBoards: ["^(?:app|www|api|help)\\.factorialhr\\.com/", "^(?:www\\.)?factorialhr\\.com/"],
  }),
  hosted({
    id: "freshteam",
    name: "Freshteam",
    domain: "freshteam.com",
    page: "jobs",
    path: "^/jobs(?:[/?#]|$)",
    vendorDomains: ["freshworks.com"],
    tenantUrls: [
      { host: "^assets[0-9]*\\.freshteam\\.com$", path: "^/assets/job_widget\\.js", use: "embed" },
      {
        host: "^s3\\.amazonaws\\.com$",
        path: "^/files\\.freshteam\\.com/production/[0-9]+/attachments/[0-9]+/original/[0-9]+_widget\\.js",
        use: "embed",
      },
    ],
    traces: [hint("dom", "id=[\"']freshteam-widget[\"']")],
    cnames: ["cnameelb3.freshteam.com", "freshteam.com"],
    notBoards: ["^[a-z0-9-]+\\.freshteam\\.com/(?:login|hire|employees)(?:[/?#]|$)"],
    reserved: ["assets1", "assets2", "cnameelb3"],
  }),
  system({
    id: "zoho-recruit",
    name: "Zoho Recruit",
    vendorDomains: ["zoho.com", "zohorecruit.com", "zohocdn.com"],
    tenantUrls: [
      {
        host: "^(?<tenant>[a-z0-9][a-z0-9-]*)\\.zohorecruit\\.(?<tld>com|eu|in|ca|com\\.au|jp|com\\.cn|sa)$",
        use: "board",
        board: "https://{tenant}.zohorecruit.{tld}/jobs/Careers",
      },
      {
        host: "^recruit\\.zoho\\.(?<tld>com|eu|in|ca|com\\.au|jp)$",
        path: "^/recruit/(?:PortalDetail|Portal|Apply|ViewJob)\\.na\\?(?:[^#]*&)?digest=",
        use: "board",
      },
      { host: "^static\\.zohocdn\\.com$", path: "^/recruit/embed_careers_site/", use: "embed" },
    ],
    traces: [
      script(
        "rec_embed_js\\.load\\(\\s*\\{[^}]{0,400}?site\\s*:\\s*[\"']https?://(?<tenant>[a-z0-9][a-z0-9-]*)\\.zohorecruit\\.(?<tld>com|eu|in|ca|com\\.au|jp)",
        "https://{tenant}.zohorecruit.{tld}/jobs/Careers",
      ),
      hint("dom", "id=[\"']rec_job_listing_div[\"']"),
      hint("dom", "(?:css|javascript)/career-website-(?:common|customize|detail)"),
    ],
    probes: [boardPage("https://{tenant}.zohorecruit.{tld}/jobs/Careers", "Zoho")],
    notBoards: ["^forms\\.zohopublic\\.[a-z.]+/", "^(?:www\\.)?zoho\\.[a-z.]+/"],
    source: "public boards and embeds, seen 2026-06 to 2026-10",
  }),
];
