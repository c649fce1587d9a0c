import type { RecruitingSystem } from "../recruiting-system.ts";
import {
  boardPage,
  end,
  hint,
  inQuery,
  label,
  locale,
  markup,
  onPath,
  onQuery,
  onSubdomain,
  script,
  slug,
  system,
  uuid,
  vendorOnly,
} from "./builders.ts";

const workdayPage =
  "wday|job|jobs|details|login|page|introduceYourself|userHome|apply|refreshFacet";
const workdaySite = `(?<site>(?!(?:${workdayPage})${end}|[a-z]{2}-[A-Z]{2,4}${end})${slug})${end}`;
const workdayLocale = "(?:[a-z]{2}(?:-[A-Za-z]{2,4})?/)?";
const workdayBoard = "https://{tenant}.{pod}.myworkdayjobs.com/{site}";

const icimsPortal =
  "[a-z0-9]*(?:careers?|jobs?|campus|hub|university|students|internships?|external|hourly|retail)";
const icimsBoard = "https://{portal}-{tenant}.icims.com/jobs/search";

const taleoSection = "(?<section>(?!rest/|theme/|iam/|v/)[A-Za-z0-9][A-Za-z0-9_+-]*)";
const oracleHost =
  "^(?<tenant>[a-z0-9][a-z0-9-]*)\\.fa\\.(?<region>[a-z0-9-]+)\\.oraclecloud\\.com$";
const careerHost =
  "^career(?<pod>[0-9]*)\\.(?<domain>successfactors\\.(?:com|eu|cn)|sapsf\\.(?:com|eu|cn))$";

