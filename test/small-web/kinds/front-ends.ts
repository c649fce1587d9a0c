import { type Serve, escapeHtml, html, json, text } from "../exchange.ts";
import { plainCss, plainScript } from "../pages/filler.ts";
import type { Job } from "../vendors/vendor.ts";
import { type Kind, type Scene, oneOf } from "./kind.ts";
import { createSite, originOf } from "./site.ts";
import { boardStep } from "./steps.ts";

const enterprise = oneOf("workday", "successfactors", "icims", "taleo", "oracle-recruiting");

/** Builds a career site by one vendor whose apply links lead to another's system. */
function frontSite(
  scene: Scene,
  frontEnd: string,
  label: string,
  serve: (host: string, apply: (job: Job) => string) => Serve,
) {
  const { vendor, tenant, company } = scene;
  const host = `${label}.${company.domain}`;
  const apply = (job: Job) => vendor.job(tenant, job);
  const first = tenant.jobs[0];
  const detail = first ? `/job/${first.number}/${first.slug}` : "/";
  return createSite(scene, {
    careersHref: `https://${host}/`,
    hosts: { [host]: serve(host, apply) },
    dns: [{ name: host, type: "CNAME", data: `${company.slug}.${frontEnd}-edge.net.` }],
    frontEnd,
    trail: [
      { url: `${originOf(scene)}/`, has: host },
      { url: `https://${host}/`, has: detail },
      { url: `https://${host}${detail}`, has: first ? new URL(apply(first)).hostname : "" },
      boardStep(scene),
    ],
  });
}

const detailPath = (job: Job) => `/job/${job.number}/${job.slug}`;

function pages(
  { tenant, company }: Scene,
  head: (job?: Job) => string,
  apply: (job: Job) => string,
  list: (jobs: readonly Job[]) => string,
): Serve {
  const name = escapeHtml(company.brand);
  return ({ url: { pathname } }) => {
    if (pathname === "/robots.txt") return text("User-agent: *\nDisallow: /apply\n");
    const job = tenant.jobs.find((one) => pathname.startsWith(`/job/${one.number}`));
    const body = job
      ? `<h1>${escapeHtml(job.title)}</h1><p>${job.city}</p><a class="btn apply" data-ph-at-id="apply-link" href="${escapeHtml(apply(job))}">Apply now</a>`
      : list(tenant.jobs);
    return html(
      `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${job ? `${escapeHtml(job.title)} at ${name}` : `Careers at ${name}`}</title><meta property="og:site_name" content="${name}">${head(job)}</head><body>${body}<script>${plainScript("front", 18)}</script></body></html>`,
    );
  };
}

