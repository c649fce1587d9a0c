import { type Asked, escapeHtml, html, text } from "../exchange.ts";
import { plainCss } from "../pages/filler.ts";
import { jobPosting } from "./board-page.ts";
import { type Job, type Tenant, type Tenants, type Vendor, slugKey } from "./vendor.ts";

const id = "jazzhr";
const origin = ({ key }: Tenant) => `https://${key}.applytojob.com`;
const code = (job: Job) => job.uuid.replaceAll("-", "").slice(3, 13);

export const jazzhr: Vendor = {
  id,
  name: "JazzHR",
  markets: ["en"],
  hosts: ["*.applytojob.com", "app.jazz.co"],
  key: slugKey,
  board: (tenant) => `${origin(tenant)}/apply`,
  job: (tenant, job) => `${origin(tenant)}/apply/${code(job)}/${job.slug}`,
  embed: ({ key }) =>
    `<script type="text/javascript" src="//app.jazz.co/widgets/basic/create/${key}" charset="utf-8"></script>`,
  frame: ({ key }) => `//${key}.applytojob.com/apply/jobs/`,
  serve(asked: Asked, tenants: Tenants) {
    const { hostname, pathname } = asked.url;
    if (pathname === "/robots.txt") return text("User-agent: *\nAllow: /\n");
    if (hostname === "app.jazz.co") {
      const owner = tenants.find(id, pathname.split("/").pop() ?? "");
      if (!owner) return text("", "text/javascript", 404);
      const list = owner.jobs
        .map(
          (job) =>
            `<div class="resumator-job"><a class="resumator-job-title-link" href="${jazzhr.job(owner, job)}">${escapeHtml(job.title)}</a></div>`,
        )
        .join("");
      return text(
        `document.write(${JSON.stringify(`<div id="resumator-jobs-text" class="resumator-jobs-text">${list}</div>`)});`,
        "text/javascript",
      );
    }
    const tenant = tenants.find(id, hostname.split(".")[0] ?? "");
    if (!tenant)
      return html(
        "<!DOCTYPE html><html><head><title>JazzHR - Inactive Career Page</title></head><body><h1>This career page is no longer active</h1></body></html>",
      );
    const name = escapeHtml(tenant.name);
    const job = tenant.jobs.find((one) => pathname.includes(code(one)));
    return html(`<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${job ? `${escapeHtml(job.title)} - ${name} - Career Page` : `${name} - Career Page`}</title><meta property="og:title" content="${name} - Career Page"><style>${plainCss("rsm", 5)}</style>${job ? jobPosting(tenant, job, jazzhr.job(tenant, job)) : ""}</head>
<body><div id="resumator_main_wrapper"><h1>${name}</h1><ul class="list-group">${tenant.jobs.map((one) => `<li class="list-group-item"><h3 class="list-group-item-heading"><a href="/apply/${code(one)}/${one.slug}">${escapeHtml(one.title)}</a></h3></li>`).join("")}</ul></div><a id="resumator-logo" href="https://info.jazzhr.com">Powered by JazzHR</a></body></html>`);
  },
};
