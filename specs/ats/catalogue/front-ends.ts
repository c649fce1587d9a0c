import type { RecruitingSystem } from "../recruiting-system.ts";
import {
  boardPage,
  hint,
  inQuery,
  label,
  markup,
  onPath,
  onSubdomain,
  script,
  slug,
  system,
  vendorOnly,
} from "./builders.ts";

/** Career sites that stand in front of a system of record. */
export const frontEnds: readonly RecruitingSystem[] = [
  system({
    id: "phenom",
    name: "Phenom",
    caseSensitive: true,
    role: "front_end",
    vendorDomains: ["phenom.com", "phenompeople.com", "phenompeople.net"],
    tenantUrls: [
      {
        host: "^(?:cdn|content|assets|pp-cdn)\\.phenompeople\\.(?:com|net)$",
        path: "^/CareerConnectResources/(?:[a-z]+/)?(?<tenant>[A-Z0-9][A-Z0-9_]{3,})/",
        use: "asset",
      },
      {
        host: "^(?:cdn|content)\\.phenompeople\\.(?:com|net)$",
        path: "^/CareerConnectResources/",
        use: "asset",
      },
      {
        host: `^(?<site>(?!(?:www|cdn|cdn-bot|assets|content|pp-cdn|api|login)\\.)${label})\\.phenompeople\\.com$`,
        use: "board",
      },
    ],
    traces: [
      script(
        'phApp\\s*=\\s*phApp\\s*\\|\\|\\s*\\{[^;]{0,1000}?"refNum"\\s*:\\s*"(?<tenant>[A-Z0-9][A-Z0-9_]{3,})"',
      ),
      hint("script", "\\bphApp\\.(?:ddo|urlMap)\\s*="),
      hint("dom", "data-ph-at-id=[\"']"),
      hint("dom", "ph-page=[\"']search-results[\"']"),
    ],
    cnames: ["phenompeople.com", "phenompeople.net"],
    notBoards: ["^(?:www\\.)?phenom(?:people)?\\.com/"],
    source: "public tenant lists and measured sites, seen 2026-06 to 2026-10",
  }),
  system({
    id: "radancy",
    name: "Radancy TalentBrew",
    role: "front_end",
    vendorDomains: [
      "radancy.com",
      "radancy.net",
      "radancy.eu",
      "talentbrew.com",
      "tmp.com",
      "tmpwebeng.com",
    ],
    tenantUrls: [
      { host: "^tbcdn\\.talentbrew\\.com$", path: "^/company/(?<tenant>[0-9]+)/", use: "asset" },
      { host: `^(?<site>(?!(?:www|tbcdn)\\.)${label})\\.talentbrew\\.com$`, use: "board" },
    ],
    traces: [
      markup("name=[\"']site-organization-id[\"'][^>]{0,40}content=[\"'](?<tenant>[0-9]+)[\"']"),
      markup("<meta[^>]{0,40}name=[\"'](?:site-tenant-id|gtm_tenantid|gtm_companysiteid)[\"']"),
      hint("dom", "class=[\"'][^\"']{0,200}\\bsection[0-9]+__search-results-link\\b"),
      hint("dom", "data-total-job-results=[\"'][0-9]"),
    ],
    cnames: ["talentbrew.com", "radancy.com", "radancy.net", "radancy.eu"],
    source: "measured career sites, seen 2026-06 to 2026-10",
  }),
  system({
    id: "talemetry",
    name: "Talemetry Career Sites",
    role: "front_end",
    vendorDomains: ["talemetry.com"],
    tenantUrls: [vendorOnly("apply.talemetry.com", undefined, "apply")],
    traces: [
      markup("/pack/talemetry_careersites/"),
      hint("script", "window\\.talemetry\\b"),
      hint("script", "CareerSite\\.Path\\.configure\\("),
    ],
  }),
  system({
    id: "symphony",
    name: "Symphony Talent",
    role: "front_end",
    vendorDomains: ["symphonytalent.com", "m-cloud.io", "smashfly.com"],
    tenantUrls: [
      {
        host: "^jobsapi-(?:google|internal)\\.m-cloud\\.io$",
        path: inQuery("/api/[A-Za-z/]*", "[Oo]rganization", "[0-9]+"),
        use: "api",
      },
      { host: "^jobsapi-(?:google|internal)\\.m-cloud\\.io$", path: "^/api/", use: "api" },
    ],
    traces: [
      script("\\bcws_opts\\s*=\\s*\\{[^;]{0,400}?[\"']?smartPost_org[\"']?\\s*:"),
      hint("script", "(?<!//[ \\t]{0,8})CWS\\.jobs\\.set_api\\("),
    ],
  }),
  system({
    id: "happydance",
    name: "Happydance",
    role: "front_end",
    vendorDomains: ["happydance.com", "happydance.website"],
    tenantUrls: [onSubdomain("happydance.website")],
    cnames: ["happydance.website"],
  }),
  system({
    id: "beamery",
    name: "Beamery",
    role: "front_end",
    vendorDomains: ["beamery.com"],
    tenantUrls: [
      onPath("flows.beamery.com"),
      onSubdomain("beamery.com", { path: "^/(?:jobs|job|careers)?(?:[/?#]|$)" }),
    ],
    reserved: ["flows", "frontier", "crm", "careers"],
    notBoards: ["^(?:www\\.)?beamery\\.com/"],
  }),
  system({
    id: "eightfold",
    name: "Eightfold",
    role: "front_end",
    vendorDomains: ["eightfold.ai", "vscdn.net"],
    tenantUrls: [
      onSubdomain("eightfold.ai", {
        path: "^/(?:careers|careerhub|api/apply|api/pcsx)(?:[/?#]|$)",
        board: "https://{tenant}.eightfold.ai/careers",
      }),
      vendorOnly("static.eightfold.ai", undefined, "asset"),
    ],
    traces: [
      script("_EF_GROUP_ID\\s*=\\s*[\"'](?<domain>[a-z0-9.-]+)[\"']"),
      hint("script", "\\bpcsxPwa\\b"),
      hint("dom", "//static\\.vscdn\\.net/"),
      hint("dom", "id=[\"']pcs-body-container[\"']"),
    ],
    cnames: ["eightfold.ai"],
    probes: [boardPage("https://{tenant}.eightfold.ai/careers", "Eightfold")],
    notBoards: ["^(?:app|www|docs|apiv2)\\.eightfold\\.ai/"],
    source: "public tenant lists, seen 2026-06 to 2026-10",
  }),
  system({
    id: "paradox",
    name: "Paradox",
    caseSensitive: true,
    role: "front_end",
    vendorDomains: ["paradox.ai"],
    tenantUrls: [
      { host: "^olivia\\.paradox\\.ai$", path: `^/co/(?<tenant>${slug})(?=[/?#]|$)`, use: "apply" },
      vendorOnly("olivia.paradox.ai", undefined, "embed"),
      vendorOnly("cdn.sites.paradox.ai", undefined, "asset"),
    ],
    traces: [
      hint("script", "\\boliviaChatBaseUrl\\b"),
      hint("script", "_applybase\\s*=\\s*[\"'][^\"']{0,100}paradox\\.ai"),
    ],
    cnames: ["sites.paradox.ai"],
  }),
  system({
    id: "jibe",
    name: "Jibe (iCIMS Career Sites)",
    role: "front_end",
    vendorDomains: ["jibe.com", "jibecdn.com", "jibeapply.com", "icims.com"],
    tenantUrls: [
      { host: "^assets\\.jibecdn\\.com$", path: `^/prod/(?<tenant>${slug})/`, use: "asset" },
      onSubdomain("jibeapply.com"),
      vendorOnly("app.jibecdn.com", "^/prod/search/", "asset"),
      vendorOnly("cms.jibecdn.com", undefined, "asset"),
    ],
    traces: [
      markup("data-jibe-search-version=[\"'][0-9]"),
      script(`window\\._jibe\\s*=\\s*\\{[^}]{0,200}?["']?cid["']?\\s*:\\s*["']?(?<tenant>${slug})`),
    ],
    cnames: ["jibeapply.com"],
    source: "measured career sites and DNS records, seen 2026-09 to 2026-10",
  }),
];
