import type { RecruitingSystem } from "../recruiting-system.ts";
import {
  boardPage,
  dotted,
  end,
  endpoint,
  hint,
  inQuery,
  markup,
  onPath,
  onSubdomain,
  script,
  slug,
  splitApi,
  system,
  uuid,
  vendorOnly,
} from "./builders.ts";
import { companyAtKey, companyInside, websiteAtKey, websiteInside } from "./common-patterns.ts";

const greenhouseEmbed = inQuery("/embed/(?:job_board|job_app|board)(?:/js)?/?", "(?:for|board|b)");
const ashbyOrganization = "[A-Za-z0-9][A-Za-z0-9%._~+&'()-]*";

/** Systems that fast-growing companies choose. */
export const growth: readonly RecruitingSystem[] = [
  system({
    id: "greenhouse",
    name: "Greenhouse",
    vendorDomains: ["greenhouse.io", "greenhouse.com", "grnh.se"],
    tenantUrls: [
      {
        host: "^(?<kind>boards|job-boards)(?<silo>(?:\\.eu|\\.anz)?)\\.greenhouse\\.io$",
        path: `^/(?<tenant>${slug})${end}`,
        use: "board",
        board: "https://{kind}{silo}.greenhouse.io/{tenant}",
      },
      {
        host: "^(?:boards|job-boards|app)(?<silo>(?:\\.eu|\\.anz)?)\\.greenhouse\\.io$",
        path: greenhouseEmbed,
        use: "embed",
        board: "https://boards{silo}.greenhouse.io/{tenant}",
      },
      {
        host: "^(?:boards-api|api)(?<silo>(?:\\.eu|\\.anz)?)\\.greenhouse\\.io$",
        path: `^/v1/boards/(?<tenant>${slug})${end}`,
        use: "api",
        board: "https://boards{silo}.greenhouse.io/{tenant}",
      },
      {
        host: "^boards-api-eu\\.greenhouse\\.io$",
        path: `^/v1/boards/(?<tenant>${slug})${end}`,
        use: "api",
        board: "https://boards.eu.greenhouse.io/{tenant}",
      },
      {
        host: "^(?:job-)?boards(?:\\.eu|\\.anz)?\\.greenhouse\\.io$",
        path: "^/embed/job_(?:board|app)",
        use: "embed",
      },
      vendorOnly("grnh.se", "^/[A-Za-z0-9]{6,}", "job"),
    ],
    traces: [
      script(
        `Grnhse\\.Settings\\.boardToken\\s*=\\s*["'](?<tenant>${slug})["'](?<silo>)`,
        "https://boards.greenhouse.io/{tenant}",
      ),
      script(
        `greenhouseBoardName\\s*=\\s*["'](?<tenant>${slug})["'](?<silo>)`,
        "https://boards.greenhouse.io/{tenant}",
      ),
      ...splitApi(
        "boards-api\\.greenhouse\\.io/v1/boards/",
        "https://boards.greenhouse.io/{tenant}",
        {
          groups: "(?<silo>)",
        },
      ),
      hint("script", `"(?:boardToken|urlToken)"\\s*:\\s*"(?<tenant>${slug})"(?<silo>)`),
      hint("script", "Grnhse\\.Iframe\\.load\\("),
      hint("dom", "id=[\"']?grnhse_app\\b"),
      hint("dom", "[?&]gh_jid=[0-9]{5,}"),
    ],
    cnames: ["edge.greenhouse.io"],
    probes: [
      endpoint("https://boards-api{silo}.greenhouse.io/v1/boards/{tenant}", {
        deadPattern: "Job board not found",
        companyPatterns: [companyAtKey("name")],
      }),
      boardPage("https://job-boards{silo}.greenhouse.io/{tenant}", "Greenhouse", {
        deadPattern: "no longer active|job-board-inactive",
      }),
    ],
    reserved: ["boards", "internal_job_board", "internal"],
    notBoards: ["^(?:harvest|developers|support|www|my|app[0-9]*)\\.greenhouse\\.io/(?!embed/)"],
    source: "public tenant lists, recorded boards and embeds, seen 2024-05 to 2026-10",
  }),
  system({
    id: "lever",
    name: "Lever",
    vendorDomains: ["lever.co"],
    tenantUrls: [
      {
        host: "^jobs(?<silo>(?:\\.eu)?)\\.lever\\.co$",
        path: `^/(?<tenant>${dotted})${end}`,
        use: "board",
        board: "https://jobs{silo}.lever.co/{tenant}",
      },
      {
        host: "^api(?<silo>(?:\\.eu)?)\\.lever\\.co$",
        path: `^/v0/postings/(?<tenant>${dotted})${end}`,
        use: "api",
        board: "https://jobs{silo}.lever.co/{tenant}",
      },
      vendorOnly("andreasmb.github.io", "^/lever-jobs-embed/", "asset"),
    ],
    traces: [
      script(
        `leverJobsOptions\\s*=\\s*\\{[^}]{0,300}?["']?accountName["']?\\s*:\\s*["'](?<tenant>${dotted})["'](?<silo>)`,
        "https://jobs.lever.co/{tenant}",
      ),
      ...splitApi("api\\.lever\\.co/v0/postings/", "https://jobs.lever.co/{tenant}", {
        tenant: dotted,
        groups: "(?<silo>)",
      }),
      hint("dom", "id=[\"']lever-jobs-container[\"']"),
      hint("header", "x-stream-path: djobs"),
    ],
    probes: [
      boardPage("https://jobs{silo}.lever.co/{tenant}", "Lever", {
        deadPattern: "404 error",
        companyPatterns: [
          'content=["\']Job openings at (?<company>[^"<>]{1,120}?)["\']',
          'property=["\']og:title["\'][^>]{0,40}content=["\'](?<company>[^"<>]{1,120}?) [Jj]obs["\']',
          "<title>(?<company>[^<>|]{1,120}?)(?: [Jj]obs)?</title>",
        ],
        websitePatterns: [
          '<a[^>]{0,100}href="(?<website>https?://[^"\\s]{3,200})"[^>]{0,100}>[^<]{1,120} Home Page</a>',
        ],
      }),
      endpoint("https://api{silo}.lever.co/v0/postings/{tenant}?mode=json&limit=1", {
        deadPattern: "Document not found",
      }),
    ],
    notBoards: ["^(?:hire|www|help|developer|auth)\\.(?:eu\\.)?lever\\.co/"],
    caseSensitive: true,
    source: "public tenant lists, recorded boards and embeds, seen 2024-05 to 2026-10",
  }),
  system({
    id: "ashby",
    name: "Ashby",
    vendorDomains: ["ashbyhq.com"],
    tenantUrls: [
      onPath("jobs.ashbyhq.com", {
        path: `^/(?<tenant>${ashbyOrganization})/embed${end}`,
        use: "embed",
      }),
      onPath("jobs.ashbyhq.com", { tenant: ashbyOrganization }),
      onPath("api.ashbyhq.com", {
        tenant: ashbyOrganization,
        prefix: "/posting-api/job-board/",
        use: "api",
        board: "https://jobs.ashbyhq.com/{tenant}",
      }),
    ],
    traces: [
      script("__ashbyBaseJobBoardUrl\\s*="),
      ...splitApi(
        "api\\.ashbyhq\\.com/posting-api/job-board/",
        "https://jobs.ashbyhq.com/{tenant}",
      ),
      hint("dom", "id=[\"']ashby_embed[\"']"),
      hint("dom", `[?&]ashby_jid=${uuid}`),
    ],
    probes: [
      boardPage("https://jobs.ashbyhq.com/{tenant}", "Ashby", {
        alivePattern: '"organization"\\s*:\\s*\\{',
        deadPattern: '"organization"\\s*:\\s*null',
        companyPatterns: [companyInside("organization", "name")],
        websitePatterns: [
          websiteInside("organization", "publicWebsite"),
          websiteAtKey("publicWebsite"),
        ],
      }),
      endpoint("https://api.ashbyhq.com/posting-api/job-board/{tenant}", {
        alivePattern: '"jobs"\\s*:',
      }),
    ],
    reserved: ["meta", "b", "_next"],
    notBoards: ["^(?:app|www|docs|developers|status)\\.ashbyhq\\.com/"],
    source: "public tenant lists, recorded boards and embeds, seen 2024-05 to 2026-10",
  }),
  system({
    id: "workable",
    name: "Workable",
    vendorDomains: ["workable.com"],
    tenantUrls: [
      onPath("apply.workable.com", { board: "https://apply.workable.com/{tenant}/" }),
      onPath("apply.workable.com", {
        prefix: "/api/v[0-9]/(?:widget/)?accounts/",
        use: "api",
        board: "https://apply.workable.com/{tenant}/",
      }),
      onPath("www.workable.com", {
        prefix: "/api/accounts/",
        use: "api",
        board: "https://apply.workable.com/{tenant}/",
      }),
      onSubdomain("workable.com", {
        tenant: "(?!jobs\\.|apply\\.|www\\.)[a-z0-9][a-z0-9-]*",
        path: "^/(?:jobs(?:/[0-9]+)?|j/[A-Z0-9]+)?/?(?:[?#]|$)",
        board: "https://apply.workable.com/{tenant}/",
      }),
      vendorOnly("apply.workable.com", "^/j/[A-Z0-9]{8,}", "job"),
      vendorOnly("www.workable.com", "^/assets/embed\\.js", "embed"),
    ],
    traces: [
      script("whr_embed\\(\\s*(?<account>[0-9]{2,10})\\s*,"),
      hint("dom", "id=[\"']whr_embed_hook[\"']"),
      hint("script", "webpackChunk_workable_candidate"),
      hint("cookie", "\\bwmc="),
    ],
    probes: [
      endpoint("https://apply.workable.com/api/v1/accounts/{tenant}", {
        companyPatterns: [companyAtKey("name")],
        websitePatterns: [
          '"(?:url|website)"\\s*:\\s*"(?<website>https?://(?!(?:[a-z0-9-]+\\.)?workable\\.com)[^"\\s]{3,200})"',
        ],
      }),
      endpoint("https://apply.workable.com/api/v1/widget/accounts/{tenant}", {
        companyPatterns: [companyAtKey("name")],
      }),
      endpoint("https://apply.workable.com/api/v1/widget/accounts/{account}", {
        companyPatterns: [companyAtKey("name")],
      }),
    ],
    reserved: ["j", "backend", "resources", "hr", "get-started"],
    notBoards: ["^jobs\\.workable\\.com/", "^www\\.workable\\.com/(?!api/accounts/|assets/embed)"],
    source: "public tenant lists, recorded boards and embeds, seen 2024-05 to 2026-10",
  }),
  system({
    id: "smartrecruiters",
    name: "SmartRecruiters",
    vendorDomains: ["smartrecruiters.com", "smartr.me", "smrtr.io", "mysmartrecruiters.com"],
    tenantUrls: [
      onPath("careers.smartrecruiters.com"),
      onPath("jobs.smartrecruiters.com", {
        prefix: "/(?:oneclick-ui/company/)?",
        tenant: `(?!oneclick-ui${end}|sr-jobs${end})${slug}`,
        use: "job",
        board: "https://careers.smartrecruiters.com/{tenant}",
      }),
      onPath("api.smartrecruiters.com", {
        prefix: "/v1/companies/",
        use: "api",
        board: "https://careers.smartrecruiters.com/{tenant}",
      }),
      onPath("www.smartrecruiters.com", {
        prefix: "/job-api/public/search/widgets/",
        use: "api",
        board: "https://careers.smartrecruiters.com/{tenant}",
      }),
      onPath("www.smartrecruiters.com", {
        path: `^/(?<tenant>${slug})/[0-9]{6,}-`,
        use: "job",
        board: "https://careers.smartrecruiters.com/{tenant}",
      }),
      { host: "^[a-z0-9][a-z0-9-]*\\.mysmartrecruiters\\.com$", use: "board" },
      vendorOnly("static.smartrecruiters.com", "^/job-widget/", "embed"),
      vendorOnly("smrtr.io", "^/[A-Za-z0-9._-]{3,}", "job"),
      vendorOnly("smartr.me", "^/[A-Za-z0-9._-]{3,}", "job"),
    ],
    traces: [
      script(
        `(?:\\bwidget|SmartRecruitersWidget\\.init)\\(\\s*\\{[^}]{0,800}?["']?company_code["']?\\s*:\\s*["'](?<tenant>${slug})["']`,
        "https://careers.smartrecruiters.com/{tenant}",
      ),
      ...splitApi(
        "api\\.smartrecruiters\\.com/v1/companies/",
        "https://careers.smartrecruiters.com/{tenant}",
      ),
      hint("script", `["']?company_code["']?\\s*:\\s*["'](?<tenant>${slug})["']`),
      hint("script", "SmartRecruitersWidget\\.init\\("),
    ],
    probes: [
      endpoint("https://api.smartrecruiters.com/v1/companies/{tenant}/postings?limit=10", {
        alivePattern: '"totalFound"\\s*:\\s*[1-9]',
        deadPattern: '"totalFound"\\s*:\\s*0\\b',
        companyPatterns: [companyInside("company", "name")],
      }),
      boardPage("https://careers.smartrecruiters.com/{tenant}", "SmartRecruiters"),
    ],
    reserved: [
      "job-widget",
      "my-applications",
      "oneclick-ui",
      "sr-jobs",
      "blog",
      "resources",
      "product",
    ],
    notBoards: [
      "^[a-z.]+\\.smartrecruiters\\.com/(?:[a-z0-9/-]*/)?SRTest",
      "^(?:my|help|dev|developers|status)\\.smartrecruiters\\.com/",
    ],
    caseSensitive: true,
    source: "public tenant lists, recorded boards and embeds, seen 2024-05 to 2026-10",
  }),
  system({
    id: "recruitee",
    name: "Recruitee",
    vendorDomains: ["recruitee.com", "tellent.com", "recruiteecdn.com"],
    tenantUrls: [
      onSubdomain("recruitee.com"),
      vendorOnly("careers-analytics.recruitee.com", undefined, "asset"),
      vendorOnly("careers.recruiteecdn.com", undefined, "asset"),
    ],
    traces: [
      script('"atsHost"\\s*:\\s*"recruitee\\.com"'),
      markup("&quot;atsHost&quot;:&quot;recruitee\\.com&quot;"),
      markup("aria-label=[\"']Hiring with Recruitee[\"']"),
      hint("dom", "custom-css-style-job-location"),
    ],
    cnames: ["secure.recruitee.com", "recruitee.com"],
    probes: [
      endpoint("https://{tenant}.recruitee.com/api/offers/", {
        alivePattern: '"offers"\\s*:\\s*\\[\\s*\\{',
        companyPatterns: [companyAtKey("company_name")],
      }),
      boardPage("https://{tenant}.recruitee.com/", "Recruitee", {
        deadPattern: "careers_not_hosted",
      }),
    ],
    reserved: ["careers-analytics", "secure", "hire", "talent", "support"],
    notBoards: ["^(?:www\\.)?recruitee\\.com/"],
    source: "public tenant lists, recorded boards and embeds, seen 2024-05 to 2026-10",
  }),
  system({
    id: "teamtailor",
    name: "Teamtailor",
    vendorDomains: ["teamtailor.com", "teamtailor-cdn.com"],
    tenantUrls: [
      {
        host: "^(?<tenant>[a-z0-9][a-z0-9-]*)(?<silo>(?:\\.na|\\.au|\\.eu|\\.uk)?)\\.teamtailor\\.com$",
        use: "board",
        board: "https://{tenant}{silo}.teamtailor.com/",
      },
      vendorOnly("scripts.teamtailor-cdn.com", "^/widgets/", "embed"),
      vendorOnly("assets-aws.teamtailor-cdn.com", undefined, "asset"),
    ],
    traces: [
      markup("<meta[^>]{0,60}name=[\"']generator[\"'][^>]{0,60}content=[\"']Teamtailor[\"']"),
      markup("data-teamtailor-api-key=[\"'][^\"']{8,}[\"']"),
      hint("dom", "teamtailor-jobs-widget"),
      hint("script", 'xmlns:tt="https://teamtailor\\.com/locations"'),
    ],
    cnames: ["ext.teamtailor.com", "ext.teamtailor.com.c.section.io"],
    probes: [
      boardPage("https://{tenant}{silo}.teamtailor.com/", "Teamtailor"),
      endpoint("https://{tenant}{silo}.teamtailor.com/jobs.json", {
        alivePattern: '"items"\\s*:',
        websitePatterns: [
          '"home_page_url"\\s*:\\s*"(?<website>https?://(?![a-z0-9.-]*teamtailor\\.com)[^"\\s]{3,200})"',
        ],
      }),
    ],
    reserved: ["ext", "scripts", "tt", "na", "au", "eu", "uk"],
    notBoards: ["^app\\.(?:[a-z]+\\.)?teamtailor\\.com/", "^(?:www\\.)?teamtailor\\.com/"],
    source: "public tenant lists, DNS records and embeds, seen 2026-06 to 2026-10",
  }),
  system({
    id: "personio",
    name: "Personio",
    vendorDomains: ["personio.de", "personio.com"],
    tenantUrls: [
      {
        host: "^(?<tenant>[a-z0-9][a-z0-9-]*)\\.jobs\\.personio\\.(?<tld>de|com)$",
        use: "board",
        board: "https://{tenant}.jobs.personio.{tld}/",
      },
    ],
    traces: [hint("dom", "id=[\"']personio-iframe[\"']")],
    cnames: ["jobs.personio.de", "jobs.personio.com"],
    probes: [boardPage("https://{tenant}.jobs.personio.{tld}/", "Personio")],
    notBoards: ["^[a-z0-9-]+\\.personio\\.(?:de|com)/"],
    source: "public tenant lists, iframes and feeds, seen 2026-06 to 2026-10",
  }),
  system({
    id: "breezy",
    name: "Breezy HR",
    vendorDomains: ["breezy.hr"],
    tenantUrls: [
      onSubdomain("breezy.hr", { path: "^/embed/", use: "embed" }),
      onSubdomain("breezy.hr"),
    ],
    traces: [
      hint("dom", "id=[\"']bzOpeningsContainer[\"']"),
      hint("iframe", "id=[\"']BrzyHr_iframe[\"']"),
    ],
    cnames: ["breezy.hr"],
    probes: [
      endpoint("https://{tenant}.breezy.hr/json", {
        alivePattern: "^\\s*\\[\\s*\\{",
        companyPatterns: [companyInside("company", "name")],
      }),
      boardPage("https://{tenant}.breezy.hr/", "Breezy", { deadPattern: "<title>Breezy" }),
    ],
    reserved: ["assets-cdn", "gallery-cdn", "attachments-cdn", "feed", "hire", "platform"],
    notBoards: ["^(?:www\\.)?breezy\\.hr/"],
    source: "public tenant lists and embeds, seen 2026-06 to 2026-10",
  }),
  system({
    id: "jazzhr",
    name: "JazzHR",
    vendorDomains: ["jazzhr.com", "jazz.co", "applytojob.com", "theresumator.com"],
    tenantUrls: [
      onSubdomain("applytojob.com", { board: "https://{tenant}.applytojob.com/apply" }),
      onSubdomain("theresumator.com", { board: "https://{tenant}.applytojob.com/apply" }),
      onSubdomain("jazz.co", {
        path: "^/(?:apply|jobs)?(?:[/?#]|$)",
        board: "https://{tenant}.applytojob.com/apply",
      }),
      onPath("app.jazz.co", {
        prefix: "/widgets/[a-z]+/create/",
        use: "embed",
        board: "https://{tenant}.applytojob.com/apply",
      }),
      vendorOnly("app.jazz.co", "^/widgets/", "embed"),
    ],
    traces: [
      hint("dom", "resumator-(?:job-frame|advanced-widget|job-info-details)"),
      hint("dom", "id=[\"']resumator_main_wrapper[\"']"),
    ],
    probes: [
      boardPage("https://{tenant}.applytojob.com/apply", "JazzHR", {
        deadPattern: "Inactive Career Page|/notfound\\.html",
      }),
    ],
    notBoards: ["^app\\.applytojob\\.com/", "^(?:www|info|help)\\.jazz(?:hr\\.com|\\.co)/"],
    source: "public tenant lists, sitemaps and embeds, seen 2026-06 to 2026-10",
  }),
  system({
    id: "jobvite",
    name: "Jobvite",
    vendorDomains: ["jobvite.com", "employinc.com"],
    tenantUrls: [
      onPath("jobs.jobvite.com", {
        prefix: "/(?:careers/)?",
        tenant: `(?!careers${end})${slug}`,
        board: "https://jobs.jobvite.com/{tenant}/jobs",
      }),
      vendorOnly("jobs.jobvite.com", "^/__assets__/scripts/careersite/", "embed"),
      {
        host: "^(?:hire|app)\\.jobvite\\.com$",
        path: "^/(?:CompanyJobs|Jobvite)/[A-Za-z]+\\.aspx\\?(?:[^#]*&)?c=(?<code>[A-Za-z0-9]{4,16})",
        use: "board",
      },
    ],
    traces: [
      markup(
        `data-careersite=["'](?:(?:https?:)?(?://)?jobs\\.jobvite\\.com/)?(?<tenant>${slug})["']`,
        "https://jobs.jobvite.com/{tenant}/jobs",
      ),
      script(
        `Jobvite\\s*=\\s*\\{\\s*["']?careersite["']?\\s*:\\s*["'](?<tenant>${slug})["']`,
        "https://jobs.jobvite.com/{tenant}/jobs",
      ),
      hint("dom", "id=[\"']jobviteframe[\"']"),
      hint("dom", "\\bjv-careersite\\b"),
    ],
    probes: [boardPage("https://jobs.jobvite.com/{tenant}/jobs", "Jobvite")],
    notBoards: ["^(?:www|recruiting|employee|login)\\.jobvite\\.com/"],
    source: "public tenant lists and embeds, seen 2026-06 to 2026-10",
  }),
  system({
    id: "rippling",
    name: "Rippling",
    vendorDomains: ["rippling.com", "ripplingcdn.com", "rippling-ats.com"],
    tenantUrls: [
      {
        host: "^ats(?:\\.[a-z0-9-]+)?\\.rippling\\.com$",
        path: `^/(?:[a-z]{2}-[A-Z]{2}/)?embed/(?<tenant>${slug})(?=/|$|[?#])`,
        use: "embed",
        board: "https://ats.rippling.com/{tenant}/jobs",
      },
      {
        host: "^ats(?:\\.[a-z0-9-]+)?\\.rippling\\.com$",
        path: `^/(?:[a-z]{2}-[A-Z]{2}/)?(?<tenant>(?![a-z]{2}-[A-Z]{2}${end})${slug})${end}`,
        use: "board",
        board: "https://ats.rippling.com/{tenant}/jobs",
      },
      onPath("api.rippling.com", {
        prefix: "/platform/api/ats/v[0-9]/board/",
        use: "api",
        board: "https://ats.rippling.com/{tenant}/jobs",
      }),
      onSubdomain("rippling-ats.com"),
      vendorOnly("static-assets.ripplingcdn.com", "^/ats/embeds/", "embed"),
    ],
    traces: [
      markup(
        `id=["']rr-job-board["'][^>]{0,200}?data-job-board-id=["'](?<tenant>${slug})["']`,
        "https://ats.rippling.com/{tenant}/jobs",
      ),
      hint("dom", "id=[\"']rr-job-board[\"']"),
    ],
    probes: [
      boardPage("https://ats.rippling.com/{tenant}/jobs", "Rippling"),
      endpoint("https://api.rippling.com/platform/api/ats/v1/board/{tenant}/jobs", {
        alivePattern: "^\\s*\\[",
      }),
    ],
    notBoards: ["^(?:app|www|help|login)\\.rippling\\.com/"],
    source: "public tenant lists and embeds, seen 2026-06 to 2026-10",
  }),
  system({
    id: "pinpoint",
    name: "Pinpoint",
    vendorDomains: ["pinpointhq.com"],
    tenantUrls: [onSubdomain("pinpointhq.com")],
    traces: [
      markup(
        "js-react-on-rails-component[\"'][^>]{0,80}data-component-name=[\"']External::Jobs[\"']",
      ),
      markup("class=[\"'][^\"']{0,200}\\bpinpoint-page--[a-z]"),
      hint("dom", "content=[\"']@pinpointhq[\"']"),
      hint("cookie", "_pinpoint_session="),
    ],
    probes: [
      boardPage("https://{tenant}.pinpointhq.com/", "Pinpoint"),
      endpoint("https://{tenant}.pinpointhq.com/postings.json", {
        alivePattern: '"data"\\s*:\\s*\\[',
      }),
    ],
    notBoards: [
      "^(?:www\\.)?pinpointhq\\.com/",
      "^[a-z0-9-]+\\.pinpointhq\\.com/(?:users|admin|employee)(?:/|$)",
    ],
    source: "public tenant lists and recorded boards, seen 2026-06 to 2026-10",
  }),
  system({
    id: "gem",
    name: "Gem",
    vendorDomains: ["gem.com"],
    tenantUrls: [
      onPath("jobs.gem.com", { path: `^/(?<tenant>${slug})/embed${end}`, use: "embed" }),
      onPath("jobs.gem.com"),
      onPath("api.gem.com", {
        prefix: "/job_board/v0/",
        use: "api",
        board: "https://jobs.gem.com/{tenant}",
      }),
    ],
    traces: [
      script(
        `__gemJobBoardUrl\\s*=\\s*["']https://jobs\\.gem\\.com/(?<tenant>${slug})`,
        "https://jobs.gem.com/{tenant}",
      ),
    ],
    probes: [boardPage("https://jobs.gem.com/{tenant}", "Gem")],
    notBoards: [
      "^(?:jobs|api)\\.gem\\.com/[^?#]{0,200}-sandbox(?:[/?#]|$)",
      "^(?:www\\.)?gem\\.com/",
    ],
    source: "public tenant lists and embeds, seen 2026-06 to 2026-10",
  }),
  system({
    id: "dover",
    name: "Dover",
    vendorDomains: ["dover.com", "dover.io"],
    tenantUrls: [
      {
        host: "^app\\.dover\\.(?:com|io)$",
        path: `^/(?:jobs/|apply/|dover/careers/|api/v1/careers-page-slug/)(?<tenant>${slug})${end}`,
        use: "board",
        board: "https://app.dover.com/jobs/{tenant}",
      },
      {
        host: "^app\\.dover\\.(?:com|io)$",
        path: `^/(?<tenant>(?!api/|apply/|jobs/|careers/)${slug})/careers/${uuid}`,
        use: "board",
        board: "https://app.dover.com/jobs/{tenant}",
      },
      { host: "^app\\.dover\\.(?:com|io)$", path: `^/careers/${uuid}`, use: "board" },
    ],
    probes: [
      endpoint("https://app.dover.com/api/v1/careers-page-slug/{tenant}", {
        companyPatterns: [companyAtKey("(?:name|client_name|company_name)")],
      }),
    ],
    reserved: ["dover", "home"],
    notBoards: ["^(?:www\\.)?dover\\.(?:com|io)/"],
    source: "public boards, seen 2026-06 to 2026-10",
  }),
  system({
    id: "comeet",
    name: "Comeet (Spark Hire Recruit)",
    vendorDomains: ["comeet.com", "comeet.co", "sparkhire.com"],
    tenantUrls: [
      {
        host: "^(?:www\\.)?comeet\\.com?$",
        path: `^/jobs/(?<tenant>${slug})/(?<uid>[0-9A-Fa-f]{2}\\.[0-9A-Fa-f]{3})${end}`,
        use: "board",
        board: "https://www.comeet.com/jobs/{tenant}/{uid}",
      },
      {
        host: "^(?:www\\.)?comeet\\.com?$",
        path: "^/careers-api/2\\.0/company/(?<uid>[0-9A-Fa-f]{2}\\.[0-9A-Fa-f]{3})",
        use: "api",
      },
      { host: "^(?:www\\.)?comeet\\.com?$", path: "^/careers-api/api\\.js", use: "embed" },
    ],
    traces: [
      script("COMEET\\.init\\(\\s*\\{"),
      script("[\"']company-uid[\"']\\s*:\\s*[\"'](?<uid>[0-9A-Fa-f]{2}\\.[0-9A-Fa-f]{3})[\"']"),
      hint("script", "comeetInit\\s*="),
    ],
    cnames: ["comeet.co"],
    probes: [boardPage("https://www.comeet.com/jobs/{tenant}/{uid}", "Comeet")],
    notBoards: ["^(?:www\\.)?comeet\\.com?/(?!jobs/|careers-api/)"],
  }),
];
