import { type Asked, type Serve, escapeHtml, html, json, text } from "../exchange.ts";
import { plainCss, plainScript } from "../pages/filler.ts";
import { jobPosting } from "./board-page.ts";
import { type Job, type Tenant, type Tenants, type Vendor, slugKey } from "./vendor.ts";

const id = "teamtailor";
const board = ({ key }: Tenant) => `https://${key}.teamtailor.com/`;
const path = (job: Job) => `/jobs/${job.number}-${job.slug}`;

export const teamtailor: Vendor = {
  id,
  name: "Teamtailor",
  hosts: ["*.teamtailor.com", "scripts.teamtailor-cdn.com"],
  key: slugKey,
  board,
  job: (tenant, job) => board(tenant).slice(0, -1) + path(job),
  embed: ({
    number,
  }) => `<div class="teamtailor-jobs-widget" data-teamtailor-limit="20" data-teamtailor-api-key="k${number}Zp0QxV2m" data-teamtailor-popup="true" data-teamtailor-department-select="true"></div>
<script src="https://scripts.teamtailor-cdn.com/widgets/production/jobs.js" async></script>`,
  hosted: (tenant, host) => site(tenant, `https://${host}`),
  cname: () => "ext.teamtailor.com",
  serve(asked: Asked, tenants: Tenants) {
    const { hostname, pathname } = asked.url;
    const label = hostname.split(".")[0] ?? "";
    if (hostname === "scripts.teamtailor-cdn.com") return text(widget, "text/javascript");
    if (pathname.startsWith("/widget/jobs")) {
      const key = /k(\d+)Zp/.exec(asked.url.search)?.[1] ?? "";
      const owner = tenants.find(id, key);
      if (!owner) return json({ errors: [{ title: "Not found" }] }, {}, 404);
      return json(
        {
          jobs: owner.jobs.map((job) => ({
            title: job.title,
            url: board(owner).slice(0, -1) + path(job),
          })),
        },
        { "access-control-allow-origin": "*" },
      );
    }
    if (label === "www") return html("<!DOCTYPE html><title>Teamtailor</title><h1>Teamtailor</h1>");
    const tenant = tenants.find(id, label);
    if (!tenant)
      return html(
        "<!DOCTYPE html><title>Page not found</title><h1>Oh no, this career site doesn't exist</h1>",
        {},
        404,
      );
    return site(tenant, board(tenant).slice(0, -1))(asked);
  },
};

function site(tenant: Tenant, origin: string): Serve {
  return ({ url: { pathname } }) => {
    if (pathname === "/robots.txt")
      return text(`User-agent: *\nAllow: /\nSitemap: ${origin}/sitemap.xml\n`);
    const items = tenant.jobs.map((job) => ({
      id: job.uuid,
      title: job.title,
      url: origin + path(job),
    }));
    if (pathname === "/jobs.json")
      return json({
        version: "https://jsonfeed.org/version/1",
        title: tenant.name,
        home_page_url: origin,
        items,
      });
    if (pathname === "/jobs.rss") {
      const entries = items
        .map(
          ({ title, url }) => `<item><title>${escapeHtml(title)}</title><link>${url}</link></item>`,
        )
        .join("");
      return text(
        `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:tt="https://teamtailor.com/locations"><channel><title>${escapeHtml(tenant.name)}</title><link>${origin}</link>${entries}</channel></rss>`,
        "application/rss+xml",
      );
    }
    const job = tenant.jobs.find((one) => pathname.startsWith(`/jobs/${one.number}`));
    return html(page(tenant, origin, job));
  };
}

function page(tenant: Tenant, origin: string, job: Job | undefined): string {
  const name = escapeHtml(tenant.name);
  const assets = "https://assets-aws.teamtailor-cdn.com/assets/packs/js";
  return `<!DOCTYPE html><html lang="${tenant.words.code}" dir="ltr"><head><meta charset="utf-8"><title>${job ? `${escapeHtml(job.title)} - ${name}` : name}</title>
<meta name="generator" content="Teamtailor"><meta property="og:site_name" content="${name}"><meta property="og:title" content="${job ? escapeHtml(job.title) : name}"><meta property="og:url" content="${origin}/">
<link rel="alternate" type="application/rss+xml" title="RSS" href="/jobs.rss"><style>${plainCss("tt", 10)}</style>
${["runtime", "vendor", "careersite", "cookies", "search"].map((pack) => `<script src="${assets}/${pack}-9fb1a1d0.js" defer></script>`).join("\n")}
${job ? jobPosting(tenant, job, origin + path(job)) : ""}</head>
<body class="bg-company-bg"><header><a href="/"><img src="https://images.teamtailor-cdn.com/images/s3/teamtailor-production/logotype.png" alt="${name}"></a></header><main><h1>${tenant.words.joinUs}</h1>
<ul id="jobs_list_container">${tenant.jobs.map((one) => `<li class="w-full"><a class="flex" href="${origin}${path(one)}"><span class="text-block-base-link">${escapeHtml(one.title)}</span><span>${one.city}</span></a></li>`).join("")}</ul></main>
<footer><a href="${tenant.website}">${name}</a></footer><script>${plainScript("tt", 10)}</script></body></html>`;
}

const widget = `(function(){document.querySelectorAll(".teamtailor-jobs-widget").forEach(function(w){fetch("https://career.teamtailor.com/widget/jobs?api_key="+w.getAttribute("data-teamtailor-api-key")).then(function(r){return r.json()}).then(function(d){w.innerHTML=(d.jobs||[]).map(function(j){return"<a href='"+j.url+"'>"+j.title+"</a>"}).join("")})})})();`;
