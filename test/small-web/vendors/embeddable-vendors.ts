import { html, json, text } from "../exchange.ts";
import { nobodyPage } from "./board-page.ts";
import { type PlainVendor, pageFor, plainVendor } from "./plain-vendor.ts";
import type { Tenant, Vendor } from "./vendor.ts";

/** A plain vendor that also hands out a snippet, and serves what the snippet asks for. */
function withEmbed(
  facts: PlainVendor,
  more: Partial<Vendor>,
  hosts: readonly string[] = [],
): Vendor {
  const plain = plainVendor(facts);
  return { ...plain, ...more, hosts: [...plain.hosts, ...hosts] };
}

const script = (body: string) => text(body, "text/javascript");

export const rippling = withEmbed(
  {
    id: "rippling",
    name: "Rippling",
    markets: ["en"],
    key: "dashed",
    board: "https://ats.rippling.com/{key}/jobs",
    job: "https://ats.rippling.com/{key}/jobs/{uuid}",
  },
  {
    embed: ({ key }) =>
      `<div id="rr-job-board" data-job-board-id="${key}"></div><script src="https://static-assets.ripplingcdn.com/ats/embeds/job-board.v1.js" async></script>`,
    serve(asked, tenants) {
      const { hostname, pathname } = asked.url;
      if (hostname === "static-assets.ripplingcdn.com")
        return script(
          'var e=document.getElementById("rr-job-board");if(e){var f=document.createElement("iframe");f.src="https://ats.rippling.com/embed/"+e.dataset.jobBoardId+"/jobs";e.appendChild(f)}',
        );
      if (pathname === "/robots.txt") return text("User-agent: *\nAllow: /\n");
      const key = pathname
        .split("/")
        .find((part) => !/^(?:embed|en-US|platform|api|ats|v1|board)?$/.test(part));
      const tenant = tenants.find("rippling", key ?? "");
      if (!tenant) return html(nobodyPage("Rippling"), {}, 404);
      if (hostname === "api.rippling.com")
        return json(
          tenant.jobs.map(({ uuid, title, city }) => ({
            uuid,
            name: title,
            workLocation: { label: city },
            url: rippling.board(tenant),
          })),
        );
      return pageFor("Rippling", asked, tenant, (job) => rippling.job(tenant, job));
    },
  },
  ["api.rippling.com", "static-assets.ripplingcdn.com"],
);

export const gem = withEmbed(
  {
    id: "gem",
    name: "Gem",
    markets: ["en"],
    key: "dashed",
    board: "https://jobs.gem.com/{key}",
    job: "https://jobs.gem.com/{key}/{uuid}",
  },
  {
    embed: ({ key }) =>
      `<div id="gem-job-board"></div><script>window.__gemJobBoardUrl = "https://jobs.gem.com/${key}"</script><script src="https://jobs.gem.com/embed.js" async></script>`,
  },
);

export const joinCom = withEmbed(
  {
    id: "join",
    name: "JOIN",
    markets: ["de", "fr", "en"],
    key: "dashed",
    board: "https://join.com/companies/{key}",
    job: "https://join.com/companies/{key}/{n}-{slug}",
  },
  {},
);

export const pinpoint = withEmbed(
  {
    id: "pinpoint",
    name: "Pinpoint",
    markets: ["en"],
    key: "dashed",
    board: "https://{key}.pinpointhq.com/",
    job: "https://{key}.pinpointhq.com/en/postings/{uuid}",
  },
  {
    serve(asked, tenants) {
      const tenant = tenants.find("pinpoint", asked.url.hostname.split(".")[0] ?? "");
      const isFeed = asked.url.pathname === "/postings.json";
      if (!tenant)
        return isFeed
          ? json({ status: 404, error: "Not Found", correlation: "a1" }, {}, 404)
          : html(nobodyPage("Pinpoint"), {}, 404);
      if (isFeed)
        return json({
          data: tenant.jobs.map((job) => ({
            id: job.number,
            title: job.title,
            url: pinpoint.job(tenant, job),
            location: { name: job.city },
          })),
        });
      return withCookie(
        pageFor("Pinpoint", asked, tenant, (job) => pinpoint.job(tenant, job)),
        "_pinpoint_session=a; Domain=.pinpointhq.com",
      );
    },
  },
);

