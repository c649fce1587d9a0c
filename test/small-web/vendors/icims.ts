import { type Asked, escapeHtml, html, redirect, text } from "../exchange.ts";
import { plainCss } from "../pages/filler.ts";
import { hash32 } from "../random.ts";
import { jobPosting } from "./board-page.ts";
import { type Job, type Tenant, type Tenants, type Vendor, slugKey } from "./vendor.ts";

const id = "icims";
const host = ({ key }: Tenant) => `careers-${key}.icims.com`;
const origin = (tenant: Tenant) => `https://${host(tenant)}`;
const jobAt = (tenant: Tenant, job: Job) =>
  `${origin(tenant)}/jobs/${job.number % 10_000}/${job.slug}/job`;

export const icims: Vendor = {
  id,
  name: "iCIMS",
  markets: ["en"],
  hosts: ["*.icims.com"],
  key: slugKey,
  board: (tenant) => `${origin(tenant)}/jobs/search?ss=1`,
  job: jobAt,
  frame: (tenant) => `${origin(tenant)}/jobs/search?ss=1&in_iframe=1`,
  embed: (
    tenant,
  ) => `<script src="https://cdn.icims.com/a/images.icims.com/content/platform_153.0.0.0/script/icims.js"></script>
<span id="icims_iframe_span"></span>
<script>(function(){ var icimsFrame = document.createElement('iframe'); icimsFrame.id = 'icims_content_iframe'; icimsFrame.width = '100%'; icimsFrame.src = 'https:\\/\\/${host(tenant)}\\/jobs\\/search?ss=1&in_iframe=1'; document.getElementById('icims_iframe_span').appendChild(icimsFrame); })();</script>
<noscript><iframe id="noscript_icims_content_iframe" src="${origin(tenant)}/jobs/search?ss=1&amp;in_iframe=1" width="100%" height="800"></iframe></noscript>`,
  serve(asked: Asked, tenants: Tenants) {
    const { hostname, pathname, searchParams } = asked.url;
    const label = hostname.split(".")[0] ?? "";
    if (label === "www")
      return html(
        `<!DOCTYPE html><title>iCIMS | The talent cloud</title><h1>${pathname.includes("legal") ? "Privacy notice" : "iCIMS"}</h1>`,
      );
    if (label === "cdn" || label === "cdn02")
      return text("window.icims_handlePostMessage=function(){};", "text/javascript");
    const tenant = tenants.find(id, label.replace(/^(?:us|uk)?(?:careers|jobs|campus|hub)-/, ""));
    if (!tenant) return redirect("https://login.icims.com/icims2/servlet/icims2", 302);
    if (!/^(?:us|uk)?(?:careers|jobs|campus|hub)-/.test(label))
      return html(
        "<!DOCTYPE html><title>Log in</title><form id='enterEmailForm' class='iCIMS_SignIn'></form>",
      );
    // Most customers of this vendor keep robots out altogether.
    if (pathname === "/robots.txt")
      return text(
        hash32(tenant.key) % 3 === 0
          ? "User-agent: *\nDisallow: /jobs/*/login\n"
          : "User-agent: *\nDisallow: /\n",
      );
    const job = tenant.jobs.find((one) => pathname.startsWith(`/jobs/${one.number % 10_000}/`));
    const isWrapperOnly = !searchParams.has("in_iframe") && !job;
    return html(page(tenant, job, isWrapperOnly));
  },
};

function page(tenant: Tenant, job: Job | undefined, isWrapperOnly: boolean): string {
  const name = escapeHtml(tenant.name);
  const list = tenant.jobs
    .map(
      (one) =>
        `<li class="iCIMS_JobCardItem"><a class="iCIMS_Anchor" href="${jobAt(tenant, one)}?in_iframe=1"><h3>${escapeHtml(one.title)}</h3></a></li>`,
    )
    .join("\n");
  const inside = isWrapperOnly
    ? (icims.embed?.(tenant) ?? "")
    : `<ul class="container-fluid iCIMS_JobsTable">${list}</ul>`;
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${job ? `${escapeHtml(job.title)} in ${job.city} | Careers at ${name}` : `Job Search | ${name}`}</title>
<meta property="og:site_name" content="${name} Career Portal"><meta name="keywords" content="${name}, careers, iCIMS, jobs"><style>${plainCss("iCIMS_", 14)}</style>${job ? jobPosting(tenant, job, jobAt(tenant, job)) : ""}</head>
<body><div class="iCIMS_MainWrapper iCIMS_ListingsPage"><div class="iCIMS_Header"><h1>${name}</h1></div>${job ? `<h2>${escapeHtml(job.title)}</h2><a class="iCIMS_ApplyOnlineButton" href="${jobAt(tenant, job).replace("/job", "/login")}">Apply</a>` : inside}</div></body></html>`;
}
