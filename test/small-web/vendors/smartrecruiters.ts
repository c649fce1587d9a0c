import { type Asked, escapeHtml, html, json, text } from "../exchange.ts";
import { plainScript } from "../pages/filler.ts";
import { type Tenant, type Tenants, type Vendor, pascalKey } from "./vendor.ts";

const id = "smartrecruiters";
const headers = {
  datacenter: "fran",
  "dcr-decision-by": "public-posting-api",
  "access-control-allow-origin": "*",
};

export const smartrecruiters: Vendor = {
  id,
  name: "SmartRecruiters",
  hosts: [
    "careers.smartrecruiters.com",
    "jobs.smartrecruiters.com",
    "api.smartrecruiters.com",
    "www.smartrecruiters.com",
    "static.smartrecruiters.com",
  ],
  key: pascalKey,
  board: ({ key }) => `https://careers.smartrecruiters.com/${key}`,
  job: ({ key }, { number, slug }) =>
    `https://jobs.smartrecruiters.com/${key}/74399${number}-${slug}`,
  embed: ({
    key,
  }) => `<script type='text/javascript' src='https://static.smartrecruiters.com/job-widget/1.6.1/script/smart_widget.js'></script>
<script type='text/javascript' class='job_widget'>
widget({"company_code":"${key}","bg_color_widget":"#ffffff","job_ad_url":"https://jobs.smartrecruiters.com/","api_url":"https://www.smartrecruiters.com","auto_width":"auto"});
</script>`,
  serve(asked: Asked, tenants: Tenants) {
    const { hostname, pathname } = asked.url;
    if (pathname === "/robots.txt") return text("User-agent: *\nAllow: /\n");
    if (hostname === "static.smartrecruiters.com") return text(widget, "text/javascript");
    const posted = /^\/(?:v1\/companies|job-api\/public\/search\/widgets)\/([^/]+)\/postings/.exec(
      pathname,
    )?.[1];
    if (posted) {
      // Every id answers 200: only the content says whether somebody is there.
      const tenant = tenants.find(id, posted);
      const content = (tenant?.jobs ?? []).map((job) => ({
        id: `74399${job.number}`,
        name: job.title,
        company: { identifier: tenant?.key, name: tenant?.name },
        location: { city: job.city },
      }));
      return json({ offset: 0, limit: 100, totalFound: content.length, content }, headers);
    }
    if (hostname === "www.smartrecruiters.com")
      return html(
        "<!DOCTYPE html><title>SmartRecruiters</title><h1>Hiring without boundaries</h1>",
      );
    const tenant = tenants.find(id, pathname.split("/")[1] ?? "");
    if (!tenant)
      return html(
        "<!DOCTYPE html><title>SmartRecruiters</title><h1>Oops, this page can't be found</h1>",
        {},
        404,
      );
    return html(page(tenant));
  },
};

function page(tenant: Tenant): string {
  const name = escapeHtml(tenant.name);
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Careers at ${name}</title><meta property="og:site_name" content="SmartRecruiters"><meta property="og:title" content="Careers at ${name}">
<link rel="stylesheet" href="https://static.smartrecruiters.com/career-site/main.css"></head><body><div id="st-root"><h1 class="company-name">${name}</h1><ul class="opening-jobs">${tenant.jobs
    .map(
      (job) =>
        `<li class="opening-job"><a class="link--block details" href="${smartrecruiters.job(tenant, job)}"><h4 class="details-title job-title">${escapeHtml(job.title)}</h4><span>${job.city}</span></a></li>`,
    )
    .join("")}</ul></div><script>${plainScript("smartrecruiters", 14)}</script></body></html>`;
}

const widget = `window.widget=function(o){var x=new XMLHttpRequest();x.open("GET",o.api_url+"/job-api/public/search/widgets/"+o.company_code+"/postings");x.onload=function(){var d=document.createElement("div");d.className="srJobList";d.innerHTML=JSON.parse(x.responseText).content.map(function(j){return"<a href='"+o.job_ad_url+o.company_code+"/"+j.id+"'>"+j.name+"</a>"}).join("");document.body.appendChild(d)};x.send()};`;
