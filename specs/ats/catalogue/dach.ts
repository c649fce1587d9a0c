import type { RecruitingSystem } from "../recruiting-system.ts";
import {
  boardPage,
  hint,
  hosted,
  label,
  onPath,
  onSubdomain,
  slug,
  system,
  vendorOnly,
} from "./builders.ts";
import { companyAtKey, companyInside } from "./common-patterns.ts";

/** Systems of Germany, Austria and Switzerland. */
export const dach: readonly RecruitingSystem[] = [
  system({
    id: "join",
    name: "JOIN",
    vendorDomains: ["join.com"],
    tenantUrls: [
      onPath("join.com", { prefix: "/companies/", board: "https://join.com/companies/{tenant}" }),
      onPath("join.com", {
        prefix: "/api/public/companies/",
        use: "api",
        board: "https://join.com/companies/{tenant}",
      }),
      vendorOnly("join.com", "^/api/widget/bundle/", "embed"),
    ],
    traces: [hint("dom", "data-mount-in=[\"']#join-widget[\"']")],
    probes: [
      boardPage("https://join.com/companies/{tenant}", "JOIN", {
        companyPatterns: [
          companyInside("company", "name"),
          ...boardPage("", "JOIN").companyPatterns,
        ],
      }),
    ],
    source: "public tenant lists and embeds, seen 2026-06 to 2026-10",
  }),
  system({
    id: "softgarden",
    name: "softgarden",
    vendorDomains: ["softgarden.com", "softgarden.de", "softgarden.io"],
    tenantUrls: [
      {
        host: `^(?<tenant>${label})\\.(?<domain>career\\.softgarden\\.de|softgarden\\.io)$`,
        use: "board",
        board: "https://{tenant}.{domain}/",
      },
    ],
    cnames: ["softgarden.io", "career.softgarden.de"],
    probes: [boardPage("https://{tenant}.{domain}/", "softgarden")],
    notBoards: ["^(?:www|app|api|account|matching|certificate)\\.softgarden\\.(?:io|de|com)/"],
    source: "public tenant lists, seen 2026-06 to 2026-10",
  }),
  system({
    id: "rexx",
    name: "rexx systems",
    vendorDomains: ["rexx-systems.com", "rexx-recruitment.com"],
    tenantUrls: [
      {
        host: "^(?<tenant>[a-z0-9][a-z0-9-]*?)-portal\\.rexx-systems\\.com$",
        use: "board",
        board: "https://{tenant}-portal.rexx-systems.com/stellenangebote.html",
      },
    ],
    traces: [hint("script", "\\brexx[_-](?:recruitment|systems|hr)\\b")],
    cnames: ["rexx-systems.com"],
    probes: [boardPage("https://{tenant}-portal.rexx-systems.com/stellenangebote.html", "rexx")],
  }),
  system({
    id: "umantis",
    name: "Haufe umantis",
    vendorDomains: ["umantis.com", "haufe-umantis.com", "haufe.com"],
    tenantUrls: [
      {
        host: "^recruitingapp-(?<tenant>[0-9]+)\\.umantis\\.com$",
        use: "board",
        board: "https://recruitingapp-{tenant}.umantis.com/Jobs/All",
      },
      {
        host: "^recruitingapp-(?<tenant>[0-9]+)\\.(?<region>de|ch|at)\\.umantis\\.com$",
        use: "board",
        board: "https://recruitingapp-{tenant}.{region}.umantis.com/Jobs/All",
      },
    ],
    cnames: ["umantis.com"],
    probes: [
      boardPage(
        "https://recruitingapp-{tenant}.{region}.umantis.com/Jobs/All",
        "(?:Haufe|umantis)",
      ),
      boardPage("https://recruitingapp-{tenant}.umantis.com/Jobs/All", "(?:Haufe|umantis)"),
    ],
    notBoards: ["^employeeapp-[0-9]+\\.(?:[a-z]{2}\\.)?umantis\\.com/"],
  }),
  system({
    id: "onlyfy",
    name: "onlyfy one",
    vendorDomains: ["onlyfy.com", "onlyfy.jobs", "jobbase.io", "prescreen.io", "prescreenapp.io"],
    tenantUrls: [
      onSubdomain("onlyfy.jobs"),
      onSubdomain("jobbase.io", { board: "https://{tenant}.onlyfy.jobs/" }),
      onSubdomain("prescreenapp.io", { board: "https://{tenant}.onlyfy.jobs/" }),
      {
        host: "^(?:[a-z0-9-]+\\.)?prescreen\\.io$",
        path: "^/(?:[^?#]*/)?iframeWidget\\.js",
        use: "embed",
      },
    ],
    cnames: ["onlyfy.jobs", "jobbase.io"],
    probes: [boardPage("https://{tenant}.onlyfy.jobs/", "onlyfy")],
  }),
  system({
    id: "dvinci",
    name: "d.vinci",
    vendorDomains: ["dvinci.de", "dvinci-hr.com", "dvinci-easy.com"],
    tenantUrls: [
      {
        host: `^(?<tenant>${label})\\.(?<domain>dvinci-hr\\.com|dvinci-easy\\.com|dvinci\\.de)$`,
        use: "board",
        board: "https://{tenant}.{domain}/",
      },
    ],
    cnames: ["dvinci-hr.com"],
    probes: [boardPage("https://{tenant}.{domain}/", "d.vinci")],
    notBoards: ["^(?:www\\.)?dvinci\\.de/"],
  }),
  hosted({
    id: "beesite",
    name: "BeeSite",
    domain: "beesite.de",
    vendorDomains: ["milchundzucker.de"],
    reserved: ["frontend-demo"],
  }),
  hosted({
    id: "concludis",
    name: "Concludis",
    domain: "concludis.de",
    path: "^/(?:prj/|bewerber|[?#]|$)",
    notBoards: ["^(?:www\\.)?concludis\\.de/"],
  }),
  hosted({
    id: "heyrecruit",
    name: "Heyrecruit",
    domain: "heyrecruit.de",
    page: "?page=jobs",
    path: "^/(?:\\?(?:[^#]*&)?page=jobs?|$)",
    notBoards: ["^(?:www\\.)?heyrecruit\\.de/"],
  }),
  hosted({
    id: "kenjo",
    name: "Kenjo",
    domain: "kenjo.io",
    path: "^/(?:positions|api/controller/career-site)?(?:[/?#]|$)",
    notBoards: ["^(?:www|app)\\.kenjo\\.io/"],
    probes: [
      {
        url: "https://{tenant}.kenjo.io/api/controller/career-site/public/{tenant}",
        aliveStatus: [200],
        companyPatterns: [companyAtKey("(?:companyName|name)")],
        websitePatterns: [],
      },
      boardPage("https://{tenant}.kenjo.io/", "Kenjo"),
    ],
  }),
  hosted({
    id: "workwise",
    name: "Workwise",
    domain: "workwise.io",
    tenantUrls: [{ host: "^www\\.workwise\\.io$", path: `^/job/[0-9]+-${slug}`, use: "job" }],
    notBoards: ["^www\\.workwise\\.io/(?!job/)"],
  }),
  system({
    id: "skeeled",
    name: "Skeeled",
    vendorDomains: ["skeeled.com"],
    tenantUrls: [
      onPath("app.skeeled.com", {
        prefix: "/board/",
        tenant: "[0-9a-f]{24}",
        board: "https://app.skeeled.com/board/{tenant}",
      }),
      vendorOnly("app.skeeled.com", "^/offer/c/[0-9a-f]{24}", "job"),
    ],
    probes: [boardPage("https://app.skeeled.com/board/{tenant}", "[Ss]keeled")],
  }),
];
