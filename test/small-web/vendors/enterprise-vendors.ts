import { html, json, text } from "../exchange.ts";
import { escapeHtml } from "../exchange.ts";
import { plainCss, plainScript } from "../pages/filler.ts";
import { pageFor, plainVendor } from "./plain-vendor.ts";
import type { Job, Tenant, Vendor } from "./vendor.ts";

const list = (tenant: Tenant, item: (job: Job) => string) => tenant.jobs.map(item).join("\n");

const sapPlain = plainVendor({
  id: "successfactors",
  name: "SAP SuccessFactors",
  board: "https://career5.successfactors.eu/career?company={key}&career_ns=job_listing_summary",
  job: "https://career5.successfactors.eu/career?company={key}&career_ns=job_listing&career_job_req_id={n}",
});

/** Its career sites live on the customer's own host; the legacy portal on the vendor's. */
export const successfactors: Vendor = {
  ...sapPlain,
  hosts: ["career5.successfactors.eu", "performancemanager5.successfactors.eu"],
  hosted:
    (tenant, host) =>
    ({ url: { pathname } }) => {
      if (pathname === "/robots.txt")
        return text(`User-agent: *\nDisallow: /services/\nSitemap: https://${host}/sitemap.xml\n`);
      const at = (job: Job) => `/job/${encodeURIComponent(job.city)}-${job.slug}/${job.number}01/`;
      if (/^\/(?:sitemal|sitemap)\.xml$/.test(pathname))
        return text(
          `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${list(tenant, (job) => `<url><loc>https://${host}${at(job)}</loc></url>`)}</urlset>`,
          "application/xml",
        );
      const name = escapeHtml(tenant.name);
      return html(`<!DOCTYPE html><html lang="${tenant.words.locale.replace("_", "-")}" class="html5"><head><meta charset="utf-8"><title>${tenant.words.openings} - ${name}</title><meta property="og:site_name" content="${name}">
<link rel="stylesheet" href="https://rmkcdn.successfactors.com/7f1c2a90/8b1e6f2d-0c1e-4d3a-9a1b-3.css"><script src="https://rmkcdn.successfactors.com/7f1c2a90/j2w.core.min.js"></script><style>${plainCss("rmk", 12)}</style></head>
<body class="coreCSB body unify"><div id="outershell"><h1>${name}</h1><form class="form-inline jobAlertsSearchForm" method="get" action="/search/"><input name="q" type="text"></form>
<table id="searchresults" class="searchResults"><tbody>${list(tenant, (job) => `<tr class="data-row"><td class="colTitle"><span class="jobTitle"><a class="jobTitle-link" href="${at(job)}">${escapeHtml(job.title)}</a></span></td><td><span class="jobLocation">${job.city}</span></td></tr>`)}</tbody></table></div>
<script>${plainScript("rmk", 12)}</script><script>j2w.init({"cookiepolicy":3,"ssoCompanyId":'${tenant.key}',"ssoUrl":'https://career5.successfactors.eu',"isUsingSSL":true});</script></body></html>`);
    },
  cname: ({ number }) => `${number % 100_000}.jobs2web.com`,
};

const oraclePlain = plainVendor({
  id: "oracle-recruiting",
  name: "Oracle Recruiting",
  site: "CX_1001",
  board: "https://{key}.fa.us2.oraclecloud.com/hcmUI/CandidateExperience/en/sites/{site}",
  job: "https://{key}.fa.us2.oraclecloud.com/hcmUI/CandidateExperience/en/sites/{site}/job/{n}",
});

