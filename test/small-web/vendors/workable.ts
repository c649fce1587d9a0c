import { type Answer, type Asked, escapeHtml, html, json, redirect, text } from "../exchange.ts";
import { plainScript } from "../pages/filler.ts";
import { type Tenant, type Tenants, type Vendor, slugKey } from "./vendor.ts";

const id = "workable";
const board = ({ key }: Tenant) => `https://apply.workable.com/${key}/`;
const shortcode = (job: Tenant["jobs"][number]) =>
  job.uuid.replaceAll("-", "").slice(0, 10).toUpperCase();
const headers = {
  "set-cookie": "wmc=1; Domain=.workable.com; Path=/",
  "access-control-allow-origin": "*",
};
const askedPerSecond = 10;

export const workable: Vendor = {
  id,
  name: "Workable",
  hosts: ["apply.workable.com", "www.workable.com"],
  key: slugKey,
  board,
  job: (tenant, job) => `${board(tenant)}j/${shortcode(job)}/`,
  embed: ({
    number,
  }) => `<script src='https://www.workable.com/assets/embed.js' type='text/javascript'></script>
<script type='text/javascript' charset='utf-8'>
whr(document).ready(function(){
whr_embed(${number}, {detail: 'titles', base: 'jobs', zoom: 'country', grouping: 'departments'});
});
</script>
<div id="whr_embed_hook"></div>`,
  serve(asked: Asked, tenants: Tenants): Answer {
    const { hostname, pathname, search } = asked.url;
    if (pathname === "/robots.txt") return text("User-agent: *\nDisallow: /*/apply\n");
    if (pathname === "/assets/embed.js") return text(embedScript, "text/javascript");
    if (hostname === "www.workable.com") {
      const account = /^\/api\/accounts\/([^/]+)/.exec(pathname)?.[1];
      if (account)
        return redirect(
          `https://apply.workable.com/api/v1/widget/accounts/${account}${search}`,
          302,
        );
      return html(
        "<!DOCTYPE html><title>Workable: the hiring platform</title><h1>Hire with Workable</h1>",
      );
    }
    if (isTooFast(asked))
      return { ...text("Too Many Requests", "text/plain", 429), headers: { "retry-after": "2" } };
    const widget = /^\/api\/v[13]\/(?:widget\/)?accounts\/([^/]+)/.exec(pathname)?.[1];
    const tenant = tenants.find(id, widget ?? pathname.split("/")[1] ?? "");
    if (!tenant) return text("Not Found", "text/plain", 404);
    if (pathname.startsWith("/api/v1/accounts/")) {
      return json(
        { id: tenant.number, uid: tenant.number, subdomain: tenant.key, name: tenant.name },
        headers,
      );
    }
    if (widget)
      return json(
        {
          name: tenant.name,
          description: null,
          jobs: tenant.jobs.map((job) => listed(tenant, job)),
        },
        headers,
      );
    return html(shell(tenant), headers);
  },
};

function isTooFast({ memory }: Asked): boolean {
  const second = `workable ${Math.floor(Date.now() / 1_000)}`;
  const count = (memory.get(second) ?? 0) + 1;
  memory.set(second, count);
  return count > askedPerSecond;
}

const listed = (tenant: Tenant, job: Tenant["jobs"][number]) => ({
  title: job.title,
  shortcode: shortcode(job),
  city: job.city,
  url: `https://apply.workable.com/j/${shortcode(job)}`,
  application_url: `${board(tenant)}j/${shortcode(job)}/apply/`,
});

function shell(tenant: Tenant): string {
  const name = escapeHtml(tenant.name);
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${name} - Current Openings</title>
<meta property="og:title" content="${name}"><meta property="og:url" content="${board(tenant)}"><meta name="description" content="Current openings at ${name}">
<script>window.webpackChunk_workable_candidate=window.webpackChunk_workable_candidate||[];</script></head>
<body><div id="app"></div><script>${plainScript("workable", 25)}</script></body></html>`;
}

const embedScript = `window.whr=function(d){return{ready:function(f){d.readyState==="loading"?d.addEventListener("DOMContentLoaded",f):f()}}};
window.whr_embed=function(id,o){var x=new XMLHttpRequest();x.open("GET","https://apply.workable.com/api/v1/widget/accounts/"+id+"?details=false");x.onload=function(){var r=JSON.parse(x.responseText),h=document.getElementById("whr_embed_hook");if(!h)return;h.innerHTML="<ul class='whr-items'>"+r.jobs.map(function(j){return"<li class='whr-item'><h3 class='whr-title'><a href='"+j.url+"'>"+j.title+"</a></h3></li>"}).join("")+"</ul>"};x.send()};`;
