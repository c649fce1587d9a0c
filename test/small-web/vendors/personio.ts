import { type Asked, escapeHtml, html, text } from "../exchange.ts";
import { plainCss } from "../pages/filler.ts";
import { jobPosting } from "./board-page.ts";
import { type Tenant, type Tenants, type Vendor, slugKey } from "./vendor.ts";

const id = "personio";
const origin = ({ key }: Tenant) => `https://${key}.jobs.personio.de`;

export const personio: Vendor = {
  id,
  name: "Personio",
  markets: ["de", "en", "es", "nl"],
  hosts: ["*.jobs.personio.de", "*.jobs.personio.com"],
  key: slugKey,
  board: (tenant) => `${origin(tenant)}/`,
  job: (tenant, job) =>
    `${origin(tenant)}/job/${job.number}?language=${tenant.words.code}&display=${tenant.words.code}`,
  frame: (tenant) => `${origin(tenant)}/?iframe=true&language=${tenant.words.code}`,
  embed: (tenant) =>
    `<iframe id="personio-iframe" src="${origin(tenant)}/?iframe=true&amp;language=${tenant.words.code}" width="100%" height="900" frameborder="0"></iframe>`,
  serve(asked: Asked, tenants: Tenants) {
    const { hostname, pathname } = asked.url;
    const tenant = tenants.find(id, hostname.split(".")[0] ?? "");
    if (!tenant)
      return html("<!DOCTYPE html><title>404</title><h1>Seite nicht gefunden</h1>", {}, 404);
    if (pathname === "/robots.txt") return text("User-agent: *\nAllow: /\n");
    if (pathname === "/xml") {
      const positions = tenant.jobs
        .map(
          (job) =>
            `<position><id>${job.number}</id><subcompany>${escapeHtml(tenant.name)}</subcompany><office>${job.city}</office><name>${escapeHtml(job.title)}</name></position>`,
        )
        .join("");
      return text(
        `<?xml version="1.0" encoding="UTF-8"?><workzag-jobs>${positions}</workzag-jobs>`,
        "text/xml; charset=utf-8",
      );
    }
    const name = escapeHtml(tenant.name);
    const job = tenant.jobs.find(({ number }) => pathname === `/job/${number}`);
    return html(`<!DOCTYPE html><html lang="${tenant.words.code}"><head><meta charset="utf-8"><title>${job ? `${escapeHtml(job.title)} | Jobs at ${name}` : `Jobs at ${name}`}</title><meta property="og:title" content="Jobs at ${name}"><meta property="og:site_name" content="${name}"><style>${plainCss("jb", 8)}</style>${job ? jobPosting(tenant, job, personio.job(tenant, job)) : ""}</head>
<body><header class="page_header"><h1>${name}</h1></header>${tenant.jobs.map((one) => `<a class="job-box-link" href="/job/${one.number}?language=${tenant.words.code}"><h3 class="jb-title">${escapeHtml(one.title)}</h3><p class="page_jobMetaText">${one.city}</p></a>`).join("\n")}<footer>Powered by Personio</footer></body></html>`);
  },
};
