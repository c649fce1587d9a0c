import { type Asked, escapeHtml, html, json, redirect, text } from "../exchange.ts";
import { plainCss, plainScript } from "../pages/filler.ts";
import { jobPosting } from "./board-page.ts";
import { type Job, type Tenant, type Tenants, type Vendor, slugKey } from "./vendor.ts";

const id = "greenhouse";
const board = ({ key }: Tenant) => `https://boards.greenhouse.io/${key}`;
const jobAt = (tenant: Tenant, job: Job) => `${board(tenant)}/jobs/${job.number}`;
const apiHeaders = { "x-farm-id": "us", "x-runtime": "0.031", "access-control-allow-origin": "*" };

export const greenhouse: Vendor = {
  id,
  name: "Greenhouse",
  hosts: [
    "boards.greenhouse.io",
    "job-boards.greenhouse.io",
    "boards-api.greenhouse.io",
    "api.greenhouse.io",
    "app.greenhouse.io",
    "grnh.se",
  ],
  key: slugKey,
  board,
  job: jobAt,
  embed: ({ key }) =>
    `<div id="grnhse_app"></div>\n<script src="https://boards.greenhouse.io/embed/job_board/js?for=${key}"></script>`,
  frame: ({ key }) => `https://boards.greenhouse.io/embed/job_board?for=${key}`,
  serve(asked: Asked, tenants: Tenants) {
    const { hostname, pathname, searchParams } = asked.url;
    if (pathname === "/robots.txt") return text("User-agent: *\nDisallow: /*/jobs/*/apply\n");
    if (hostname === "boards-api.greenhouse.io" || hostname === "api.greenhouse.io") {
      return api(pathname, tenants);
    }
    if (hostname === "grnh.se") {
      const short = tenants.find(id, pathname.slice(1).replace(/1us$/, ""));
      return short ? redirect(board(short), 302) : html(inactive, {}, 404);
    }
    if (pathname.startsWith("/embed/")) {
      const named = tenants.find(id, (searchParams.get("for") ?? "").toLowerCase());
      if (!named) return text("", "text/javascript", 404);
      return pathname.endsWith("/js")
        ? text(embedScript(named), "text/javascript")
        : html(listPage(named));
    }
    const [, key = "", , number] = pathname.split("/");
    const tenant = tenants.find(id, key.toLowerCase());
    if (!tenant) return html(inactive, {}, 404);
    if (hostname.startsWith("job-boards."))
      return redirect(`https://boards.greenhouse.io${pathname}`, 302);
    if (tenant.forwardsTo) return redirect(tenant.forwardsTo, 302);
    const job = tenant.jobs.find((one) => String(one.number) === number);
    if (number && !job) return redirect(`${board(tenant)}?error=true`, 302);
    return html(job ? jobPage(tenant, job) : listPage(tenant), { "x-farm-id": "us" });
  },
};

const inactive = `<!DOCTYPE html><html lang="en"><head><title>Page not found</title></head><body><div class="job-board-inactive"><h1>Page not found</h1><p>The job board you were viewing is no longer active.</p></div></body></html>`;

function api(pathname: string, tenants: Tenants) {
  const [, key = "", rest] = /^\/v1\/boards\/([^/]+)(\/.*)?$/.exec(pathname) ?? [];
  const tenant = tenants.find(id, key.toLowerCase());
  if (!tenant) return json({ status: 404, error: "Job board not found" }, apiHeaders, 404);
  if (!rest) return json({ name: tenant.name, content: "" }, apiHeaders);
  const jobs = tenant.jobs.map((job) => ({
    absolute_url: jobAt(tenant, job),
    internal_job_id: job.number + 11,
    location: { name: job.city },
    id: job.number,
    title: job.title,
    company_name: tenant.name,
    updated_at: "2026-09-30T09:12:44-04:00",
  }));
  return json({ jobs, meta: { total: jobs.length } }, apiHeaders);
}

function head(tenant: Tenant, title: string): string {
  return `<meta charset="utf-8"><meta id="rendered-by" content="jben"><title>${title}</title>
<meta property="og:title" content="${title}"><meta property="og:url" content="${board(tenant)}">
<meta property="og:image" content="https://s7-recruiting.cdn.greenhouse.io/external_greenhouse_job_boards/logos/400/logo.png">
<link rel="stylesheet" href="https://boards.cdn.greenhouse.io/assets/internal_job_board.css"><style>${plainCss("gh", 7)}</style>`;
}

function listPage(tenant: Tenant): string {
  const name = escapeHtml(tenant.name);
  return `<!DOCTYPE html><html lang="en"><head>${head(tenant, `Jobs at ${name}`)}</head>
<body><div id="wrapper"><div id="main" class="accessible" role="main"><div id="header"><div id="logo"><img alt="${name} Logo" src="https://s7-recruiting.cdn.greenhouse.io/logo.png"></div>
<h1>${name}</h1><h2 id="board_title">Current Job Openings</h2></div>
<section class="level-0"><h3>Engineering</h3>${tenant.jobs
    .map(
      (job) =>
        `<div class="opening" department_id="4021" office_id="4003"><a data-mapped="true" href="/${tenant.key}/jobs/${job.number}">${escapeHtml(job.title)}</a><br><span class="location">${job.city}</span></div>`,
    )
    .join(
      "\n",
    )}</section></div></div><a id="gh_logo" href="https://www.greenhouse.io">Powered by</a>
<script>${plainScript("gh", 8)}</script></body></html>`;
}

function jobPage(tenant: Tenant, job: Job): string {
  const title = `Job Application for ${escapeHtml(job.title)} at ${escapeHtml(tenant.name)}`;
  return `<!DOCTYPE html><html lang="en"><head>${head(tenant, title)}${jobPosting(tenant, job, jobAt(tenant, job))}</head>
<body><div id="app_body"><div id="header"><h1 class="app-title">${escapeHtml(job.title)}</h1><span class="company-name">at ${escapeHtml(tenant.name)}</span><div class="location">${job.city}</div></div>
<form id="application_form" action="#"><input name="first_name"><input name="last_name"></form></div></body></html>`;
}

function embedScript({ key }: Tenant): string {
  return `(function(){var Grnhse=window.Grnhse=window.Grnhse||{};Grnhse.Settings={boardToken:"${key}",boardURI:"https://boards.greenhouse.io/embed/job_board?for=${key}"};
var e=document.getElementById("grnhse_app");if(!e)return;var f=document.createElement("iframe");f.id="grnhse_iframe";f.width="100%";f.src=Grnhse.Settings.boardURI;e.appendChild(f);})();`;
}
