import type { RecruitingSystem } from "../recruiting-system.ts";
import {
  boardPage,
  end,
  endpoint,
  hosted,
  onPath,
  onSubdomain,
  slug,
  system,
  vendorOnly,
} from "./builders.ts";
import { companyAtKey } from "./common-patterns.ts";

/** Systems of India, the Gulf and East Asia. */
export const asia: readonly RecruitingSystem[] = [
  hosted({
    id: "keka",
    name: "Keka Hire",
    domain: "keka.com",
    page: "careers/",
    path: "^/(?:k/)?careers(?:[/?#]|$)",
    cnames: ["hr.keka.com", "keka.com"],
    source: "public tenant lists, seen 2026-06 to 2026-10",
  }),
  system({
    id: "darwinbox",
    name: "Darwinbox",
    vendorDomains: ["darwinbox.com", "darwinbox.in"],
    tenantUrls: [
      {
        host: "^(?<tenant>[a-z0-9][a-z0-9-]*)\\.darwinbox\\.(?<tld>in|com)$",
        path: "^/ms/candidate(?:v2|api)?/",
        use: "board",
        board: "https://{tenant}.darwinbox.{tld}/ms/candidate/careers",
      },
    ],
    probes: [boardPage("https://{tenant}.darwinbox.{tld}/ms/candidate/careers", "Darwinbox")],
    source: "public tenant lists, seen 2026-06 to 2026-10",
  }),
  hosted({
    id: "greythr",
    name: "greytHR",
    domain: "greythr.com",
    page: "hire/jobs",
    path: "^/hire/(?:jobs|api/career)(?:[/?#]|$)",
  }),
  system({
    id: "zimyo",
    name: "Zimyo",
    vendorDomains: ["zimyo.com", "zimyo.work"],
    tenantUrls: [
      onPath("zimyo.work", {
        prefix: "/recruit/careerJoblist/",
        tenant: "[A-Za-z0-9+%]+=*",
        board: "https://zimyo.work/recruit/careerJoblist/{tenant}",
      }),
      vendorOnly("zimyo.work", "^/recruit/career/details/", "job"),
    ],
    probes: [boardPage("https://zimyo.work/recruit/careerJoblist/{tenant}", "Zimyo")],
    caseSensitive: true,
  }),
  system({
    id: "hrone",
    name: "HROne",
    vendorDomains: ["hrone.cloud"],
    tenantUrls: [
      onSubdomain("hrone.cloud", {
        path: "^/career-portal(?:[/?#]|$)",
        board: "https://{tenant}.hrone.cloud/career-portal",
      }),
      {
        host: "^api\\.(?<tenant>[a-z0-9][a-z0-9-]*)\\.hrone\\.cloud$",
        path: "^/api/recruitment/",
        use: "api",
        board: "https://{tenant}.hrone.cloud/career-portal",
      },
    ],
    probes: [boardPage("https://{tenant}.hrone.cloud/career-portal", "HROne")],
  }),
  system({
    id: "turbohire",
    name: "TurboHire",
    vendorDomains: ["turbohire.co"],
    tenantUrls: [
      {
        host: "^(?<tenant>(?!(?:www|app|api|portal|careers)\\.)[a-z0-9][a-z0-9-]*)\\.turbohire\\.co$",
        path: "^/(?:dashboardv2|careerpage|job)(?:[/?#]|$)",
        use: "board",
        board: "https://{tenant}.turbohire.co/dashboardv2",
      },
      onPath("api.turbohire.co", {
        path: `^/api/careerpage/publicjobs[^?#]*\\?(?:[^#]*&)?companySlug=(?<tenant>${slug})`,
        use: "api",
        board: "https://{tenant}.turbohire.co/dashboardv2",
      }),
      {
        host: "^(?:portal|app|careers)\\.turbohire\\.co$",
        path: "^/(?:job/publicjobs|careerpage|dashboardv2)(?:[/?#]|$)",
        use: "job",
      },
    ],
    probes: [boardPage("https://{tenant}.turbohire.co/dashboardv2", "TurboHire")],
  }),
  system({
    id: "zwayam",
    name: "Zwayam",
    vendorDomains: ["zwayam.com", "openings.co"],
    tenantUrls: [
      onSubdomain("openings.co"),
      onPath("api.zwayam.com", {
        path: `^/company/(?<tenant>${slug})/jobs`,
        use: "api",
        board: "https://{tenant}.openings.co/",
      }),
      {
        host: "^(?:public|api)\\.zwayam\\.com$",
        path: "^/(?:jobs/search|job_preview)",
        use: "api",
      },
    ],
    cnames: ["openings.co"],
    probes: [boardPage("https://{tenant}.openings.co/", "Zwayam")],
  }),
  hosted({
    id: "peoplestrong",
    name: "PeopleStrong",
    domain: "peoplestrong.com",
    page: "job/joblist",
    path: "^/(?:job|portal/job|alt/careers)(?:[/?#]|$)",
  }),
  hosted({
    id: "ripplehire",
    name: "RippleHire",
    domain: "ripplehire.com",
    page: "candidate/",
    path: "^/(?:candidate|ripplehire)(?:[/?#]|$)",
  }),
  hosted({
    id: "sensehq",
    name: "Sense",
    domain: "sensehq.com",
    page: "careers",
    path: "^/careers(?:[/?#]|$)",
  }),
  system({
    id: "pyjamahr",
    name: "PyjamaHR",
    vendorDomains: ["pyjamahr.com"],
    tenantUrls: [
      onPath("jobs.pyjamahr.com"),
      onPath("app.pyjamahr.com", {
        prefix: "/careers/",
        board: "https://jobs.pyjamahr.com/{tenant}",
      }),
      onPath("api.pyjamahr.com", {
        path: `^/api/career/jobs/[^?#]*\\?(?:[^#]*&)?company_slug=(?<tenant>${slug})`,
        use: "api",
        board: "https://jobs.pyjamahr.com/{tenant}",
      }),
    ],
    probes: [
      boardPage("https://jobs.pyjamahr.com/{tenant}", "PyjamaHR"),
      endpoint("https://api.pyjamahr.com/api/career/jobs/?company_slug={tenant}&page=1", {
        companyPatterns: [companyAtKey("company_name")],
      }),
    ],
  }),
  system({
    id: "mynexthire",
    name: "MyNextHire",
    vendorDomains: ["mynexthire.com", "mynexthire.io"],
    tenantUrls: [
      onSubdomain("mynexthire.com", {
        path: "^/employer/jobs(?:[/?#]|$)",
        board: "https://{tenant}.mynexthire.com/employer/jobs/careers",
      }),
      onSubdomain("careers.mynexthire.io"),
    ],
    probes: [boardPage("https://{tenant}.mynexthire.com/employer/jobs/careers", "MyNextHire")],
  }),
  system({
    id: "herp",
    name: "HERP Careers",
    vendorDomains: ["herp.careers", "herp.co.jp"],
    tenantUrls: [
      onPath("herp.careers", {
        prefix: "/(?:careers/companies|v1)/",
        board: "https://herp.careers/v1/{tenant}",
      }),
    ],
    probes: [boardPage("https://herp.careers/v1/{tenant}", "HERP")],
    source: "public tenant lists, seen 2026-06 to 2026-10",
  }),
  system({
    id: "hrmos",
    name: "HRMOS",
    vendorDomains: ["hrmos.co"],
    tenantUrls: [
      onPath("hrmos.co", { prefix: "/pages/", board: "https://hrmos.co/pages/{tenant}/jobs" }),
    ],
    probes: [boardPage("https://hrmos.co/pages/{tenant}/jobs", "HRMOS")],
    source: "public tenant lists, seen 2026-06 to 2026-10",
  }),
  system({
    id: "moka",
    name: "MokaHR",
    vendorDomains: ["mokahr.com"],
    tenantUrls: [
      onPath("app.mokahr.com", {
        path: `^/(?<kind>social-recruitment|campus-recruitment|campus_apply|apply|recommendation-apply)/(?<tenant>${slug})/(?<org>[0-9]+)${end}`,
        board: "https://app.mokahr.com/{kind}/{tenant}/{org}",
      }),
      onPath("app.mokahr.com", {
        path: `^/(?<kind>social-recruitment|campus-recruitment|campus_apply|apply)/(?<tenant>${slug})/?(?=[?#]|$)`,
        board: "https://app.mokahr.com/{kind}/{tenant}",
      }),
      {
        host: "^(?<site>(?!(?:www|app|api|login|staging)\\.)[a-z0-9][a-z0-9-]*)\\.mokahr\\.com$",
        use: "board",
      },
    ],
    probes: [boardPage("https://app.mokahr.com/{kind}/{tenant}/{org}", "Moka")],
    source: "public tenant lists, seen 2026-06 to 2026-10",
  }),
  hosted({
    id: "beisen",
    name: "Beisen",
    domain: "zhiye.com",
    vendorDomains: ["beisen.com"],
    source: "public tenant lists, seen 2026-06 to 2026-10",
  }),
  hosted({ id: "greeting", name: "Greeting", domain: "career.greetinghr.com" }),
  hosted({
    id: "talentera",
    name: "Talentera",
    domain: "talentera.com",
    notBoards: ["^(?:www\\.)?talentera\\.com/"],
  }),
  system({
    id: "hreasily",
    name: "HReasily",
    vendorDomains: ["hreasily.com"],
    tenantUrls: [onPath("careers.hreasily.com")],
    probes: [boardPage("https://careers.hreasily.com/{tenant}", "HReasily")],
  }),
];
