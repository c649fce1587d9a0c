import { type Asked, escapeHtml, html, json, text } from "../exchange.ts";
import { type Tenant, type Tenants, type Vendor, slugKey } from "./vendor.ts";

const id = "breezy";
const origin = ({ key }: Tenant) => `https://${key}.breezy.hr`;
const short = (uuid: string) => uuid.replaceAll("-", "").slice(0, 12);

export const breezy: Vendor = {
  id,
  name: "Breezy HR",
  hosts: ["*.breezy.hr"],
  key: slugKey,
  board: (tenant) => `${origin(tenant)}/`,
  job: (tenant, job) => `${origin(tenant)}/p/${short(job.uuid)}-${job.slug}`,
  embed: (tenant) =>
    `<div id='bzOpeningsContainer'></div>\n<script src='${origin(tenant)}/embed/js?inline=true&group_by=dept'></script>`,
  frame: (tenant) => `${origin(tenant)}/embed/positions?group_by=dept`,
  serve(asked: Asked, tenants: Tenants) {
    const { hostname, pathname } = asked.url;
    const tenant = tenants.find(id, hostname.split(".")[0] ?? "");
    if (pathname === "/robots.txt") return text("User-agent: *\nAllow: /\n");
    // A made-up customer answers like one without openings.
    if (pathname === "/json")
      return json(
        (tenant?.jobs ?? []).map((job) => ({
          id: short(job.uuid),
          name: job.title,
          url: `${hostname}/p/${short(job.uuid)}`,
          company: { name: tenant?.name },
        })),
      );
    if (!tenant) return { ...html("", {}, 302), headers: { location: "https://breezy.hr/" } };
    if (pathname === "/embed/js")
      return text(
        `document.getElementById("bzOpeningsContainer").innerHTML=${JSON.stringify(list(tenant))};`,
        "text/javascript",
      );
    const name = escapeHtml(tenant.name);
    return html(`<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${name} - Jobs</title><meta property="og:title" content="${name}"><meta property="og:site_name" content="${name}"><link rel="stylesheet" href="https://assets-cdn.breezy.hr/breezy-portal/portal.css"></head>
<body class="breezy-portal"><div class="banner"><h1>${name}</h1></div><ul class="positions">${list(tenant)}</ul><a href="https://breezy.hr">Powered by Breezy</a></body></html>`);
  },
};

const list = (tenant: Tenant): string =>
  tenant.jobs
    .map(
      (job) =>
        `<li class="position bzOpening transition"><a href="${origin(tenant)}/p/${short(job.uuid)}-${job.slug}"><h2>${escapeHtml(job.title)}</h2></a><ul class="meta"><li class="location bzLocation">${job.city}</li></ul></li>`,
    )
    .join("");