export const zohoRecruit = withEmbed(
  {
    id: "zoho-recruit",
    name: "Zoho Recruit",
    board: "https://{key}.zohorecruit.com/jobs/Careers",
    job: "https://{key}.zohorecruit.com/jobs/Careers/{n}/{slug}",
    cname: "{key}.zohorecruit.com",
  },
  {
    embed: ({
      key,
    }) => `<div class="embed_jobs_head embed_jobs_with_style_3 jobBoard"><div id="rec_job_listing_div"></div></div>
<script type="text/javascript" src="https://static.zohocdn.com/recruit/embed_careers_site/javascript/v1.1/embed_jobs.js"></script>
<script type="text/javascript">rec_embed_js.load({widget_id:"rec_job_listing_div",page_name:"Careers",source:"CareerSite",site:"https://${key}.zohorecruit.com",empty_job_msg:"No current Openings"});</script>`,
  },
);

export const jobylon = withEmbed(
  {
    id: "jobylon",
    name: "Jobylon",
    markets: ["sv", "da", "no", "fi"],
    key: "number",
    board: "https://cdn.jobylon.com/jobs/companies/{key}/embed/v2/",
    job: "https://emp.jobylon.com/jobs/{n}-{slug}/",
  },
  {
    embed: ({ key }) =>
      `<div id="jobylon-jobs-widget"></div><script>var jbl_company_id = ${key}; var jbl_version = "v2"; var jbl_page_size = 20;</script><script src="https://cdn.jobylon.com/embedder.js"></script>`,
    serve(asked, tenants) {
      const { pathname, hostname } = asked.url;
      if (pathname === "/embedder.js")
        return script(
          'var s=document.createElement("script");s.src="https://cdn.jobylon.com/jobs/companies/"+jbl_company_id+"/embed/v2/?target=jobylon-jobs-widget&page_size=20";document.body.appendChild(s);',
        );
      if (hostname === "emp.jobylon.com")
        return html("<!DOCTYPE html><title>Jobylon</title><h1>Jobylon</h1>");
      const tenant = tenants.find(
        "jobylon",
        /^\/jobs\/companies\/(\d+)\//.exec(pathname)?.[1] ?? "",
      );
      if (!tenant) return html(nobodyPage("Jobylon"), {}, 404);
      return script(
        `var JBL=window.JBL||{};JBL.embed_v2=JBL.embed_v2||{};JBL.embed_v2['jobs']=${JSON.stringify(tenant.jobs.map((job) => ({ id: job.number, title: job.title, company: { name: tenant.name }, urls: { ad: jobylon.job(tenant, job) } })))};`,
      );
    },
  },
  ["emp.jobylon.com"],
);

export const paycor = withEmbed(
  {
    id: "paycor",
    name: "Paycor",
    markets: ["en"],
    key: "hex32",
    board: "https://recruitingbypaycor.com/career/CareerHome.action?clientId={key}",
    job: "https://recruitingbypaycor.com/career/JobIntroduction.action?clientId={key}&id={n}",
  },
  {
    embed: ({ key }) =>
      `<script id="gnewtonjs" type="text/javascript" src="//recruitingbypaycor.com/career/iframe.action?clientId=${key}"></script>`,
  },
);

export const dayforce = withEmbed(
  {
    id: "dayforce",
    name: "Dayforce",
    markets: ["en"],
    board: "https://jobs.dayforcehcm.com/en-US/{key}/CANDIDATEPORTAL",
    job: "https://jobs.dayforcehcm.com/en-US/{key}/CANDIDATEPORTAL/jobs/{n}",
  },
  {
    frame: ({ key }: Tenant) => `https://usr54.dayforcehcm.com/CandidatePortal/en-us/${key}`,
    serve(asked, tenants) {
      const { pathname } = asked.url;
      if (pathname === "/robots.txt") return text("User-agent: *\nAllow: /\n");
      const parts = pathname.split("/");
      const tenant = tenants.find(
        "dayforce",
        (parts[1] === "CandidatePortal" ? parts[3] : parts[2]) ?? "",
      );
      if (!tenant) return html(nobodyPage("Dayforce"), {}, 404);
      return pageFor("Dayforce", asked, tenant, (job) => dayforce.job(tenant, job));
    },
  },
  ["usr54.dayforcehcm.com"],
);

function withCookie<T extends { headers: object }>(answer: T, cookie: string): T {
  return { ...answer, headers: { ...answer.headers, "set-cookie": cookie } };
}