/** A single-page application; on a vanity host only its asset addresses name the pod. */
export const oracleRecruiting: Vendor = {
  ...oraclePlain,
  key: (_company, random) =>
    `e${random.pick(["g", "l", "f", "h"])}${random.pick(["u", "a", "o", "x"])}${random.pick(["g", "q", "p", "t"])}${random.hex(1)}`.replace(
      /\d$/,
      "z",
    ),
  serve(asked, tenants) {
    const { hostname, pathname } = asked.url;
    if (pathname === "/robots.txt") return text("User-agent: *\nAllow: /\n");
    const tenant = tenants.find("oracle-recruiting", hostname.split(".")[0] ?? "");
    if (!tenant) return html("<!DOCTYPE html><title>Not Found</title>", {}, 404);
    if (pathname.startsWith("/hcmRestApi/")) return requisitions(tenant);
    if (pathname.includes("/CandExpStatic/")) return text("/* custom */", "text/javascript");
    return html(oracleShell(tenant, `https://${hostname}`));
  },
  hosted:
    (tenant, host) =>
    ({ url: { pathname } }) => {
      if (pathname === "/robots.txt") return text("User-agent: *\nAllow: /\n");
      return pathname.startsWith("/hcmRestApi/")
        ? requisitions(tenant)
        : html(oracleShell(tenant, `https://${host}`));
    },
  cname: ({ key }) => `${key}.vanity.fa.us2.oraclecloud.com`,
};

const requisitions = (tenant: Tenant) =>
  json({
    items: [
      {
        TotalJobsCount: tenant.jobs.length,
        requisitionList: tenant.jobs.map((job) => ({
          Id: String(job.number),
          Title: job.title,
          PrimaryLocation: job.city,
        })),
      },
    ],
  });

function oracleShell(tenant: Tenant, origin: string): string {
  const pod = `https://${tenant.key}.fa.us2.oraclecloud.com:443`;
  const name = escapeHtml(tenant.name);
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${name} Careers</title><meta property="og:site_name" content="${name} Careers"><base href="${origin}/hcmUI/CandidateExperience/" data-apibaseurl="${pod}" data-sitenumber="${tenant.site}" data-sitename="${name}">
<link rel="stylesheet" href="${pod}/hcmUI/CandExpStatic/css/main.css"><script src="${pod}/hcmUI/CandExpStatic/js/ce-custom.js"></script></head>
<body><div id="app" class="cc-page" data-bind="component: 'app'"></div><script>${plainScript("oracle", 14)}</script>
<script>fetch("/hcmRestApi/resources/latest/recruitingCEJobRequisitions?onlyData=true&finder=findReqs;siteNumber=${tenant.site},limit=25")</script></body></html>`;
}

export const taleo: Vendor = {
  ...plainVendor({
    id: "taleo",
    name: "Oracle Taleo",
    noWildcard: true,
    board: "https://{key}.taleo.net/careersection/2/jobsearch.ftl?lang=en",
    job: "https://{key}.taleo.net/careersection/2/jobdetail.ftl?job={n}",
  }),
  serve(asked, tenants) {
    const { hostname, pathname, href } = asked.url;
    const tenant = tenants.find("taleo", hostname.split(".")[0] ?? "");
    if (!tenant) return html("", {}, 404);
    if (pathname === "/robots.txt") return text("User-agent: *\nDisallow: /careersection/rest/\n");
    if (pathname.startsWith("/careersection/rest/"))
      return json({
        requisitionList: tenant.jobs.map((job) => ({
          contestNo: job.number,
          column: [job.title, job.city],
        })),
        pagingData: { totalCount: tenant.jobs.length },
      });
    const name = escapeHtml(tenant.name);
    const isDetail = href.includes("jobdetail");
    return html(`<!DOCTYPE html><html lang="en"><head><title>${isDetail ? "Job Description" : "Job Search"} - ${name}</title><meta charset="utf-8"><script>var require={config:{'fs/FacetedSearchSettings':{"portalNo":"101430233","careerSectionNo":"2","lang":"en"}}}</script><script data-main="/careersection/v/js/facetedsearch/FacetedSearchPage.js" src="/careersection/v/js/require.js"></script></head>
<body><div id="header"><img alt="${name}"><h1>${name} Careers</h1></div><div id="requisitionListInterface">${list(tenant, (job) => `<a id="job${job.number}" href="/careersection/2/jobdetail.ftl?job=${job.number}">${escapeHtml(job.title)}</a>`)}</div></body></html>`);
  },
};

const avaturePlain = plainVendor({
  id: "avature",
  name: "Avature",
  noWildcard: true,
  site: "careers",
  board: "https://{key}.avature.net/careers/SearchJobs",
  job: "https://{key}.avature.net/careers/JobDetail/{slug}/{n}",
});
const avatureSite = (tenant: Tenant, origin: string, path: string) => {
  const name = escapeHtml(tenant.name);
  if (path === "/robots.txt") return text("User-agent: *\nAllow: /\n");
  return html(`<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${name} - Search Jobs</title><meta property="og:site_name" content="${name}"><meta name="avature.portal.id" content="${tenant.number % 90}"><meta name="avature.portal.name" content="${name} Careers"><meta name="avature.portal.lang" content="en-US"><meta name="avature.portal.urlPath" content="careers"><meta name="avature.portal.page" content="SearchJobs">
<link rel="stylesheet" href="https://templates-static-assets.avacdn.net/${tenant.key}/main.css"><style>${plainCss("av", 9)}</style></head><body><h1>${name}</h1>${list(tenant, (job) => `<article class="article--result"><h3 class="article__header__text__title"><a href="${origin}/careers/JobDetail/${job.slug}/${job.number}">${escapeHtml(job.title)}</a></h3><span>${job.city}</span></article>`)}</body></html>`);
};
export const avature: Vendor = {
  ...avaturePlain,
  serve(asked, tenants) {
    const tenant = tenants.find("avature", asked.url.hostname.split(".")[0] ?? "");
    return tenant ? avatureSite(tenant, asked.url.origin, asked.url.pathname) : html("", {}, 404);
  },
  hosted:
    (tenant, host) =>
    ({ url }) =>
      avatureSite(tenant, `https://${host}`, url.pathname),
  cname: ({ key }) => `${key}.avature.net`,
};

