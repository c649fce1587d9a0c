import type { RecruitingSystem } from "../recruiting-system.ts";
import {
  boardPage,
  end,
  hint,
  hosted,
  label,
  inQuery,
  markup,
  onPath,
  onQuery,
  slug,
  system,
  vendorOnly,
} from "./builders.ts";

/** Systems of staffing agencies and recruiters. */
export const staffing: readonly RecruitingSystem[] = [
  system({
    id: "bullhorn",
    name: "Bullhorn",
    vendorDomains: ["bullhorn.com", "bullhornstaffing.com"],
    tenantUrls: [
      {
        host: "^public-rest[a-z0-9]*\\.bullhornstaffing\\.com(?::[0-9]+)?$",
        path: "^/rest-services/(?<tenant>[a-z0-9]+)/(?:search|query)/",
        use: "api",
      },
    ],
    traces: [
      hint("script", '"corpToken"\\s*:\\s*"(?<tenant>[a-z0-9]{3,12})"'),
      hint("dom", "<app-root[^>]{0,80}></app-root>[^<]{0,200}<script[^>]{0,200}career-portal"),
    ],
    notBoards: ["^(?:www\\.)?bullhorn(?:staffing)?\\.com/"],
  }),
  system({
    id: "jobdiva",
    name: "JobDiva",
    vendorDomains: ["jobdiva.com"],
    tenantUrls: [
      {
        host: "^(?<shard>www[0-9]?)\\.jobdiva\\.com$",
        path: inQuery(
          "/(?:portal/?|candidates/myjobs/[a-z_]+\\.jsp|employers/connect/[a-z_]+\\.jsp)",
          "a",
          "[A-Za-z0-9]{16,80}",
        ),
        use: "board",
        board: "https://{shard}.jobdiva.com/portal/?a={tenant}",
      },
    ],
    probes: [boardPage("https://{shard}.jobdiva.com/portal/?a={tenant}", "JobDiva")],
    caseSensitive: true,
  }),
  system({
    id: "ceipal",
    name: "Ceipal",
    vendorDomains: ["ceipal.com"],
    tenantUrls: [
      vendorOnly("jobsapi.ceipal.com", "^/APISource/", "embed"),
      vendorOnly("api.ceipal.com", "^/careers_v[0-9]/", "embed"),
    ],
    traces: [markup("data-ceipal-(?:api-key|career-portal-id)=[\"'][^\"']{4,}")],
  }),
  system({
    id: "crelate",
    name: "Crelate",
    vendorDomains: ["crelate.com"],
    tenantUrls: [
      onPath("jobs.crelate.com", {
        prefix: "/portal/",
        board: "https://jobs.crelate.com/portal/{tenant}",
      }),
      onPath("app.crelate.com", {
        prefix: "/portal/",
        board: "https://jobs.crelate.com/portal/{tenant}",
      }),
    ],
    probes: [boardPage("https://jobs.crelate.com/portal/{tenant}", "Crelate")],
  }),
  system({
    id: "loxo",
    name: "Loxo",
    vendorDomains: ["loxo.co"],
    tenantUrls: [
      {
        host: `^(?<tenant>${label})\\.(?<domain>app\\.loxo)\\.co$`,
        use: "board",
        board: "https://{tenant}.{domain}.co/{tenant}",
      },
      {
        host: "^(?<app>app)\\.loxo\\.co$",
        path: `^/(?<tenant>(?!(?:api|job|login|people|companies|users)${end})${slug})${end}`,
        use: "board",
        board: "https://{app}.loxo.co/{tenant}",
      },
      vendorOnly("app.loxo.co", "^/job/[A-Za-z0-9=_-]{6,}", "job"),
    ],
    cnames: ["app.loxo.co"],
    probes: [
      boardPage("https://{tenant}.{domain}.co/{tenant}", "Loxo"),
      boardPage("https://{app}.loxo.co/{tenant}", "Loxo"),
    ],
    traces: [hint("dom", "class=[\"'][^\"']{0,200}\\bpowered-by-loxo\\b")],
  }),
  system({
    id: "jobadder",
    name: "JobAdder",
    vendorDomains: ["jobadder.com"],
    tenantUrls: [
      onPath("clientapps.jobadder.com", {
        path: `^/(?<account>[0-9]+)/(?<tenant>${slug})${end}`,
        board: "https://clientapps.jobadder.com/{account}/{tenant}",
      }),
    ],
    probes: [boardPage("https://clientapps.jobadder.com/{account}/{tenant}", "JobAdder")],
    notBoards: ["^(?:www\\.)?jobadder\\.com/"],
  }),
  system({
    id: "pcrecruiter",
    name: "PCRecruiter",
    vendorDomains: ["pcrecruiter.net"],
    tenantUrls: [
      {
        host: "^(?<shard>www[0-9]?|host|jobs)\\.pcrecruiter\\.net$",
        path: inQuery(
          "/[Pp][Cc][Rr][Bb]in/(?:jobboard|reg[0-9]?|candlogin)\\.(?:aspx|asp|exe)",
          "uid",
          "[^&#]{2,120}",
        ),
        use: "board",
        board: "https://{shard}.pcrecruiter.net/pcrbin/jobboard.aspx?uid={tenant}",
      },
    ],
    traces: [hint("script", "\\bpcrframeoptions\\b")],
    probes: [
      boardPage("https://{shard}.pcrecruiter.net/pcrbin/jobboard.aspx?uid={tenant}", "PCRecruiter"),
    ],
    caseSensitive: true,
  }),
  system({
    id: "avionte",
    name: "Avionté",
    caseSensitive: true,
    vendorDomains: ["avionte.com", "myavionte.com"],
    tenantUrls: [
      onQuery(
        "www.myavionte.com",
        { path: "/buildjobs_rss\\.aspx", param: "(?:compid|CompID)" },
        { use: "api", board: "https://www.myavionte.com/buildjobs_rss.aspx?compid={tenant}" },
      ),
      onQuery(
        "www.myavionte.com",
        { path: "/staff/jsonjobsv[0-9]\\.aspx", param: "(?:ID|id)" },
        { use: "api" },
      ),
      vendorOnly("hire.myavionte.com", "^/sonar/v[0-9]/job[Bb]oard/", "board"),
    ],
  }),
  system({
    id: "akkencloud",
    name: "AkkenCloud",
    vendorDomains: ["akkencloud.com"],
    tenantUrls: [
      {
        host: `^(?<tenant>${label})\\.akkencloud\\.com$`,
        path: "^/(?:jobs?|jobdetails|search|careers)?(?:[/?#]|$)",
        use: "board",
        board: "https://{tenant}.akkencloud.com/",
      },
      vendorOnly("jobs.akkencloud.com", "^/jobdetails/", "job"),
    ],
    probes: [boardPage("https://{tenant}.akkencloud.com/", "AkkenCloud")],
    notBoards: ["^(?:www\\.)?akkencloud\\.com/"],
  }),
  system({
    id: "trackerrms",
    name: "Tracker",
    caseSensitive: true,
    vendorDomains: ["tracker-rms.com"],
    tenantUrls: [
      {
        host: "^evoportal(?<region>us|uk|ca|au|eu)?\\.tracker-rms\\.com$",
        path: `^/(?<tenant>${slug})/(?:jobs|apply)${end}`,
        use: "board",
        board: "https://evoportal{region}.tracker-rms.com/{tenant}/jobs",
      },
    ],
    probes: [boardPage("https://evoportal{region}.tracker-rms.com/{tenant}/jobs", "Tracker")],
  }),
  hosted({
    id: "vincere",
    name: "Vincere",
    domain: "vincere.io",
    page: "careers",
    path: "^/careers(?:[/?#]|$)",
    notBoards: ["^(?:www\\.)?vincere\\.io/"],
  }),
  system({
    id: "recruitcrm",
    name: "Recruit CRM",
    caseSensitive: true,
    vendorDomains: ["recruitcrm.io"],
    tenantUrls: [
      onPath("recruitcrm.io", { prefix: "/jobs/", board: "https://recruitcrm.io/jobs/{tenant}" }),
      { host: "^albatross\\.recruitcrm\\.io$", path: "^/v1/external-pages/", use: "api" },
    ],
    probes: [boardPage("https://recruitcrm.io/jobs/{tenant}", "Recruit CRM")],
  }),
  system({
    id: "recruitly",
    name: "Recruitly",
    vendorDomains: ["recruitly.io"],
    tenantUrls: [
      { host: "^jobs\\.recruitly\\.io$", path: "^/widget/", use: "embed" },
      { host: "^api\\.recruitly\\.io$", path: "^/api/job\\?", use: "api" },
      { host: "^secure\\.recruitly\\.io$", path: "^/public/jobs/", use: "board" },
    ],
  }),
  hosted({
    id: "recruiteze",
    name: "Recruiteze",
    domain: "recruiteze.com",
    page: "Jobs/AllJobs",
    path: "^/[Jj]obs/",
  }),
  hosted({
    id: "oorwin",
    name: "Oorwin",
    domain: "oorwin.com",
    page: "careers",
    path: "^/careers(?:[/?#]|$)",
    vendorDomains: ["oorwin.ai"],
    tenantUrls: [{ host: "^api\\.oorwin\\.ai$", path: "^/api/v2/careers", use: "api" }],
  }),
  system({
    id: "ismartrecruit",
    name: "iSmartRecruit",
    vendorDomains: ["ismartrecruit.com"],
    tenantUrls: [vendorOnly("app.ismartrecruit.com", "^/WebsiteJSONAPI(?:[/?#]|$)", "api")],
  }),
  hosted({
    id: "snaphunt",
    name: "Snaphunt",
    domain: "snaphunt.com",
    tenantUrls: [vendorOnly("snaphunt.com", "^/jobs/[A-Za-z0-9]+", "job")],
    notBoards: ["^www\\.snaphunt\\.com/"],
  }),
  system({
    id: "tempworks",
    name: "TempWorks",
    caseSensitive: true,
    vendorDomains: ["tempworks.com", "ontempworks.com"],
    tenantUrls: [
      onPath("jobboard.ontempworks.com"),
      onPath("hrcenter.ontempworks.com", {
        prefix: "/en/",
        use: "apply",
        board: "https://jobboard.ontempworks.com/{tenant}",
      }),
    ],
    probes: [boardPage("https://jobboard.ontempworks.com/{tenant}", "TempWorks")],
  }),
  system({
    id: "mindscope",
    name: "Mindscope",
    caseSensitive: true,
    vendorDomains: ["mindscope.com"],
    tenantUrls: [
      {
        host: "^portal(?<shard>[0-9]*)\\.mindscope\\.com$",
        path: "^/(?<tenant>[A-Za-z0-9]+)_V2Portal(?:[/?#]|$)",
        use: "board",
        board: "https://portal{shard}.mindscope.com/{tenant}_V2Portal",
      },
    ],
    probes: [boardPage("https://portal{shard}.mindscope.com/{tenant}_V2Portal", "Mindscope")],
  }),
  hosted({
    id: "carerix",
    name: "Carerix",
    domain: "carerix.com",
    path: "^/(?:cxtools/|jobs|vacatures|[?#]|$)",
    notBoards: ["^(?:www\\.)?carerix\\.com/"],
  }),
  hosted({
    id: "otys",
    name: "OTYS",
    domain: "otysapp.com",
    vendorDomains: ["otys.com", "otys.nl", "otys.app"],
    tenantUrls: [{ host: "^webapi\\.otys\\.app$", path: "^/api(?:[/?#]|$)", use: "api" }],
    traces: [hint("script", "\\bOTYS\\.siteId\\b")],
  }),
  system({
    id: "connexys",
    name: "Connexys",
    vendorDomains: ["connexys.nl", "connexys.com"],
    tenantUrls: [
      onPath("www.connexys.nl", {
        path: "^/(?<tenant>[a-z0-9_-]+?)public/run/[a-z_]+\\.startup",
        use: "api",
        board: "https://www.connexys.nl/{tenant}public/run/xml_feed.startup",
      }),
    ],
  }),
];
