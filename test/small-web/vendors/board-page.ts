import { escapeHtml } from "../exchange.ts";
import { entryAt, hash32 } from "../random.ts";
import { plainCss, plainScript } from "../pages/filler.ts";
import type { Job, Tenant } from "./vendor.ts";

/** A job's schema.org description, as search engines want it on detail pages. */
export function jobPosting(tenant: Tenant, job: Job, url: string): string {
  return `<script type="application/ld+json">${JSON.stringify({
    "@context": "https://schema.org/",
    "@type": "JobPosting",
    title: job.title,
    datePosted: "2026-09-14",
    employmentType: "FULL_TIME",
    identifier: { "@type": "PropertyValue", name: tenant.name, value: String(job.number) },
    hiringOrganization: { "@type": "Organization", name: tenant.name, sameAs: tenant.website },
    jobLocation: {
      "@type": "Place",
      address: {
        "@type": "PostalAddress",
        addressLocality: job.city,
        addressCountry: tenant.words.country,
      },
    },
    description: `<p>${tenant.words.work.join(" ").replaceAll("{c}", tenant.name)}</p>`,
    url,
  })}</script>`;
}

/** What a hosted board or job page says; the look is the vendor's own. */
export interface BoardPage {
  readonly vendor: string;
  readonly tenant: Tenant;
  readonly url: string;
  /** One job instead of the list. */
  readonly job?: Job;
  readonly jobUrl: (job: Job) => string;
}

/** A hosted careers page in one of several looks, the company named where vendors name it. */
export function boardPage(page: BoardPage): string {
  const { tenant, job, url, vendor } = page;
  const name = escapeHtml(tenant.name);
  const { words } = tenant;
  const title = job ? `${escapeHtml(job.title)} - ${name}` : `${words.openings} - ${name}`;
  const look = entryAt(looks, hash32(vendor));
  const prefix = vendor.slice(0, 4);
  return `<!DOCTYPE html>
<html lang="${words.code}">
<head>
<meta charset="utf-8">
<title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta property="og:title" content="${title}">
<meta property="og:site_name" content="${name}">
<meta property="og:url" content="${url}">
<link rel="canonical" href="${url}">
<style>${plainCss(prefix, 6)}</style>
${job ? jobPosting(tenant, job, url) : ""}
</head>
<body class="${prefix}-body">
${look(page, name)}
<footer class="${prefix}-footer"><a href="${tenant.website}">${name}</a> · <span>Powered by ${escapeHtml(vendor)}</span></footer>
<script>${plainScript(vendor, 9)}</script>
</body></html>`;
}

type Look = (page: BoardPage, name: string) => string;

const description = ({ tenant }: BoardPage) =>
  tenant.words.work
    .map((line) => `<p>${escapeHtml(line.replaceAll("{c}", tenant.name))}</p>`)
    .join("");

const looks: readonly Look[] = [
  (page, name) => `<header class="top"><h1>${name}</h1></header>
<main>${page.job ? `<h2>${escapeHtml(page.job.title)}</h2><p class="loc">${page.job.city}</p>` : ""}${description(page)}
<ul class="vacancies">${page.tenant.jobs
    .map(
      (job) =>
        `<li class="vacancy"><a href="${page.jobUrl(job)}">${escapeHtml(job.title)}</a><span>${job.city}</span></li>`,
    )
    .join("\n")}</ul></main>`,
  (
    page,
    name,
  ) => `<div id="app" class="careers"><div class="cover"><h1 class="cover__title">${name}</h1></div>
<section class="jobs">${description(page)}${page.tenant.jobs
    .map(
      (
        job,
      ) => `<article class="job-card"><h3>${escapeHtml(job.title)}</h3><div class="meta">${job.city}</div>
<a class="btn" href="${page.jobUrl(job)}">${page.tenant.words.apply}</a></article>`,
    )
    .join("\n")}</section></div>`,
  (
    page,
    name,
  ) => `<table class="layout" width="100%"><tr><td class="logo"><h1>${name}</h1></td></tr>
<tr><td>${description(page)}<table id="data-table"><thead><tr><th>#</th><th>${page.tenant.words.openings}</th><th></th></tr></thead><tbody>
${page.tenant.jobs
  .map(
    (job) =>
      `<tr><td>${job.number}</td><td><a href="${page.jobUrl(job)}">${escapeHtml(job.title)}</a></td><td>${job.city}</td></tr>`,
  )
  .join("\n")}</tbody></table></td></tr></table>`,
];

/** A vendor's page for an address that belongs to nobody. */
export function nobodyPage(vendor: string): string {
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Page not found</title></head>
<body><h1>404</h1><p>The page you were looking for doesn't exist.</p><p><a href="/">${escapeHtml(vendor)}</a></p></body></html>`;
}