export const ukg = plainVendor({
  id: "ukg",
  name: "UKG Pro",
  markets: ["en"],
  key: "pascal",
  site: "5d1f8c3a-6b0e-4f5d-9b8a-0d8b2e7f4c11",
  board: "https://recruiting2.ultipro.com/{key}/JobBoard/{site}/?q=&o=postedDateDesc",
  job: "https://recruiting2.ultipro.com/{key}/JobBoard/{site}/OpportunityDetail?opportunityId={uuid}",
});
export const adpWfn = plainVendor({
  id: "adp-wfn",
  name: "ADP Workforce Now",
  markets: ["en"],
  key: "uuid",
  board:
    "https://workforcenow.adp.com/mascsr/default/mdf/recruitment/recruitment.html?cid={key}&ccId=19000101_000001&lang=en_US",
  job: "https://workforcenow.adp.com/mascsr/default/mdf/recruitment/recruitment.html?cid={key}&ccId=19000101_000001&jobId={n}&lang=en_US",
});
export const paycom = plainVendor({
  id: "paycom",
  name: "Paycom",
  markets: ["en"],
  key: "hex32",
  board: "https://www.paycomonline.net/v4/ats/web.php/portal/{key}/career-page",
  job: "https://www.paycomonline.net/v4/ats/web.php/portal/{key}/jobs/{n}",
});

const paylocityPlain = plainVendor({
  id: "paylocity",
  name: "Paylocity",
  markets: ["en"],
  key: "uuid",
  board: "https://recruiting.paylocity.com/recruiting/jobs/All/{key}/{name}",
  job: "https://recruiting.paylocity.com/recruiting/jobs/All/{key}/Details/{n}",
});
export const paylocity: Vendor = {
  ...paylocityPlain,
  serve(asked, tenants) {
    const key = asked.url.pathname.split("/")[4] ?? "";
    const tenant = tenants.find("paylocity", key);
    if (!tenant) return paylocityPlain.serve(asked, tenants);
    const page = pageFor("Paylocity", asked, tenant, (job) => paylocity.job(tenant, job));
    const data = `<script>window.pageData = ${JSON.stringify({ Jobs: tenant.jobs.map((job) => ({ JobId: job.number, JobTitle: job.title, LocationName: job.city })), ModuleTitle: tenant.name })};</script>`;
    return { ...page, body: String(page.body).replace("</body>", `${data}</body>`) };
  },
};