/** Systems of large employers. */
export const enterprise: readonly RecruitingSystem[] = [
  system({
    id: "workday",
    name: "Workday Recruiting",
    vendorDomains: [
      "workday.com",
      "myworkdayjobs.com",
      "myworkdaysite.com",
      "myworkday.com",
      "myworkdaycdn.com",
    ],
    tenantUrls: [
      {
        host: "^(?<tenant>[a-z0-9][a-z0-9_-]*)\\.(?<pod>wd[0-9]{1,3})\\.myworkdayjobs\\.com$",
        path: `^/${workdayLocale}${workdaySite}`,
        use: "board",
        board: workdayBoard,
      },
      {
        host: "^(?<tenant>[a-z0-9][a-z0-9_-]*)\\.(?<pod>wd[0-9]{1,3})\\.myworkdayjobs\\.com$",
        path: `^/wday/cxs/[A-Za-z0-9_-]+/(?<site>${slug})${end}`,
        use: "api",
        board: workdayBoard,
      },
      {
        host: "^(?<tenant>[a-z0-9][a-z0-9_-]*)\\.(?<pod>wd[0-9]{1,3})\\.myworkdayjobs\\.com$",
        path: "^/(?:[a-z]{2}(?:-[A-Za-z]{2,4})?/?)?(?:[?#]|$)",
        use: "board",
        board: "https://{tenant}.{pod}.myworkdayjobs.com/",
      },
      {
        host: "^(?:[a-z0-9][a-z0-9-]*\\.)?(?<cluster>wd[0-9]{1,3})\\.myworkdaysite\\.com$",
        path: `^/${workdayLocale}recruiting/(?<tenant>${slug})/(?<site>${slug})${end}`,
        use: "board",
        board: "https://{cluster}.myworkdaysite.com/recruiting/{tenant}/{site}",
      },
      {
        host: "^(?:[a-z0-9][a-z0-9-]*\\.)?(?<cluster>wd[0-9]{1,3})\\.myworkdaysite\\.com$",
        path: `^/wday/cxs/(?<tenant>${slug})/(?<site>${slug})${end}`,
        use: "api",
        board: "https://{cluster}.myworkdaysite.com/recruiting/{tenant}/{site}",
      },
    ],
    traces: [
      script(
        "window\\.workday\\s*=\\s*(?:window\\.workday\\s*\\|\\|\\s*)?\\{[^}]{0,400}?" +
          `["']?tenant["']?\\s*:\\s*["'](?<tenant>${slug})["'][^}]{0,200}?["']?siteId["']?\\s*:\\s*["'](?<site>${slug})["']`,
      ),
      hint("header", "x-wd-request-id:"),
      hint("cookie", "(?:wd-browser-id|wday_vps_cookie)="),
      hint("dom", "data-automation-id=[\"'](?:jobPostingHeader|jobFoundText)[\"']"),
    ],
    cnames: ["myworkdayjobs.com", "myworkdaysite.com"],
    probes: [
      boardPage(workdayBoard, "Workday", {
        alivePattern: "[\"']?tenant[\"']?\\s*:\\s*[\"']",
        deadPattern: "Workday is currently unavailable",
      }),
      boardPage("https://{cluster}.myworkdaysite.com/recruiting/{tenant}/{site}", "Workday", {
        alivePattern: "[\"']?tenant[\"']?\\s*:\\s*[\"']",
        deadPattern: "Workday is currently unavailable",
      }),
    ],
    reserved: ["impl", "wd1", "wd2", "wd3", "wd5"],
    notBoards: [
      "^(?:[a-z0-9-]+\\.)*myworkday\\.com/",
      "^[a-z0-9.-]+\\.myworkday(?:jobs|site)-impl\\.com/",
      "^impl[a-z0-9-]*\\.[a-z0-9.-]*workday[a-z]*\\.com/",
      "^(?:[a-z0-9-]+\\.)?workday\\.com/",
    ],
    source: "public tenant lists, recorded boards and requests, seen 2024-05 to 2026-10",
  }),
  system({
    id: "icims",
    name: "iCIMS",
    vendorDomains: ["icims.com"],
    tenantUrls: [
      {
        host: `^(?<portal>${icimsPortal})-(?<tenant>${label})\\.icims\\.com$`,
        use: "board",
        board: icimsBoard,
      },
      {
        host: `^(?!${icimsPortal}-)(?<tenant>${label})\\.(?<bare>icims)\\.com$`,
        path: "^/jobs(?:[/?#]|$)",
        use: "board",
        board: "https://{tenant}.{bare}.com/jobs/search",
      },
      {
        host: "^cdn[0-9]*\\.icims\\.com$",
        path: "^/(?:[^?#]*/)?icims(?:Dropdown|\\.application)?\\.js",
        use: "embed",
      },
    ],
    traces: [
      hint("iframe", "\\bicims_content_iframe\\b"),
      hint("dom", "id=[\"']icims_iframe_span[\"']"),
      hint(
        "dom",
        "class=[\"'][^\"']{0,200}\\biCIMS_(?:JobsTable|MainWrapper|JobCardItem|ApplyOnlineButton)",
      ),
      hint("script", "icims_handlePostMessage"),
    ],
    cnames: ["career.page.icims.com", "icims.com"],
    probes: [
      boardPage(icimsBoard, "iCIMS", { deadPattern: "not on a trusted network|icims2/servlet" }),
      boardPage("https://{tenant}.{bare}.com/jobs/search", "iCIMS", {
        deadPattern: "not on a trusted network|icims2/servlet",
      }),
    ],
    reserved: ["cdn01", "cdn02", "icims2", "care", "community", "media", "platform", "hire"],
    notBoards: [
      "^(?:www\\.)?icims\\.com/",
      "^[a-z0-9]*(?:employees?|internal|intranet)[a-z0-9]*-[a-z0-9-]+\\.icims\\.com/",
      "^[a-z0-9-]+\\.icims\\.com/(?:icims2|legal|privacy)(?:[/?#]|$)",
    ],
    source: "public tenant lists, iframes and measured portals, seen 2026-09 to 2026-10",
  }),
  system({
    id: "taleo",
    name: "Oracle Taleo",
    caseSensitive: true,
    vendorDomains: ["taleo.net", "taleo.com", "oracle.com"],
    tenantUrls: [
      {
        host: `^(?<tenant>${label})\\.taleo\\.net$`,
        path: `^/careersection/${taleoSection}(?:/[A-Za-z]+\\.(?:ftl|jss?|ajax|do)|/?(?=[?#]|$))`,
        use: "board",
        board: "https://{tenant}.taleo.net/careersection/{section}/jobsearch.ftl",
      },
      {
        host: `^(?<tenant>${label})\\.taleo\\.net$`,
        path: "^/careersection/",
        use: "board",
        board: "https://{tenant}.taleo.net/careersection/",
      },
      {
        host: "^(?<pod>[a-z0-9]+)\\.tbe\\.taleo\\.net$",
        path: "^/(?<shard>[a-z0-9]+)/ats/careers/[^?#]*\\?(?=(?:[^#]*&)?cws=(?<cws>[0-9]+))(?:[^#]*&)?org=(?<tenant>[A-Za-z0-9_]+)",
        use: "board",
        board:
          "https://{pod}.tbe.taleo.net/{shard}/ats/careers/v2/searchResults?org={tenant}&cws={cws}",
      },
      {
        host: "^(?<pod>[a-z0-9]+)\\.tbe\\.taleo\\.net$",
        path: "^/(?<shard>[a-z0-9]+)/ats/careers/[^?#]*\\?(?:[^#]*&)?org=(?<tenant>[A-Za-z0-9_]+)",
        use: "board",
        board: "https://{pod}.tbe.taleo.net/{shard}/ats/careers/v2/searchResults?org={tenant}",
      },
    ],
    traces: [
      markup("class=[\"'][^\"']{0,200}\\boracletaleocwsv2-"),
      hint("dom", "facetedsearch/FacetedSearchPage\\.js"),
      markup("/careersection/[A-Za-z0-9_.+-]{1,60}/(?:jobsearch|jobdetail|moresearch)\\.ftl"),
      hint("dom", "id=[\"']requisitionListInterface"),
    ],
    cnames: ["taleo.net"],
    probes: [
      boardPage("https://{tenant}.taleo.net/careersection/{section}/jobsearch.ftl", "Taleo"),
      boardPage(
        "https://{pod}.tbe.taleo.net/{shard}/ats/careers/v2/searchResults?org={tenant}&cws={cws}",
        "Taleo",
      ),
    ],
    notBoards: [
      "^[a-z0-9-]+\\.taleo\\.net/careersection/[A-Za-z0-9_+-]+/(?:login|profile|mysubmissions)\\.(?:jsf|ftl)",
      "^[a-z0-9-]+\\.taleo\\.net/(?:smartorg|orion|enterprise)/",
    ],
    source: "public tenant lists and tests of public scrapers, seen 2026-06 to 2026-10",
  }),
  system({
    id: "oracle-recruiting",
    name: "Oracle Recruiting Cloud",
    vendorDomains: ["oracle.com", "oraclecloud.com"],
    tenantUrls: [
      {
        host: oracleHost,
        path: `^/hcmUI/CandidateExperience/(?:${locale}/)?sites/(?<site>${slug})`,
        use: "board",
        board:
          "https://{tenant}.fa.{region}.oraclecloud.com/hcmUI/CandidateExperience/en/sites/{site}",
      },
      {
        host: oracleHost,
        path: "^/hcmRestApi/resources/[^/?#]+/recruitingCE[^#]*siteNumber=(?<site>[A-Za-z0-9_]+)",
        use: "api",
        board:
          "https://{tenant}.fa.{region}.oraclecloud.com/hcmUI/CandidateExperience/en/sites/{site}",
      },
      { host: oracleHost, path: "^/hcmUI/CandExpStatic/", use: "embed" },
      { host: oracleHost, path: "^/hcmUI/CandidateExperience(?:[/?#]|$)", use: "board" },
      { host: oracleHost, path: "^/hcmRestApi/resources/[^/?#]+/recruitingCE", use: "api" },
    ],
    traces: [
      markup(
        "data-apibaseurl=[\"']https://(?<tenant>[a-z0-9][a-z0-9-]*)\\.fa\\.(?<region>[a-z0-9-]+)\\.oraclecloud\\.com",
      ),
      hint("dom", "data-sitenumber=[\"']CX(?:_[0-9]+)?[\"']"),
    ],
    cnames: ["oraclecloud.com"],
    probes: [
      boardPage(
        "https://{tenant}.fa.{region}.oraclecloud.com/hcmUI/CandidateExperience/en/sites/{site}",
        "Oracle",
      ),
    ],
    notBoards: [
      "^(?:[a-z0-9-]*-)?(?:test|dev)[0-9]*(?:-[a-z0-9-]*)?\\.fa\\.[a-z0-9-]+\\.oraclecloud\\.com/",
      "^[a-z0-9.-]+\\.oraclecloud\\.com/(?:fscmUI|homePage|hcmUI/faces|fndSetup)",
    ],
    source: "public tenant lists and vanity sites, seen 2026-06 to 2026-10",
  }),
  system({
    id: "successfactors",
    name: "SAP SuccessFactors Recruiting",
    vendorDomains: [
      "successfactors.com",
      "successfactors.eu",
      "sapsf.com",
      "sapsf.eu",
      "sapsf.cn",
      "sap.com",
      "jobs2web.com",
    ],
    tenantUrls: [
      {
        host: careerHost,
        path: inQuery(
          "/(?:careers?|sfcareer/[a-z]+|portalcareer)",
          "(?:career_)?company",
          "[A-Za-z0-9][A-Za-z0-9_.%-]*",
        ),
        use: "board",
        board: "https://career{pod}.{domain}/career?company={tenant}",
      },
      {
        host: `^(?<tenant>${label})\\.(?<site>jobs\\.hr\\.cloud\\.sap)$`,
        use: "board",
        board: "https://{tenant}.{site}/",
      },
      { host: "^(?<site>[a-z0-9][a-z0-9-]*)\\.jobs2web\\.com$", use: "board" },
    ],
    traces: [
      script(
        "j2w\\.init\\(\\s*\\{[^}]{0,600}?ssoCompanyId[\"']?\\s*:\\s*[\"'](?<tenant>[A-Za-z0-9][A-Za-z0-9_.-]*)[\"']" +
          "(?:[^}]{0,300}?ssoUrl[\"']?\\s*:\\s*[\"']https://career(?<pod>[0-9]*)\\.(?<domain>(?:successfactors|sapsf)\\.(?:com|eu|cn)))?",
        "https://career{pod}.{domain}/career?company={tenant}",
      ),
      hint("script", "\\bj2w\\.(?:init|Apply|SSO|TC)\\b"),
      hint("dom", "rmkcdn\\.successfactors\\.(?:com|eu)/"),
      hint("dom", "class=[\"'][^\"']{0,200}\\bjobTitle-link\\b"),
    ],
    cnames: ["jobs2web.com", "jobs.hr.cloud.sap"],
    probes: [
      boardPage("https://career{pod}.{domain}/career?company={tenant}", "(?:SAP|SuccessFactors)"),
      boardPage("https://{tenant}.{site}/", "(?:SAP|SuccessFactors)"),
    ],
    notBoards: [
      "^performancemanager[0-9]*\\.(?:successfactors\\.(?:com|eu)|sapsf\\.(?:com|eu|cn))/",
      "^(?:www|rmkcdn|hcm[0-9]*|hcm-[a-z0-9-]+|salesdemo[a-z0-9-]*)\\.(?:successfactors|sapsf)\\.(?:com|eu|cn)/",
    ],
    caseSensitive: true,
    source: "public tenant lists, career sites and DNS records, seen 2026-06 to 2026-10",
  }),
  system({
    id: "cornerstone",
    name: "Cornerstone Recruiting",
    vendorDomains: ["csod.com", "cornerstoneondemand.com", "saba.com"],
    tenantUrls: [
      onSubdomain("csod.com", {
        path: "^/ux/ats/careersite/(?<site>[0-9]+)/",
        board: "https://{tenant}.csod.com/ux/ats/careersite/{site}/home?c={tenant}",
      }),
      onSubdomain("csod.com", {
        path: "^/ats/careersite/[A-Za-z]+\\.aspx\\?(?:[^#]*&)?site=(?<site>[0-9]+)",
        board: "https://{tenant}.csod.com/ux/ats/careersite/{site}/home?c={tenant}",
      }),
      onSubdomain("csod.com", {
        path: "^/(?:ux/)?ats/careersite(?:[/?#]|$)",
        board: "https://{tenant}.csod.com/ux/ats/careersite",
      }),
    ],
    traces: [hint("script", "csod\\.context\\s*=\\s*\\{")],
    cnames: ["csod.com"],
    probes: [
      boardPage(
        "https://{tenant}.csod.com/ux/ats/careersite/{site}/home?c={tenant}",
        "Cornerstone",
      ),
    ],
    notBoards: [
      "^[a-z0-9-]+-(?:stg|pilot|demo|test|sandbox|qa)\\.csod\\.com/",
      "^(?:demo|test|pilot|stg)[0-9]*\\.csod\\.com/",
    ],
    source: "public tenant lists and DNS measurements, seen 2026-06 to 2026-10",
  }),
  system({
    id: "ukg",
    name: "UKG Pro Recruiting",
    caseSensitive: true,
    vendorDomains: ["ukg.com", "ukg.net", "ultipro.com", "ultipro.ca", "ultimatesoftware.com"],
    tenantUrls: [
      {
        host: "^recruiting(?<shard>[0-9]*)\\.ultipro\\.(?<tld>com|ca)$",
        path: `^/(?<tenant>[A-Za-z0-9]+)/[Jj]ob[Bb]oard/(?<boardId>${uuid})`,
        use: "board",
        board: "https://recruiting{shard}.ultipro.{tld}/{tenant}/JobBoard/{boardId}/",
      },
      {
        host: `^(?<site>${label})\\.rec\\.pro\\.ukg\\.net$`,
        path: `^/(?<tenant>[A-Za-z0-9]+)/[Jj]ob[Bb]oard/(?<boardId>${uuid})`,
        use: "board",
        board: "https://{site}.rec.pro.ukg.net/{tenant}/JobBoard/{boardId}/",
      },
    ],
    probes: [
      boardPage("https://recruiting{shard}.ultipro.{tld}/{tenant}/JobBoard/{boardId}/", "UKG"),
      boardPage("https://{site}.rec.pro.ukg.net/{tenant}/JobBoard/{boardId}/", "UKG"),
    ],
    notBoards: ["^[a-z0-9-]+\\.ultipro\\.(?:com|ca)/(?:[Ll]ogin|[Dd]efault)\\.aspx"],
    source: "public tenant lists, seen 2026-06 to 2026-10",
  }),
  system({
    id: "ukg-ready",
    name: "UKG Ready Recruiting",
    caseSensitive: true,
    vendorDomains: ["ukg.com", "saashr.com", "entertimeonline.com", "kronos.com"],
    tenantUrls: [
      {
        host: "^(?<host>secure[0-9]*\\.(?:saashr|entertimeonline))\\.com$",
        path: "^/ta/(?<tenant>[A-Za-z0-9_]+)\\.(?:careers|jobs)(?:[?#/]|$)",
        use: "board",
        board: "https://{host}.com/ta/{tenant}.careers?CareersSearch",
      },
      {
        host: "^(?<host>secure[0-9]*\\.(?:saashr|entertimeonline))\\.com$",
        path: "^/ta/rest/ui/recruitment/companies/(?:%7[Cc]|\\|)(?<tenant>[A-Za-z0-9_]+)",
        use: "api",
        board: "https://{host}.com/ta/{tenant}.careers?CareersSearch",
      },
    ],
    probes: [boardPage("https://{host}.com/ta/{tenant}.careers?CareersSearch", "(?:UKG|Kronos)")],
    notBoards: [
      "^secure[0-9]*\\.(?:saashr|entertimeonline)\\.com/ta/[A-Za-z0-9_]+\\.(?:login|home)",
    ],
  }),
  system({
    id: "avature",
    name: "Avature",
    vendorDomains: ["avature.net", "avacdn.net"],
    tenantUrls: [
      onSubdomain("avature.net", {
        path: `^/(?:[a-z]{2}(?:_[A-Z]{2})?/)?(?<portal>${slug})/(?:SearchJobs|JobDetail|FolderDetail|PipelineDetail|ApplicationMethods|Register|Login)(?=[/?#]|$)`,
        board: "https://{tenant}.avature.net/{portal}/SearchJobs",
      }),
      onSubdomain("avature.net"),
    ],
    traces: [
      markup("<meta[^>]{0,60}name=[\"']avature\\.portal\\.(?:id|name|urlPath|lang|page)[\"']"),
      hint("dom", "templates-static-assets\\.avacdn\\.net/"),
    ],
    cnames: ["avature.net"],
    probes: [
      boardPage("https://{tenant}.avature.net/{portal}/SearchJobs", "Avature"),
      boardPage("https://{tenant}.avature.net/", "Avature"),
    ],
    notBoards: [
      "^(?:www\\.)?avature\\.net/",
      "^[a-z0-9-]*(?:sandbox|uat|integrations)[a-z0-9-]*\\.avature\\.net/",
    ],
    source: "public tenant lists and DNS records, seen 2026-06 to 2026-10",
  }),
  system({
    id: "brassring",
    name: "BrassRing",
    vendorDomains: ["brassring.com", "kenexa.com", "infinitetalent.com"],
    tenantUrls: [
      {
        host: "^(?:krb-)?s?jobs\\.brassring\\.com$",
        path: "^/[^?#]*\\?(?=(?:[^#]*&)?[Ss]ite[Ii][Dd]=(?<site>[0-9]+))(?:[^#]*&)?[Pp]artner[Ii][Dd]=(?<tenant>[0-9]+)",
        use: "board",
        board:
          "https://sjobs.brassring.com/TGnewUI/Search/Home/Home?partnerid={tenant}&siteid={site}",
      },
      {
        host: "^(?:krb-)?s?jobs\\.brassring\\.com$",
        path: "^/[^?#]*\\?(?:[^#]*&)?[Pp]artner[Ii][Dd]=(?<tenant>[0-9]+)",
        use: "board",
        board: "https://sjobs.brassring.com/TGnewUI/Search/Home/Home?partnerid={tenant}",
      },
      { host: "^(?:krb-)?s?jobs\\.brassring\\.com$", use: "board" },
    ],
    probes: [
      boardPage(
        "https://sjobs.brassring.com/TGnewUI/Search/Home/Home?partnerid={tenant}&siteid={site}",
        "BrassRing",
      ),
    ],
  }),
  system({
    id: "pageup",
    name: "PageUp",
    vendorDomains: ["pageuppeople.com", "career-pages.com", "pageup.com"],
    tenantUrls: [
      {
        host: "^careers\\.pageuppeople\\.com$",
        path: `^/(?<tenant>[0-9]{2,6})/(?<site>cw|ci|caw)(?:/|$)`,
        use: "board",
        board: "https://careers.pageuppeople.com/{tenant}/{site}/en/listing/",
      },
      onSubdomain("career-pages.com"),
      vendorOnly("careers-static.pageuppeople.com", undefined, "asset"),
    ],
    cnames: ["careers.pageuppeople.com"],
    probes: [
      boardPage("https://careers.pageuppeople.com/{tenant}/{site}/en/listing/", "PageUp"),
      boardPage("https://{tenant}.career-pages.com/", "PageUp"),
    ],
    notBoards: ["^(?:admin|www|login)[a-z0-9.-]*\\.pageuppeople\\.com/"],
  }),
  system({
    id: "peoplesoft",
    name: "Oracle PeopleSoft Candidate Gateway",
    vendorDomains: ["oracle.com"],
    tenantUrls: [],
    traces: [
      markup(
        "/ps[cp]/[A-Za-z0-9_-]{1,40}/[A-Z_]{1,40}/[A-Z_]{1,40}/c/HRS_HRAM(?:_FL|_EMP_FL)?\\.HRS_(?:CG_SEARCH_FL|APP_SCHJOB)[A-Z_]*\\.GBL",
      ),
      hint("dom", "\\bHRS_(?:APP_SCHJOB|APP_JBPST|CE_HM_PRE|CG_SEARCH)(?:_FL)?\\b"),
    ],
  }),
  system({
    id: "silkroad",
    name: "SilkRoad Recruiting",
    caseSensitive: true,
    vendorDomains: ["silkroad.com", "silkroadtechnology.com"],
    tenantUrls: [
      onPath("jobs.silkroad.com", {
        path: `^/(?<tenant>${slug})/(?<site>${slug})${end}`,
        board: "https://jobs.silkroad.com/{tenant}/{site}",
      }),
      onSubdomain("silkroad.com", {
        path: "^/epostings/",
        board: "https://{tenant}.silkroad.com/epostings/index.cfm?fuseaction=app.jobsearch",
      }),
    ],
    probes: [boardPage("https://jobs.silkroad.com/{tenant}/{site}", "SilkRoad")],
  }),
  system({
    id: "hrsmart",
    name: "Deltek Talent (HRsmart)",
    vendorDomains: ["hrsmart.com", "hrdepartment.com", "deltek.com"],
    tenantUrls: [
      onSubdomain("hua.hrsmart.com", {
        path: "^/hr/ats/",
        board: "https://{tenant}.hua.hrsmart.com/hr/ats/JobSearch/viewAll",
      }),
      onSubdomain("mua.hrdepartment.com", {
        path: "^/hr/ats/",
        board: "https://{tenant}.mua.hrdepartment.com/hr/ats/JobSearch/viewAll",
      }),
    ],
    probes: [
      boardPage("https://{tenant}.hua.hrsmart.com/hr/ats/JobSearch/viewAll", "(?:HRsmart|Deltek)"),
      boardPage(
        "https://{tenant}.mua.hrdepartment.com/hr/ats/JobSearch/viewAll",
        "(?:HRsmart|Deltek)",
      ),
    ],
  }),
  system({
    id: "peoplefluent",
    name: "PeopleFluent",
    caseSensitive: true,
    vendorDomains: ["peoplefluent.com", "peopleclick.com"],
    tenantUrls: [
      onPath("careers.peopleclick.com", {
        prefix: "/careerscp/client_",
        tenant: "[A-Za-z0-9]+",
        board: "https://careers.peopleclick.com/careerscp/client_{tenant}/external",
      }),
    ],
    probes: [
      boardPage(
        "https://careers.peopleclick.com/careerscp/client_{tenant}/external",
        "PeopleFluent",
      ),
    ],
  }),
  system({
    id: "neogov",
    name: "NEOGOV",
    vendorDomains: ["neogov.com", "governmentjobs.com", "schooljobs.com"],
    tenantUrls: [
      {
        host: "^(?:www\\.)?(?<site>governmentjobs|schooljobs)\\.com$",
        path: `^/careers/(?<tenant>${slug})${end}`,
        use: "board",
        board: "https://www.{site}.com/careers/{tenant}",
      },
    ],
    traces: [
      markup(
        `data-agency-folder-name=["'](?<tenant>${slug})["']`,
        "https://www.governmentjobs.com/careers/{tenant}",
      ),
    ],
    probes: [boardPage("https://www.{site}.com/careers/{tenant}", "(?:NEOGOV|GovernmentJobs)")],
    reserved: ["promotionaljobs", "transferjobs"],
    notBoards: ["^(?:www\\.)?(?:governmentjobs|schooljobs)\\.com/(?!careers/)"],
  }),
  system({
    id: "njoyn",
    name: "Njoyn",
    vendorDomains: ["njoyn.com"],
    tenantUrls: [
      {
        host: "^clients\\.njoyn\\.com$",
        path: inQuery("/(?<shard>[A-Za-z0-9]+)/xweb/[Xx][Ww]eb\\.asp", "(?:clid|CLID)", "[0-9]+"),
        use: "board",
        board: "https://clients.njoyn.com/{shard}/xweb/xweb.asp?clid={tenant}&page=joblisting",
      },
    ],
    probes: [
      boardPage(
        "https://clients.njoyn.com/{shard}/xweb/xweb.asp?clid={tenant}&page=joblisting",
        "Njoyn",
      ),
    ],
  }),
  system({
    id: "hirebridge",
    name: "Hirebridge",
    vendorDomains: ["hirebridge.com"],
    tenantUrls: [
      onQuery(
        "recruit.hirebridge.com",
        { path: "/v3/(?:[Jj]obs|[Cc]areer[Cc]enter)/[^?#]*", param: "cid", tenant: "[0-9]+" },
        { board: "https://recruit.hirebridge.com/v3/Jobs/list.aspx?cid={tenant}" },
      ),
      onQuery(
        "www.hirebridge.com",
        { path: "/jobseeker2/[A-Za-z]+\\.asp", param: "cid", tenant: "[0-9]+" },
        { board: "https://recruit.hirebridge.com/v3/Jobs/list.aspx?cid={tenant}" },
      ),
    ],
    probes: [
      boardPage("https://recruit.hirebridge.com/v3/Jobs/list.aspx?cid={tenant}", "Hirebridge"),
    ],
  }),
];
