import type { RecruitingSystem } from "../recruiting-system.ts";
import {
  boardPage,
  end,
  endpoint,
  hosted,
  locale,
  onPath,
  onQuery,
  slug,
  system,
  uuid,
  vendorOnly,
} from "./builders.ts";
import { companyAtKey } from "./common-patterns.ts";

/** Systems of France and the Low Countries. */
export const beneluxFrance: readonly RecruitingSystem[] = [
  hosted({
    id: "homerun",
    name: "Homerun",
    domain: "homerun.co",
    tenantUrls: [onPath("feed.homerun.co", { use: "api", board: "https://{tenant}.homerun.co/" })],
    notBoards: ["^(?:www\\.)?homerun\\.co/"],
  }),
  system({
    id: "cvwarehouse",
    name: "CVWarehouse",
    vendorDomains: ["cvwarehouse.com"],
    tenantUrls: [
      onQuery(
        "jobpage.cvwarehouse.com",
        { path: "/", param: "company[Gg]uid", tenant: uuid },
        { board: "https://jobpage.cvwarehouse.com/?companyGuid={tenant}" },
      ),
    ],
    probes: [boardPage("https://jobpage.cvwarehouse.com/?companyGuid={tenant}", "CVWarehouse")],
  }),
  hosted({
    id: "jobtoolz",
    name: "Jobtoolz",
    domain: "jobtoolz.com",
    notBoards: ["^(?:www\\.)?jobtoolz\\.com/"],
  }),
  system({
    id: "talentsoft",
    name: "Cegid Talentsoft",
    vendorDomains: ["cegid.com", "talent-soft.com", "cegid-hr.com", "talentsoft.com"],
    tenantUrls: [
      {
        host: "^(?<tenant>[a-z0-9][a-z0-9-]*?)-(?<kind>recrute|recrutement|career|careers|jobs|emploi)\\.talent-soft\\.com$",
        use: "board",
        board: "https://{tenant}-{kind}.talent-soft.com/",
      },
      {
        host: "^(?!(?:www|login|access)\\.)(?![a-z0-9-]+-(?:recrute|recrutement|career|careers|jobs|emploi)\\.)(?<tenant>[a-z0-9][a-z0-9-]*)\\.talent-soft\\.com$",
        path: "^/(?:offre-de-emploi|offre-de-stage|job|handlers/offer|[A-Za-z]+/liste-offres)",
        use: "board",
        board: "https://{tenant}.talent-soft.com/offre-de-emploi/liste-offres.aspx",
      },
      {
        host: "^(?<tenant>[a-z0-9][a-z0-9-]*?)-(?<kind>recrute|recrutement|career|careers|jobs|emploi)\\.cegid-hr\\.com$",
        use: "board",
        board: "https://{tenant}-{kind}.cegid-hr.com/",
      },
    ],
    cnames: ["talent-soft.com", "cegid-hr.com"],
    probes: [
      boardPage("https://{tenant}-{kind}.talent-soft.com/", "(?:Cegid|Talentsoft)"),
      boardPage("https://{tenant}-{kind}.cegid-hr.com/", "(?:Cegid|Talentsoft)"),
    ],
  }),
  hosted({
    id: "digitalrecruiters",
    name: "DigitalRecruiters",
    domain: "digitalrecruiters.com",
    vendorDomains: ["cegid.com"],
    notBoards: ["^(?:www\\.)?digitalrecruiters\\.com/"],
  }),
  system({
    id: "flatchr",
    name: "Flatchr",
    vendorDomains: ["flatchr.io"],
    tenantUrls: [
      {
        host: "^careers\\.flatchr\\.io$",
        path: `^/(?:${locale}/)?company/(?<tenant>${slug})(?:\\.json)?${end}`,
        use: "board",
        board: "https://careers.flatchr.io/fr/company/{tenant}/",
      },
      vendorOnly("careers.flatchr.io", `^/(?:${locale}/)?vacancy/`, "job"),
    ],
    probes: [
      endpoint("https://careers.flatchr.io/company/{tenant}.json", {
        companyPatterns: [companyAtKey("(?:company|company_name)")],
      }),
      boardPage("https://careers.flatchr.io/fr/company/{tenant}/", "Flatchr"),
    ],
  }),
  system({
    id: "beetween",
    name: "Beetween",
    vendorDomains: ["beetween.com"],
    tenantUrls: [
      onPath("emploi.beetween.com", {
        prefix: "/WeaselWeb/p/",
        board: "https://emploi.beetween.com/WeaselWeb/p/{tenant}",
      }),
      vendorOnly("api.beetween.com", "^/WeaselWeb(?:[/?#]|$)", "api"),
    ],
    probes: [boardPage("https://emploi.beetween.com/WeaselWeb/p/{tenant}", "Beetween")],
  }),
  hosted({
    id: "softy",
    name: "Softy",
    domain: "softy.pro",
    page: "offres",
    notBoards: ["^(?:www\\.)?softy\\.pro/"],
  }),
  hosted({
    id: "taleez",
    name: "Taleez",
    domain: "taleez.com",
    tenantUrls: [
      onPath("taleez.com", { prefix: "/careers/", board: "https://taleez.com/careers/{tenant}" }),
      vendorOnly("taleez.com", "^/apply/", "apply"),
    ],
    notBoards: ["^www\\.taleez\\.com/"],
  }),
  system({
    id: "cleverconnect",
    name: "CleverConnect",
    vendorDomains: ["cleverconnect.com"],
    tenantUrls: [
      {
        host: "^career\\.(?<tenant>[a-z0-9][a-z0-9-]*)\\.cleverconnect\\.com$",
        use: "board",
        board: "https://career.{tenant}.cleverconnect.com/jobs",
      },
    ],
    cnames: ["cleverconnect.com"],
    probes: [boardPage("https://career.{tenant}.cleverconnect.com/jobs", "CleverConnect")],
  }),
];
