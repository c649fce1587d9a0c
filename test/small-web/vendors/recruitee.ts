import { type Asked, type Serve, escapeHtml, html, json, redirect, text } from "../exchange.ts";
import { plainScript } from "../pages/filler.ts";
import { type Job, type Tenant, type Tenants, type Vendor, slugKey } from "./vendor.ts";

const id = "recruitee";
const origin = ({ key }: Tenant) => `https://${key}.recruitee.com`;
const headers = { server: "Cowboy", via: "1.1 google", "x-frame-options": "SAMEORIGIN" };

export const recruitee: Vendor = {
  id,
  name: "Recruitee",
  hosts: ["*.recruitee.com"],
  key: slugKey,
  board: (tenant) => `${origin(tenant)}/`,
  job: (tenant, job) => `${origin(tenant)}/o/${job.slug}`,
  hosted: (tenant, host) => site(tenant, `https://${host}`),
  cname: () => "secure.recruitee.com",
  serve(asked: Asked, tenants: Tenants) {
    const { hostname, pathname } = asked.url;
    const tenant = tenants.find(id, hostname.split(".")[0] ?? "");
    if (tenant) return site(tenant, origin(tenant))(asked);
    if (pathname.startsWith("/api/")) return json({ error: "Not Found" }, headers, 404);
    return redirect("https://recruitee.com/careers_not_hosted", 301, headers);
  },
};

function site(tenant: Tenant, base: string): Serve {
  return ({ url: { pathname } }) => {
    if (pathname === "/robots.txt") return text("User-agent: *\nDisallow: /v/\n");
    if (pathname.startsWith("/api/offers")) {
      const offers = tenant.jobs.map((job) => ({
        id: job.number,
        slug: job.slug,
        title: job.title,
        careers_url: `${base}/o/${job.slug}`,
        company_name: tenant.name,
        city: job.city,
      }));
      return json({ offers }, { ...headers, "access-control-allow-origin": "*" });
    }
    const job = tenant.jobs.find((one) => pathname.startsWith(`/o/${one.slug}`));
    return html(page(tenant, base, job), headers);
  };
}

function page(tenant: Tenant, base: string, job: Job | undefined): string {
  const name = escapeHtml(tenant.name);
  const state = escapeHtml(
    JSON.stringify({
      appConfig: {
        atsHost: "recruitee.com",
        company: { name: tenant.name, subdomain: tenant.key },
      },
    }),
  );
  return `<!DOCTYPE html><html lang="${tenant.words.code}"><head><meta charset="utf-8"><title>${job ? `${escapeHtml(job.title)} - ${name}` : name}</title>
<meta property="og:title" content="${name}"><meta property="og:site_name" content="${name}"><meta property="og:url" content="${base}/"><meta property="og:image" content="https://careers.recruiteecdn.com/image/upload/production/images/AVw/logo.png"></head>
<body><div id="root"><header class="custom-css-style-navigation-logo"><h1>${name}</h1></header>${tenant.jobs
    .map(
      (one) =>
        `<a class="sc-offer" href="/o/${one.slug}">${escapeHtml(one.title)}</a><span class="custom-css-style-job-location">${one.city}</span>`,
    )
    .join(
      "\n",
    )}<footer><a href="https://recruitee.com" aria-label="Hiring with Recruitee">Hiring with</a></footer></div>
<div data-component="PublicApp" data-props="${state}"></div><script id="__LOADABLE_REQUIRED_CHUNKS__" type="application/json">[12,40,88]</script><script src="/js/PublicApp/web/main-bundle-5a1c.js"></script>
<script src="https://careers-analytics.recruitee.com/v1.js" async></script><script>${plainScript("recruitee", 16)}</script></body></html>`;
}
