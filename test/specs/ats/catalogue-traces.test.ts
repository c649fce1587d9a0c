import { describe, expect, it } from "vitest";

import { findSystem, recruitingSystems } from "../../../specs/ats/catalogue.ts";

const traced: readonly (readonly [
  system: string,
  groups: Record<string, string>,
  source: string,
])[] = [
  [
    "greenhouse",
    { tenant: "acme", silo: "" },
    `<script>Grnhse.Settings.boardToken = "acme";</script>`,
  ],
  ["greenhouse", { tenant: "acme", silo: "" }, `window.greenhouseBoardName = 'acme'`],
  [
    "lever",
    { tenant: "acme", silo: "" },
    `window.leverJobsOptions = {accountName: 'acme', includeCss: true};`,
  ],
  [
    "lever",
    { tenant: "Acme.io", silo: "" },
    `window.leverJobsOptions={ "includeCss": true, "accountName": "Acme.io" }`,
  ],
  ["ashby", {}, `<script>window.__ashbyBaseJobBoardUrl = "https://acme.com/careers";</script>`],
  [
    "workable",
    { account: "509618" },
    `whr(document).ready(function(){whr_embed(509618, {detail: 'titles'});});`,
  ],
  [
    "smartrecruiters",
    { tenant: "AcmeCorp1" },
    `widget({"company_code":"AcmeCorp1","bg_color_widget":"#ffffff"});`,
  ],
  [
    "smartrecruiters",
    { tenant: "AcmeCorp1" },
    `SmartRecruitersWidget.init({company_code:"AcmeCorp1", api_url:"x"});`,
  ],
  ["recruitee", {}, `{"host":"jobs.acme.com","atsHost":"recruitee.com"}`],
  ["recruitee", {}, `<a href="https://recruitee.com" aria-label="Hiring with Recruitee">`],
  ["teamtailor", {}, `<meta name="generator" content="Teamtailor">`],
  [
    "teamtailor",
    {},
    `<div class="teamtailor-jobs-widget" data-teamtailor-api-key="AbCdEfGh12345678"></div>`,
  ],
  [
    "jobvite",
    { tenant: "acme" },
    `<div class="jv-careersite" data-careersite="acme" data-force-redirect></div>`,
  ],
  [
    "jobvite",
    { tenant: "acme" },
    `<div class="jv-careersite" data-careersite="jobs.jobvite.com/acme"></div>`,
  ],
  ["jobvite", { tenant: "acme" }, `<script>Jobvite = { careersite: 'acme' };</script>`],
  ["rippling", { tenant: "acme" }, `<div id="rr-job-board" data-job-board-id="acme"></div>`],
  [
    "pinpoint",
    {},
    `<script class="js-react-on-rails-component" data-component-name="External::Jobs">`,
  ],
  [
    "gem",
    { tenant: "acme" },
    `<script>window.__gemJobBoardUrl = "https://jobs.gem.com/acme"</script>`,
  ],
  ["comeet", { uid: "A1.00B" }, `COMEET.init({"token": "ABC", "company-uid": "A1.00B"})`],
  [
    "workday",
    { tenant: "acme", site: "External" },
    `window.workday = window.workday || { tenant: "acme", siteId: "External", isExternal: true };`,
  ],
  ["taleo", {}, `<a href="/careersection/2/jobsearch.ftl?lang=en">`],
  [
    "oracle-recruiting",
    { tenant: "abcd", region: "us2" },
    `<base data-apibaseurl="https://abcd.fa.us2.oraclecloud.com:443" data-sitenumber="CX_1">`,
  ],
  [
    "successfactors",
    { tenant: "acmeP", pod: "5", domain: "successfactors.eu" },
    `j2w.init({ useSSO: true, ssoCompanyId: 'acmeP', ssoUrl: 'https://career5.successfactors.eu' });`,
  ],
  [
    "successfactors",
    { tenant: "acmeP" },
    `j2w.init({"cookiepolicy":false, "ssoCompanyId" : 'acmeP'});`,
  ],
  ["avature", {}, `<meta name="avature.portal.id" content="12">`],
  ["neogov", { tenant: "cityofacme" }, `<html data-agency-folder-name="cityofacme">`],
  [
    "peoplesoft",
    {},
    `<a href="/psc/hr/EMPLOYEE/HRMS/c/HRS_HRAM_FL.HRS_CG_SEARCH_FL.GBL?Page=HRS_APP_SCHJOB_FL">`,
  ],
  [
    "bamboohr",
    { tenant: "acme", tld: "com" },
    `<div id="BambooHR" data-domain="acme.bamboohr.com" data-version="1.0.0"></div>`,
  ],
  [
    "zoho-recruit",
    { tenant: "acme", tld: "in" },
    `rec_embed_js.load({widget_id:"rec_job_listing_div",page_name:"Careers",site:"https://acme.zohorecruit.in"});`,
  ],
  [
    "cats",
    { tenant: "acme" },
    `cjw({id:"a1",domain:"acme.catsone.com",target:"#cats-portal-widget"});`,
  ],
  [
    "ceipal",
    {},
    `<script src="https://jobsapi.ceipal.com/APISource/widget.js" data-ceipal-api-key="abcd1234">`,
  ],
  ["jobylon", { tenant: "123" }, `<script>jbl_company_id = 123; jbl_version = "v2";</script>`],
  [
    "phenom",
    { tenant: "ACMEUS" },
    `var phApp = phApp || {"widgetApiEndpoint":"https://a/widgets","refNum":"ACMEUS"};`,
  ],
  ["radancy", {}, `<meta name="site-tenant-id" content="12">`],
  ["radancy", { tenant: "1234" }, `<meta name="site-organization-id" content="1234">`],
  ["talemetry", {}, `<script src="/pack/talemetry_careersites/index.js">`],
  ["symphony", {}, `var cws_opts = {"smartPost_org":"companies/abc"};`],
  ["eightfold", { domain: "acme.com" }, `<script>window._EF_GROUP_ID = "acme.com";</script>`],
  ["jibe", {}, `<html lang="en" data-jibe-search-version="4.11">`],
  ["jibe", { tenant: "acme" }, `window._jibe = {cid: "acme"};`],
  [
    "wp-job-manager",
    {},
    `<script src="/wp-content/plugins/wp-job-manager/assets/dist/js/ajax-filters.js">`,
  ],
  ["wp-job-openings", {}, `<link href="/wp-content/plugins/wp-job-openings/assets/css/style.css">`],
];

