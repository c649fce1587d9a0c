import { type Asked, html, json, text } from "../exchange.ts";
import { plainScript } from "../pages/filler.ts";
import { hash32 } from "../random.ts";
import { type Tenant, type Tenants, type Vendor, slugKey } from "./vendor.ts";

const id = "workday";
const data = ["wd1", "wd3", "wd5", "wd12", "wd103"];
const centre = (key: string) => data[hash32(key) % data.length];
const origin = ({ key }: Tenant) => `https://${key}.${centre(key)}.myworkdayjobs.com`;
const headers = {
  "x-wd-request-id": "VPS|0c7a1f52-6d0f-4a6a-9c58-0f2c3a9b7d11",
  "set-cookie": [
    "wd-browser-id=5b1f; Path=/",
    "PLAY_SESSION=abc; Path=/; HttpOnly",
    "wday_vps_cookie=3156; Path=/",
  ],
};

export const workday: Vendor = {
  id,
  name: "Workday",
  hosts: data.map((each) => `*.${each}.myworkdayjobs.com`),
  key: slugKey,
  site: (company, random) =>
    random.pick([
      "External",
      "Careers",
      `${company.slug.charAt(0).toUpperCase()}${company.slug.slice(1)}_Careers`,
      "External_Career_Site",
    ]),
  board: (tenant) => `${origin(tenant)}/en-US/${tenant.site}`,
  job: (tenant, job) =>
    `${origin(tenant)}/en-US/${tenant.site}/job/${encodeURIComponent(job.city)}/${job.slug}_R${job.number}`,
  serve(asked: Asked, tenants: Tenants) {
    const { hostname, pathname } = asked.url;
    const [key = "", where] = hostname.split(".");
    const tenant = where === centre(key) ? tenants.find(id, key) : undefined;
    if (pathname === "/robots.txt") return text("User-agent: *\nDisallow: /*/apply\n");
    const isApi = pathname.startsWith("/wday/cxs/");
    if (!tenant)
      return isApi
        ? json({ errorCode: "HTTP_422", httpStatus: 422 }, headers, 422)
        : html(shell(key, ""), headers, 404);
    if (!isApi) return html(shell(key, tenant.site), headers);
    const site = pathname.split("/")[4];
    if (site !== tenant.site) return json({ errorCode: "S22", httpStatus: 404 }, headers, 404);
    return json(
      {
        total: tenant.jobs.length,
        jobPostings: tenant.jobs.map((job) => ({
          title: job.title,
          externalPath: `/job/${encodeURIComponent(job.city)}/${job.slug}_R${job.number}`,
          locationsText: job.city,
          postedOn: "Posted 3 Days Ago",
        })),
        userAuthenticated: false,
      },
      headers,
    );
  },
};

/** One shell for every address: boards, jobs, and jobs that never were. */
function shell(key: string, site: string): string {
  return `<!DOCTYPE html><html lang="en-US"><head><meta charset="utf-8"><title></title>
<link rel="canonical" href="https://${key}.${centre(key)}.myworkdayjobs.com/${site}">
<meta property="og:title" content="${site.replaceAll("_", " ")}">
<script>window.workday = window.workday || { tenant: "${key}", siteId: "${site}", locale: "en-US", requestLocale: "en-US", appName: "cxs", isExternal: true, postingAvailable: false };</script></head>
<body><div id="root"></div><script>${plainScript("workday", 12)}</script>
<script>(function(){if(!"${site}")return;fetch("/wday/cxs/${key}/${site}/jobs",{method:"POST",headers:{"content-type":"application/json"},body:'{"appliedFacets":{},"limit":20,"offset":0,"searchText":""}'}).then(function(r){return r.json()}).then(function(d){document.getElementById("root").innerHTML='<p data-automation-id="jobFoundText">'+d.total+' JOBS FOUND</p>'+d.jobPostings.map(function(j){return'<h3><a data-automation-id="jobTitle" href="/en-US/${site}'+j.externalPath+'">'+j.title+'</a></h3>'}).join("")})})();</script></body></html>`;
}
