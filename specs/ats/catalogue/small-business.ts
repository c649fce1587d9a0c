import type { RecruitingSystem } from "../recruiting-system.ts";
import {
  boardPage,
  end,
  endpoint,
  hint,
  hosted,
  label,
  onPath,
  onQuery,
  onSubdomain,
  script,
  slug,
  system,
  uuid,
  vendorOnly,
} from "./builders.ts";
import { companyAtKey, websiteAtKey } from "./common-patterns.ts";

/** Systems of small and middling companies, most of them North American. */
export const smallBusiness: readonly RecruitingSystem[] = [
  system({
    id: "manatal",
    name: "Manatal",
    vendorDomains: ["manatal.com", "careers-page.com"],
    tenantUrls: [
      onPath("www.careers-page.com", {
        prefix: "/(?:api/v[0-9.]+/c/)?",
        tenant: `(?!api${end})${slug}`,
      }),
      onPath("careers-page.com", { board: "https://www.careers-page.com/{tenant}" }),
      {
        host: "^(?:core\\.)?api\\.manatal\\.com$",
        path: `^/open/v[0-9]/career-page/(?<tenant>${slug})${end}`,
        use: "api",
        board: "https://www.careers-page.com/{tenant}",
      },
    ],
    probes: [
      endpoint("https://core.api.manatal.com/open/v3/career-page/{tenant}/", {
        deadPattern: "Not found",
        companyPatterns: [companyAtKey("name")],
        websitePatterns: [websiteAtKey("website")],
      }),
      boardPage("https://www.careers-page.com/{tenant}", "Manatal"),
    ],
  }),
  hosted({
    id: "cats",
    name: "CATS",
    domain: "catsone.com",
    page: "careers",
    path: "^/careers(?:[/?#]|$)",
    tenantUrls: [vendorOnly("app.catsone.com", "^/resources/entry-jobwidget\\.js", "embed")],
    traces: [
      script(
        "\\bcjw\\(\\s*\\{[^}]{0,300}?domain[\"']?\\s*:\\s*[\"'](?<tenant>[a-zA-Z0-9][a-zA-Z0-9-]*)\\.catsone\\.com",
        "https://{tenant}.catsone.com/careers",
      ),
      hint("dom", "id=[\"']cats-portal-widget[\"']"),
    ],
  }),
  system({
    id: "fountain",
    name: "Fountain",
    vendorDomains: ["fountain.com"],
    tenantUrls: [
      {
        host: "^(?<pod>(?!api\\.|help\\.|status\\.|app\\.)[a-z0-9-]+)\\.fountain\\.com$",
        path: `^/(?:[a-z]{2}/)?(?:apply|portal)/(?<tenant>(?!applications${end}|opening${end})${slug})${end}`,
        use: "board",
        board: "https://{pod}.fountain.com/apply/{tenant}",
      },
    ],
    probes: [boardPage("https://{pod}.fountain.com/apply/{tenant}", "Fountain")],
    notBoards: ["^(?:www\\.)?fountain\\.com/"],
  }),
  system({
    id: "polymer",
    name: "Polymer",
    vendorDomains: ["polymer.co"],
    tenantUrls: [
      onPath("jobs.polymer.co"),
      onPath("api.polymer.co", {
        prefix: "/v1/hire/organizations/",
        use: "api",
        board: "https://jobs.polymer.co/{tenant}",
      }),
    ],
    probes: [
      endpoint("https://api.polymer.co/v1/hire/organizations/{tenant}", {
        companyPatterns: [companyAtKey("name")],
      }),
      boardPage("https://jobs.polymer.co/{tenant}", "Polymer"),
    ],
  }),
  hosted({
    id: "trakstar",
    name: "Trakstar Hire",
    domain: "hire.trakstar.com",
    vendorDomains: ["recruiterbox.com", "mitratech.com"],
    tenantUrls: [
      onSubdomain("recruiterbox.com", { board: "https://{tenant}.hire.trakstar.com/" }),
      onQuery(
        "jsapi.recruiterbox.com",
        { path: "/v[0-9]/openings[^?#]*", param: "client_name" },
        { use: "embed", board: "https://{tenant}.hire.trakstar.com/" },
      ),
    ],
    reserved: ["jsapi"],
  }),
  system({
    id: "hireology",
    name: "Hireology",
    vendorDomains: ["hireology.com", "hireology.careers"],
    tenantUrls: [
      onPath("careers.hireology.com"),
      onPath("api.hireology.com", {
        prefix: "/v2/public/careers/",
        use: "api",
        board: "https://careers.hireology.com/{tenant}",
      }),
      onSubdomain("hireology.careers"),
      vendorOnly("app.hireology.com", "^/(?:widget\\.js|assets/careers\\.js)", "embed"),
    ],
    cnames: ["hireology.careers"],
    probes: [
      boardPage("https://careers.hireology.com/{tenant}", "Hireology"),
      boardPage("https://{tenant}.hireology.careers/", "Hireology"),
    ],
  }),
  hosted({
    id: "applicantpro",
    name: "ApplicantPro",
    domain: "applicantpro.com",
    page: "jobs/",
    path: "^/(?:jobs(?:[/?#]|$)|openings/|iframe/|[?#]|$)",
    tenantUrls: [
      onPath("www.applicantpro.com", {
        prefix: "/openings/",
        board: "https://{tenant}.applicantpro.com/jobs/",
      }),
    ],
    notBoards: ["^(?:www\\.)?applicantpro\\.com/(?!openings/)"],
  }),
  hosted({
    id: "applicantstack",
    name: "ApplicantStack",
    domain: "applicantstack.com",
    page: "x/openings",
    path: "^/x/(?:openings|detail|apply|listing)(?:[/?#]|$)",
    traces: [hint("dom", "id=[\"']asbranding[\"']")],
  }),
  hosted({
    id: "arcoro",
    name: "Arcoro (BirdDogHR)",
    domain: "birddoghr.com",
    vendorDomains: ["arcoro.com", "ourcareerpages.com"],
    tenantUrls: [vendorOnly("jobs.ourcareerpages.com", "^/(?:job|ccp|search)", "job")],
  }),
  system({
    id: "clearcompany",
    name: "ClearCompany",
    vendorDomains: ["clearcompany.com", "hrmdirect.com"],
    tenantUrls: [
      {
        host: `^(?<tenant>${label})\\.(?<direct>hrmdirect)\\.com$`,
        path: "^/(?:employment(?:[/?#]|$)|[?#]|$)",
        use: "board",
        board: "https://{tenant}.{direct}.com/employment/job-openings.php?search=true",
      },
      {
        host: `^(?<tenant>${label})\\.(?<own>clearcompany)\\.com$`,
        path: "^/careers(?:[/?#]|$)",
        use: "board",
        board: "https://{tenant}.{own}.com/careers",
      },
      {
        host: "^(?<page>careers-page)\\.clearcompany\\.com$",
        path: `^/jobs/(?<tenant>${slug})${end}`,
        use: "board",
        board: "https://{page}.clearcompany.com/jobs/{tenant}",
      },
    ],
    cnames: ["hrmdirect.com"],
    probes: [
      boardPage(
        "https://{tenant}.{direct}.com/employment/job-openings.php?search=true",
        "ClearCompany",
      ),
      boardPage("https://{tenant}.{own}.com/careers", "ClearCompany"),
      boardPage("https://{page}.clearcompany.com/jobs/{tenant}", "ClearCompany"),
    ],
    reserved: ["careers-page", "reports"],
  }),
  system({
    id: "careerplug",
    name: "CareerPlug",
    vendorDomains: ["careerplug.com"],
    tenantUrls: [
      onSubdomain("careerplug.com", {
        path: "^/(?:jobs|accounts|account)?(?:[/?#]|$)",
        board: "https://{tenant}.careerplug.com/jobs",
      }),
      {
        host: "^(?:[a-z0-9-]+\\.)?(?:sfagentjobs|sfagentcareers|apscareerportal)\\.com$",
        use: "board",
      },
    ],
    probes: [boardPage("https://{tenant}.careerplug.com/jobs", "CareerPlug")],
    notBoards: ["^(?:www\\.)?careerplug\\.com/"],
  }),
  system({
    id: "jobscore",
    name: "JobScore",
    vendorDomains: ["jobscore.com"],
    tenantUrls: [
      onPath("careers.jobscore.com", {
        prefix: "/(?:careers|jobs)/",
        board: "https://careers.jobscore.com/careers/{tenant}",
      }),
    ],
    probes: [boardPage("https://careers.jobscore.com/careers/{tenant}", "JobScore")],
  }),
  system({
    id: "gohire",
    name: "GoHire",
    vendorDomains: ["gohire.io"],
    tenantUrls: [
      onPath("jobs.gohire.io", {
        tenant: "[a-z0-9][a-z0-9-]*-[a-z0-9]{6,12}",
        board: "https://jobs.gohire.io/{tenant}/",
      }),
      { host: "^widget\\.gohire\\.io$", path: "^/widget/(?<widget>[A-Za-z0-9]+)", use: "embed" },
      { host: "^app\\.gohire\\.io$", path: "^/widget/", use: "embed" },
      { host: "^api2?\\.gohire\\.io$", path: "^/widget-jobs?(?:[/?#]|$)", use: "api" },
    ],
    probes: [boardPage("https://jobs.gohire.io/{tenant}/", "GoHire")],
  }),
  system({
    id: "hiringthing",
    name: "HiringThing",
    vendorDomains: [
      "hiringthing.com",
      "prismhr-hire.com",
      "oasisrecruit.com",
      "elevate-ats.com",
      "gnahiring.com",
    ],
    tenantUrls: [
      {
        host: `^(?<tenant>${label})\\.(?<domain>hiringthing|prismhr-hire|oasisrecruit|elevate-ats|gnahiring)\\.com$`,
        use: "board",
        board: "https://{tenant}.{domain}.com/",
      },
    ],
    probes: [boardPage("https://{tenant}.{domain}.com/", "(?:HiringThing|PrismHR)")],
  }),
  system({
    id: "recruiterflow",
    name: "Recruiterflow",
    vendorDomains: ["recruiterflow.com"],
    tenantUrls: [
      onPath("recruiterflow.com", {
        path: `^/(?<tenant>${slug})/jobs${end}`,
        board: "https://recruiterflow.com/{tenant}/jobs",
      }),
    ],
    probes: [boardPage("https://recruiterflow.com/{tenant}/jobs", "Recruiterflow")],
  }),
  system({
    id: "kula",
    name: "Kula",
    vendorDomains: ["kula.ai"],
    tenantUrls: [onPath("careers.kula.ai")],
    probes: [boardPage("https://careers.kula.ai/{tenant}", "Kula")],
  }),
  system({
    id: "harri",
    name: "Harri",
    vendorDomains: ["harri.com"],
    tenantUrls: [onPath("harri.com", { tenant: slug })],
    probes: [boardPage("https://harri.com/{tenant}", "Harri")],
    reserved: [
      "solutions",
      "product",
      "products",
      "resources",
      "customers",
      "integrations",
      "platform",
      "demo",
      "partners",
      "press",
    ],
    caseSensitive: true,
    notBoards: ["^www\\.harri\\.com/"],
  }),
  system({
    id: "talentreef",
    name: "TalentReef",
    vendorDomains: ["talentreef.com", "jobappnetwork.com"],
    tenantUrls: [
      onPath("apply.jobappnetwork.com", { board: "https://apply.jobappnetwork.com/{tenant}/en" }),
      vendorOnly("jobappnetwork.com"),
    ],
    probes: [boardPage("https://apply.jobappnetwork.com/{tenant}/en", "TalentReef")],
    reserved: ["clients"],
  }),
  system({
    id: "workstream",
    name: "Workstream",
    vendorDomains: ["workstream.us", "got.work"],
    tenantUrls: [
      onPath("www.workstream.us", {
        path: `^/j/(?<account>[0-9a-f]{6,10})/(?<tenant>${slug})${end}`,
        board: "https://www.workstream.us/j/{account}/{tenant}",
      }),
      onPath("got.work", { board: "https://got.work/{tenant}" }),
    ],
    probes: [
      boardPage("https://www.workstream.us/j/{account}/{tenant}", "Workstream"),
      boardPage("https://got.work/{tenant}", "Workstream"),
    ],
  }),
  system({
    id: "apploi",
    name: "Apploi",
    vendorDomains: ["apploi.com"],
    tenantUrls: [
      onPath("jobs.apploi.com", {
        prefix: "/profile/",
        tenant: "[A-Za-z0-9][A-Za-z0-9._-]*",
        board: "https://jobs.apploi.com/profile/{tenant}",
      }),
      onPath("api.apploi.com", {
        prefix: "/v1/company_profiles/",
        tenant: "[A-Za-z0-9][A-Za-z0-9._-]*",
        use: "api",
        board: "https://jobs.apploi.com/profile/{tenant}",
      }),
      vendorOnly("jobs.apploi.com", "^/view/[0-9]+", "job"),
    ],
    probes: [
      endpoint("https://api.apploi.com/v1/company_profiles/{tenant}", {
        companyPatterns: [companyAtKey("(?:name|company_name)")],
      }),
      boardPage("https://jobs.apploi.com/profile/{tenant}", "Apploi"),
    ],
  }),
  system({
    id: "eddy",
    name: "Eddy",
    vendorDomains: ["eddy.com"],
    tenantUrls: [
      onPath("app.eddy.com", {
        prefix: "/careers/",
        tenant: uuid,
        board: "https://app.eddy.com/careers/{tenant}",
      }),
      onPath("app.eddy.com", {
        path: `^/api/ats/public/job-opening/(?:${uuid}/)?organization/(?<tenant>${uuid})`,
        use: "api",
        board: "https://app.eddy.com/careers/{tenant}",
      }),
    ],
    probes: [boardPage("https://app.eddy.com/careers/{tenant}", "Eddy")],
  }),
  hosted({
    id: "exacthire",
    name: "ExactHire HireCentric",
    domain: "hirecentric.com",
    page: "jobsearch",
    vendorDomains: ["exacthire.com"],
    notBoards: ["^(?:www\\.)?hirecentric\\.com/"],
  }),
  hosted({
    id: "healthcaresource",
    name: "symplr Recruiting (HealthcareSource)",
    domain: "hcshiring.com",
    page: "jobs",
    vendorDomains: ["symplr.com", "healthcaresource.com"],
  }),
  hosted({
    id: "submit4jobs",
    name: "Submit4Jobs (Pereless)",
    domain: "submit4jobs.com",
    vendorDomains: ["pereless.com"],
    path: "^/(?!favicon)",
  }),
  hosted({
    id: "vidcruiter",
    name: "VidCruiter",
    domain: "hiringplatform.com",
    vendorDomains: ["vidcruiter.com"],
    path: "^/(?:list/|processes/)",
    page: "list/careers",
  }),
  system({
    id: "vivahr",
    name: "VivaHR",
    vendorDomains: ["vivahr.com", "avahr.com"],
    tenantUrls: [onPath("jobs.avahr.com", { board: "https://jobs.avahr.com/{tenant}/jobs" })],
    probes: [boardPage("https://jobs.avahr.com/{tenant}/jobs", "(?:VivaHR|AvaHR)")],
  }),
  system({
    id: "recooty",
    name: "Recooty",
    vendorDomains: ["recooty.com", "recooty.app", "careerspage.io"],
    tenantUrls: [
      onPath("careerspage.io"),
      { host: "^standaloneapi\\.recooty\\.app$", path: "^/api/widget/", use: "embed" },
      vendorOnly("jobwidget.recooty.com", undefined, "embed"),
    ],
    probes: [boardPage("https://careerspage.io/{tenant}", "Recooty")],
  }),
  hosted({
    id: "talentlyft",
    name: "TalentLyft",
    domain: "talentlyft.com",
    tenantUrls: [
      onPath("api.talentlyft.com", {
        prefix: "/v2/public/",
        use: "api",
        board: "https://{tenant}.talentlyft.com/",
      }),
    ],
  }),
  hosted({
    id: "jobsoid",
    name: "Jobsoid",
    domain: "jobsoid.com",
    notBoards: ["^(?:www\\.)?jobsoid\\.com/"],
  }),
  hosted({
    id: "hrpartner",
    name: "HR Partner",
    domain: "hrpartner.io",
    page: "jobs",
    path: "^/jobs(?:[/?#]|$)",
  }),
];