const unrelated: readonly string[] = [
  `We cut our greenhouse gas emissions by a lever of ten, in every workday.`,
  `<a href="https://www.icims.com/legal/privacy-notice">Privacy</a>`,
  `<script src="https://performancemanager4.successfactors.com/jquery.js"></script>`,
  `<link rel="stylesheet" href="https://rmkcdn.successfactors.com/abc/site.css">`,
  `<script>track("phenompeople.com search-results")</script>`,
  `<script>var config = {company_code: "DE", workday: "Monday"}</script>`,
  `<div data-domain="acme.com" data-job-board-id="4"></div>`,
  `We integrate with Greenhouse, Lever, Workday, iCIMS, SmartRecruiters and BambooHR.`,
  `<meta name="generator" content="WordPress 6.5">`,
  `<div id="ashby_embed"></div>`,
  `<div id="grnhse_app"></div>`,
  `// CWS.jobs.set_api("https://jobsapi-google.m-cloud.io/api/");`,
];

describe("traces in a page's source", () => {
  it.each(traced)("of %s give %j", (id, groups, source) => {
    const strong = (findSystem(id)?.traces ?? []).filter(({ strength }) => strength === "strong");

    const found = strong.flatMap(({ pattern }) => {
      const match = new RegExp(pattern).exec(source);
      return match ? [{ ...match.groups }] : [];
    });

    expect(found).toContainEqual(groups);
  });

  it.each(traced)("of %s are strong for no other system (%j)", (id, _groups, source) => {
    expect(strongSystems(source)).toEqual([id]);
  });

  it.each(unrelated)("are not strong in %s", (source) => {
    expect(strongSystems(source)).toEqual([]);
  });
});

function strongSystems(source: string): readonly string[] {
  return recruitingSystems
    .filter(({ traces }) =>
      traces.some(
        ({ strength, pattern }) => strength === "strong" && new RegExp(pattern).test(source),
      ),
    )
    .map(({ id }) => id);
}
