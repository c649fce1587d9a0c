import { type Asked, escapeHtml, html, json, redirect, text } from "../exchange.ts";
import { type Tenant, type Tenants, type Vendor, slugKey } from "./vendor.ts";

const id = "bamboohr";
const origin = ({ key }: Tenant) => `https://${key}.bamboohr.com`;
const headers = {
  "content-security-policy":
    "default-src 'self' https://*.bamboohr.com https://*.bamboohr.co.uk https://staticfe.bamboohr.com",
  "set-cookie": ["PHPSESSID=1f; Path=/", "_cfuvid=x; Domain=.bamboohr.com"],
};

export const bamboohr: Vendor = {
  id,
  name: "BambooHR",
  markets: ["en", "es", "nl"],
  hosts: ["*.bamboohr.com"],
  key: slugKey,
  board: (tenant) => `${origin(tenant)}/careers`,
  job: (tenant, job) => `${origin(tenant)}/careers/${job.number % 1_000}`,
  embed: ({
    key,
  }) => `<div id="BambooHR" data-domain="${key}.bamboohr.com" data-version="1.0.0" data-departmentId=""></div>
<script src="https://${key}.bamboohr.com/js/embed.js" type="text/javascript" async defer></script>`,
  serve(asked: Asked, tenants: Tenants) {
    const { hostname, pathname } = asked.url;
    const label = hostname.split(".")[0] ?? "";
    if (label === "www")
      return html("<!DOCTYPE html><title>BambooHR</title><h1>The complete HR platform</h1>");
    const tenant = tenants.find(id, label);
    if (!tenant) return redirect("https://www.bamboohr.com", 302);
    if (pathname === "/robots.txt") return text("User-agent: *\nDisallow: /login\n");
    if (pathname.startsWith("/js/embed.js")) return text(embedScript(tenant), "text/javascript");
    if (pathname === "/login.php")
      return html(
        `<!DOCTYPE html><title>Log In</title><form><h1>${escapeHtml(tenant.name)}</h1></form>`,
        headers,
      );
    if (pathname.startsWith("/careers/company-info"))
      return json(
        { result: { name: tenant.name, url: tenant.website, careersUrl: bamboohr.board(tenant) } },
        headers,
      );
    if (pathname === "/careers/list") {
      const result = tenant.jobs.map((job) => ({
        id: String(job.number % 1_000),
        jobOpeningName: job.title,
        location: { city: job.city },
      }));
      return json({ meta: { totalCount: result.length }, result }, headers);
    }
    const name = escapeHtml(tenant.name);
    return html(
      `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${name} Jobs</title><meta property="og:title" content="${name}"><meta property="og:site_name" content="BambooHR"><script src="https://staticfe.bamboohr.com/fabric/careers.js"></script></head>
<body><div id="root"></div><script>fetch("/careers/list").then(function(r){return r.json()}).then(function(d){document.getElementById("root").innerHTML="<h1>${name}</h1>"+d.result.map(function(j){return"<a href='/careers/"+j.id+"'>"+j.jobOpeningName+"</a>"}).join("")})</script></body></html>`,
      headers,
    );
  },
};

function embedScript(tenant: Tenant): string {
  const list = tenant.jobs
    .map(
      (job) =>
        `<li id="bhrPositionID_${job.number % 1_000}"><a href="//${tenant.key}.bamboohr.com/careers/${job.number % 1_000}">${escapeHtml(job.title)}</a></li>`,
    )
    .join("");
  return `document.getElementById("BambooHR").innerHTML=${JSON.stringify(`<div class="BambooHR-ATS-board"><h2>Current Openings</h2><ul class="BambooHR-ATS-Jobs-List">${list}</ul></div>`)};`;
}
