import { escapeHtml } from "../exchange.ts";
import { type Kind, type Scene, oneOf } from "./kind.ts";
import { createSite, originOf } from "./site.ts";

const careersHost = ({ company, random }: Scene) =>
  `${random.pick(["careers", "jobs", "career"])}.${company.domain}`;

/** Builds a site whose careers host the vendor runs; `shows` is what its pages and DNS give away. */
function hostedSite(scene: Scene, shows: string) {
  const { vendor, tenant } = scene;
  const host = careersHost(scene);
  const serve = vendor.hosted?.(tenant, host);
  if (!serve) throw new RangeError(`${vendor.id} hosts no career sites`);
  const alias = vendor.cname?.(tenant);
  return createSite(scene, {
    careersHref: `https://${host}/`,
    hosts: { [host]: serve },
    dns: alias ? [{ name: host, type: "CNAME", data: `${alias}.` }] : [],
    trail: [
      { url: `${originOf(scene)}/`, has: host },
      { url: `https://${host}/`, has: shows },
      { url: `https://${host}/`, has: escapeHtml(tenant.name) },
    ],
  });
}

/** Sites whose careers host is a customer's name for the vendor's machines. */
export const hostedKinds: readonly Kind[] = [
  {
    name: "hosted-teamtailor",
    rows: 4,
    truth: { tier: "http" },
    vendors: oneOf("teamtailor"),
    build: (scene) => hostedSite(scene, "assets-aws.teamtailor-cdn.com"),
  },
  {
    name: "hosted-recruitee",
    rows: 4,
    truth: { tier: "http" },
    vendors: oneOf("recruitee"),
    build: (scene) => hostedSite(scene, "careers.recruiteecdn.com"),
  },
  {
    name: "hosted-successfactors",
    rows: 5,
    truth: { tier: "http" },
    vendors: oneOf("successfactors"),
    build: (scene) => hostedSite(scene, "rmkcdn.successfactors.com"),
  },
  {
    name: "hosted-oracle",
    rows: 4,
    truth: { tier: "http" },
    vendors: oneOf("oracle-recruiting"),
    build: (scene) => hostedSite(scene, `${scene.tenant.key}.fa.us2.oraclecloud.com`),
  },
  {
    name: "hosted-avature",
    rows: 4,
    truth: { tier: "http" },
    vendors: oneOf("avature"),
    build: (scene) => hostedSite(scene, "avature.portal.id"),
  },
  {
    name: "alias-only",
    rows: 4,
    // White label: no word of the vendor in the page, only DNS knows.
    truth: { tier: "classifier" },
    vendors: oneOf("zoho-recruit", "homerun"),
    build(scene) {
      const { vendor, tenant, words, company } = scene;
      const host = `careers.${company.domain}`;
      const list = tenant.jobs
        .map(
          (job) =>
            `<li class="cw-jobs-list"><a href="/jobs/Careers/${job.number}/${job.slug}">${escapeHtml(job.title)}</a></li>`,
        )
        .join("");
      return createSite(scene, {
        careersHref: `https://${host}/jobs/Careers`,
        hosts: {
          [host]: ({ url }) => ({
            status: 200,
            headers: {
              "content-type":
                url.pathname === "/robots.txt" ? "text/plain" : "text/html; charset=utf-8",
            },
            body:
              url.pathname === "/robots.txt"
                ? "User-agent: *\nAllow: /\n"
                : `<!DOCTYPE html><html lang="${words.code}"><head><meta charset="utf-8"><title>${escapeHtml(company.brand)} – ${words.openings}</title><link rel="stylesheet" href="/css/career-website-common.css"><script src="/javascript/career-website-detail.js"></script></head><body><h1>${escapeHtml(company.brand)}</h1><ul>${list}</ul><input type="hidden" id="jobs" value="${escapeHtml(JSON.stringify(tenant.jobs.map(({ title }) => ({ Posting_Title: title }))))}"></body></html>`,
          }),
        },
        dns: [{ name: host, type: "CNAME", data: `${vendor.cname?.(tenant)}.` }],
        trail: [
          { url: `${originOf(scene)}/`, has: host },
          {
            url: `https://dns.small-web.example/dns-query?name=${host}&type=CNAME`,
            has: `${tenant.key}.`,
          },
        ],
      });
    },
  },
];
