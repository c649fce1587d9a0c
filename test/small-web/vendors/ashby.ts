import { type Asked, escapeHtml, html, json, text } from "../exchange.ts";
import { plainScript } from "../pages/filler.ts";
import { type Tenant, type Tenants, type Vendor, slugKey } from "./vendor.ts";

const id = "ashby";
const board = ({ key }: Tenant) => `https://jobs.ashbyhq.com/${encodeURIComponent(key)}`;
const headers = { "x-ashby-request-id": "01J9ZK4Q0R8V6W2X3Y4Z5A6B7C", server: "cloudflare" };

export const ashby: Vendor = {
  id,
  name: "Ashby",
  hosts: ["jobs.ashbyhq.com", "api.ashbyhq.com"],
  key: slugKey,
  board,
  job: (tenant, { uuid }) => `${board(tenant)}/${uuid}`,
  embed: (tenant) =>
    `<div id="ashby_embed"></div>\n<script src="${board(tenant)}/embed?version=2"></script>`,
  frame: (tenant) => `${board(tenant)}?embed=js`,
  serve(asked: Asked, tenants: Tenants) {
    const { hostname, pathname } = asked.url;
    if (pathname === "/robots.txt") return text("User-agent: *\nAllow: /\n");
    if (hostname === "api.ashbyhq.com") {
      const tenant = tenants.find(id, decodeURIComponent(pathname.split("/")[3] ?? ""));
      if (!tenant)
        return {
          ...text("Not Found", "text/plain", 404),
          headers: { "content-type": "text/plain", ...headers },
        };
      return json(
        { jobs: tenant.jobs.map((job) => listed(tenant, job)), apiVersion: "1" },
        headers,
      );
    }
    if (pathname.startsWith("/api/non-user-graphql")) return graphql(asked, tenants);
    const [, part = "", action] = pathname.split("/");
    const tenant = tenants.find(id, decodeURIComponent(part));
    if (action === "embed")
      return tenant ? text(embedScript(tenant), "text/javascript") : text("", "text/plain", 404);
    return html(shell(tenant), headers);
  },
};

const listed = (tenant: Tenant, job: Tenant["jobs"][number]) => ({
  id: job.uuid,
  title: job.title,
  location: job.city,
  jobUrl: `${board(tenant)}/${job.uuid}`,
  applyUrl: `${board(tenant)}/${job.uuid}/application`,
});

function graphql(asked: Asked, tenants: Tenants) {
  const named = /"organizationHostedJobsPageName"\s*:\s*"([^"]+)"/.exec(asked.body)?.[1] ?? "";
  const tenant = tenants.find(id, named);
  const organization = tenant && {
    name: tenant.name,
    publicWebsite: tenant.website,
    hostedJobsPageSlug: tenant.key,
  };
  return json(
    {
      data: {
        organization: organization ?? null,
        jobBoard: tenant ? { jobPostings: tenant.jobs.map((job) => listed(tenant, job)) } : null,
      },
    },
    headers,
  );
}

/** The page is the same shell for everybody; only the data in it says whose it is. */
function shell(tenant: Tenant | undefined): string {
  const organization = tenant
    ? {
        name: tenant.name,
        publicWebsite: tenant.website,
        hostedJobsPageSlug: tenant.key,
        timezone: "UTC",
      }
    : null;
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${tenant ? `${escapeHtml(tenant.name)} Jobs` : "Jobs"}</title>
<style>.spinner{margin:40vh auto}</style><script>window.__appData = ${JSON.stringify({ organization, posting: null, jobBoard: tenant ? { jobPostings: tenant.jobs.map((job) => ({ id: job.uuid, title: job.title, locationName: job.city })) } : null })};</script></head>
<body><div id="root"><div class="spinner"></div></div><script>${plainScript("ashby", 30)}</script></body></html>`;
}

function embedScript(tenant: Tenant): string {
  return `(function(){var e=document.getElementById("ashby_embed");if(!e)return;var f=document.createElement("iframe");f.id="ashby_embed_iframe";f.src="${board(tenant)}?embed=js";f.style.width="100%";e.appendChild(f);window.__Ashby={iFrame:function(){return f}}})();`;
}
