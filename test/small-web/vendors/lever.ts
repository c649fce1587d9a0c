import { type Asked, escapeHtml, html, json, text } from "../exchange.ts";
import { plainCss } from "../pages/filler.ts";
import { jobPosting } from "./board-page.ts";
import { type Tenant, type Tenants, type Vendor, slugKey } from "./vendor.ts";

const id = "lever";
const board = ({ key }: Tenant) => `https://jobs.lever.co/${key}`;

export const lever: Vendor = {
  id,
  name: "Lever",
  hosts: ["jobs.lever.co", "api.lever.co"],
  key: slugKey,
  board,
  job: (tenant, { uuid }) => `${board(tenant)}/${uuid}`,
  embed: ({ key }) => `<div id="lever-jobs-container"></div>
<script type="text/javascript">
  window.leverJobsOptions = {accountName: '${key}', includeCss: true};
</script>
<script type="text/javascript" src="https://andreasmb.github.io/lever-jobs-embed/index.js"></script>`,
  serve(asked: Asked, tenants: Tenants) {
    const { hostname, pathname } = asked.url;
    if (pathname === "/robots.txt") return text("User-agent: *\nAllow: /\n");
    if (hostname === "api.lever.co") {
      const tenant = tenants.find(id, pathname.split("/")[3] ?? "");
      const headers = { "x-stream-path": "dapi", "access-control-allow-origin": "*" };
      if (!tenant) return json({ ok: false, error: "Document not found" }, headers, 404);
      return json(
        tenant.jobs.map((job) => posting(tenant, job)),
        headers,
      );
    }
    const [, key = "", uuid] = pathname.split("/");
    const tenant = tenants.find(id, key);
    if (!tenant) return html(nobody, { "x-stream-path": "djobs" }, 404);
    const job = tenant.jobs.find((one) => one.uuid === uuid);
    if (uuid && !job) return html(nobody, { "x-stream-path": "djobs" }, 404);
    const name = escapeHtml(tenant.name);
    const title = job ? `${name} - ${escapeHtml(job.title)}` : name;
    return html(
      `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${title}</title>
<meta property="og:title" content="${job ? title : `${name} jobs`}"><meta property="og:url" content="${board(tenant)}">
<meta name="twitter:description" content="Job openings at ${name}">
<meta property="og:image" content="https://lever-client-logos.s3.us-west-2.amazonaws.com/logo.png"><style>${plainCss("lv", 12)}</style>${job ? jobPosting(tenant, job, asked.url.href) : ""}</head>
<body class="${job ? "show" : "list"} header-compact"><div class="page-centered"><a class="main-header-logo" href="${board(tenant)}"><img alt="${name} logo"></a></div>
<div class="filter-bar"><div class="filter-button-wrapper"></div></div><div class="postings-wrapper">${tenant.jobs
        .map(
          ({ uuid: one, title: name_, city }) =>
            `<div class="posting"><a class="posting-title" href="${board(tenant)}/${one}"><h5 data-qa="posting-name">${escapeHtml(name_)}</h5><span class="sort-by-location">${city}</span></a></div>`,
        )
        .join(
          "",
        )}</div><div class="main-footer"><a href="${tenant.website}">${name} Home Page</a> Jobs powered by Lever</div></body></html>`,
      { "x-stream-path": "djobs" },
    );
  },
};

// The real page is as large, because its fonts are inlined.
const nobody = `<!DOCTYPE html><html><head><title>Not found – 404 error</title><style>@font-face{src:url(data:font/woff;base64,${"d09GRgABAAAAAF".repeat(20_000)})}</style></head><body><h1>Sorry, we couldn't find anything here</h1><p>Not found – 404 error. The job posting you're looking for might have closed. Jobs powered by Lever</p></body></html>`;

function posting(tenant: Tenant, job: Tenant["jobs"][number]) {
  return {
    id: job.uuid,
    text: job.title,
    categories: { location: job.city, commitment: "Full-time" },
    hostedUrl: `${board(tenant)}/${job.uuid}`,
    applyUrl: `${board(tenant)}/${job.uuid}/apply`,
    country: tenant.words.country,
  };
}
