import { type Asked, escapeHtml, html, text } from "../exchange.ts";
import { boardPage } from "./board-page.ts";
import { type Tenants, type Vendor, slugKey } from "./vendor.ts";

const id = "jobvite";

export const jobvite: Vendor = {
  id,
  name: "Jobvite",
  markets: ["en"],
  hosts: ["jobs.jobvite.com"],
  key: slugKey,
  board: ({ key }) => `https://jobs.jobvite.com/${key}/jobs`,
  job: ({ key }, { uuid }) => `https://jobs.jobvite.com/${key}/job/o${uuid.slice(0, 8)}`,
  embed: ({
    key,
  }) => `<div class="jv-careersite" data-careersite="${key}" data-force-redirect></div>
<script src="//jobs.jobvite.com/__assets__/scripts/careersite/public/iframe.js"></script>`,
  serve(asked: Asked, tenants: Tenants) {
    const { pathname, href } = asked.url;
    if (pathname === "/robots.txt") return text("User-agent: *\nAllow: /\n");
    if (pathname.startsWith("/__assets__/")) {
      return text(
        'document.querySelectorAll(".jv-careersite").forEach(function(e){var f=document.createElement("iframe");f.className="jobviteframe";f.src="https://jobs.jobvite.com/"+e.getAttribute("data-careersite")+"/jobs?nl=1";e.appendChild(f)});',
        "text/javascript",
      );
    }
    const [, first = "", second = ""] = pathname.split("/");
    const tenant = tenants.find(id, first === "careers" ? second : first);
    if (!tenant)
      return html(
        "<!DOCTYPE html><title>Jobvite</title><h1>The page you are looking for can't be found</h1>",
        {},
        404,
      );
    const job = tenant.jobs.find(({ uuid }) => pathname.includes(uuid.slice(0, 8)));
    const page = boardPage({
      vendor: "Jobvite",
      tenant,
      url: href,
      jobUrl: (one) => jobvite.job(tenant, one),
      ...(job ? { job } : {}),
    });
    return html(
      page.replace(
        "<main>",
        `<main class="jv-page-body"><p class="jv-job-list">${escapeHtml(tenant.name)} Careers</p>`,
      ),
    );
  },
};