/** Career sites that are a layer over the system of record. */
export const frontEndKinds: readonly Kind[] = [
  {
    name: "front-phenom",
    rows: 4,
    truth: { tier: "http", frontEnd: "phenom" },
    vendors: oneOf("workday", "successfactors", "icims"),
    build: (scene) =>
      frontSite(scene, "phenom", "careers", (host, apply) => {
        const ref = `${scene.company.slug.slice(0, 4).toUpperCase()}US`;
        const data = {
          jobs: scene.tenant.jobs.map((job) => ({
            jobId: `R${job.number}`,
            title: job.title,
            cityState: job.city,
            applyUrl: apply(job),
          })),
        };
        return pages(
          scene,
          () =>
            `<link rel="stylesheet" href="https://cdn.phenompeople.com/CareerConnectResources/${ref}/css/main.css"><script>var phApp = phApp || {"widgetApiEndpoint":"https://${host}/widgets","refNum":"${ref}","siteType":"external","locale":"en_us","baseUrl":"https://${host}/us/en/"}; phApp.ddo = {"eagerLoadRefineSearch":{"totalHits":${data.jobs.length},"data":${JSON.stringify(data)}}};</script><style>${plainCss("ph", 20)}</style>`,
          apply,
          (jobs) =>
            `<section data-ph-id="ph-page-element-page1" ph-page="search-results"><ul>${jobs.map((job) => `<li data-ph-at-id="jobs-list-item"><a data-ph-at-id="job-link" href="${detailPath(job)}">${escapeHtml(job.title)}</a></li>`).join("")}</ul></section>`,
        );
      }),
  },
  {
    name: "front-radancy",
    rows: 4,
    truth: { tier: "http", frontEnd: "radancy" },
    vendors: enterprise,
    build: (scene) =>
      frontSite(scene, "radancy", "jobs", (_, apply) =>
        pages(
          scene,
          () =>
            `<meta name="site-tenant-id" content="${scene.tenant.number % 40_000}"><meta name="site-organization-id" content="${scene.tenant.number % 9_000}"><meta name="gtm_tenantid" content="${scene.tenant.number % 40_000}"><meta name="gtm_companysiteid" content="${scene.tenant.number % 500}"><link rel="stylesheet" href="https://tbcdn.talentbrew.com/company/${scene.tenant.number % 40_000}/css/site.css"><style>${plainCss("section", 16)}</style>`,
          apply,
          (jobs) =>
            `<section id="search-results" data-total-job-results="${jobs.length}" data-total-pages="1" data-ajax-post-url="/search-jobs/resultspost"><ul>${jobs.map((job) => `<li><a class="section29__search-results-link" data-job-id="${job.number}" href="${detailPath(job)}"><h2>${escapeHtml(job.title)}</h2></a></li>`).join("")}</ul></section>`,
        ),
      ),
  },
  {
    name: "front-jibe",
    rows: 3,
    // Jibe is the same maker's own layer; naming it or leaving it out are both right.
    truth: { tier: "http" },
    vendors: oneOf("icims"),
    build(scene) {
      const site = frontSite(scene, "jibe", "careers", (_, apply) => {
        const pagesOf = pages(
          scene,
          () =>
            `<script>window.searchConfig = {"externalSearch":true};window._jibe = {cid:"${scene.company.slug}"};</script><script src="https://app.jibecdn.com/prod/search/4/main.js" defer></script>`,
          apply,
          (jobs) =>
            `<div id="jibe-search" data-jibe-search-version="4.11"><ul>${jobs.map((job) => `<li><a href="${detailPath(job)}">${escapeHtml(job.title)}</a></li>`).join("")}</ul></div>`,
        );
        return (asked) =>
          asked.url.pathname === "/api/jobs"
            ? json({
                jobs: scene.tenant.jobs.map((job) => ({
                  data: {
                    title: job.title,
                    apply_url: apply(job).replace("/job", "/login"),
                    ats_code: "icims",
                  },
                })),
                totalCount: scene.tenant.jobs.length,
              })
            : pagesOf(asked);
      });
      const { frontEnd: _ours, ...rest } = site;
      return rest;
    },
  },
  {
    name: "front-eightfold",
    rows: 4,
    truth: { tier: "classifier", frontEnd: "eightfold" },
    vendors: oneOf("workday", "successfactors", "taleo"),
    build: (scene) =>
      frontSite(scene, "eightfold", "careers", (_, apply) =>
        pages(
          scene,
          () =>
            `<script>window._EF_GROUP_ID = "${scene.company.domain}";</script><script src="https://static.eightfold.ai/pcsxPwa/main.js" defer></script><link rel="stylesheet" href="https://static.vscdn.net/pcs.css">`,
          apply,
          (jobs) =>
            `<div id="pcs-body-container"><code id="smartApplyData" style="display:none">${escapeHtml(JSON.stringify({ domain: scene.company.domain, positions: jobs.map((job) => ({ id: job.number, name: job.title, location: job.city })) }))}</code>${jobs.map((job) => `<a href="${detailPath(job)}">${escapeHtml(job.title)}</a>`).join("")}</div>`,
        ),
      ),
  },
];
