import { escapeHtml, json, text } from "../exchange.ts";
import { plainScript } from "../pages/filler.ts";
import { type Kind, type Scene, oneOf } from "./kind.ts";
import { careersPathOf, createSite, originOf } from "./site.ts";
import { boardStep, careersIntro, raw, usualTrail } from "./steps.ts";

const openApis = oneOf("greenhouse", "lever", "ashby", "smartrecruiters", "recruitee", "workable");

/** Where the vendor's public list of a tenant's jobs is. */
export function apiUrl({ vendor, tenant }: Scene): string {
  const { key } = tenant;
  const urls: Readonly<Record<string, string>> = {
    greenhouse: `https://boards-api.greenhouse.io/v1/boards/${key}/jobs`,
    lever: `https://api.lever.co/v0/postings/${key}?mode=json`,
    ashby: `https://api.ashbyhq.com/posting-api/job-board/${key}`,
    smartrecruiters: `https://api.smartrecruiters.com/v1/companies/${key}/postings`,
    recruitee: `https://${key}.recruitee.com/api/offers/`,
    workable: `https://apply.workable.com/api/v1/widget/accounts/${key}`,
  };
  return urls[vendor.id] ?? vendor.board(tenant);
}

const bundle = (code: string) =>
  text(`${plainScript("bundle", 40)}${code}${plainScript("tail", 15)}`, "text/javascript");

function ownCards(scene: Scene, href: (number: number) => string) {
  const { tenant, words } = scene;
  return {
    is: "cards" as const,
    title: words.openings,
    cards: tenant.jobs.map((job) => ({
      title: job.title,
      text: job.city,
      link: { text: words.more, href: href(job.number) },
    })),
  };
}

/** Sites that list their jobs themselves, from a vendor's data. */
export const ownListKinds: readonly Kind[] = [
  {
    name: "own-list-api-in-page",
    rows: 6,
    truth: { tier: "http" },
    vendors: openApis,
    build(scene) {
      const api = apiUrl(scene);
      return createSite(scene, {
        careers: {
          sections: [...careersIntro(scene), raw('<ul id="jobs-list" class="jobs"></ul>')],
          end: `<script>fetch("${api}").then(r => r.json()).then(function (data) { var jobs = data.jobs || data.content || data.offers || data; document.getElementById("jobs-list").innerHTML = jobs.map(function (job) { return "<li>" + (job.title || job.text || job.name) + "</li>"; }).join(""); });</script>`,
        },
        headers: {
          "content-security-policy": `default-src 'self' 'unsafe-inline'; connect-src 'self' ${new URL(api).origin}`,
        },
        trail: usualTrail(scene, api),
      });
    },
  },
  {
    name: "job-ids-and-detail-embed",
    rows: 5,
    truth: { tier: "classifier" },
    vendors: oneOf("greenhouse"),
    build(scene) {
      const { tenant } = scene;
      const detail = `${careersPathOf(scene)}/openings`;
      const number = tenant.jobs[0]?.number ?? 0;
      const frame = `https://boards.greenhouse.io/embed/job_app?for=${tenant.key}&amp;token=${number}`;
      return createSite(scene, {
        careers: [...careersIntro(scene), ownCards(scene, (id) => `${detail}/?gh_jid=${id}`)],
        pages: {
          [detail]: [
            { is: "prose", title: tenant.jobs[0]?.title ?? "", paragraphs: scene.words.work },
            raw(`<iframe id="grnhse_iframe" src="${frame}" width="100%" height="1400"></iframe>`),
          ],
        },
        trail: [
          ...usualTrail(scene, `gh_jid=${number}`).slice(0, 2),
          { url: `${originOf(scene)}${detail}/?gh_jid=${number}`, has: frame },
          boardStep(scene),
        ],
      });
    },
  },
  {
    name: "page-data",
    rows: 5,
    truth: { tier: "http" },
    vendors: oneOf("greenhouse", "ashby", "lever", "workable", "rippling"),
    build(scene) {
      const { tenant, vendor } = scene;
      const data = {
        props: {
          pageProps: {
            careers: {
              provider: vendor.id,
              boardUrl: vendor.board(tenant),
              boardToken: tenant.key,
              jobs: tenant.jobs.map(({ uuid, title, city }) => ({
                id: uuid,
                title,
                location: city,
              })),
            },
          },
        },
        page: "/careers",
        query: {},
        buildId: scene.random.hex(20),
      };
      return createSite(scene, {
        careers: {
          sections: [
            ...careersIntro(scene),
            ownCards(scene, (id) => `${careersPathOf(scene)}/${id}`),
          ],
          end: `<script id="__NEXT_DATA__" type="application/json">${JSON.stringify(data)}</script>`,
        },
        trail: usualTrail(scene, vendor.board(tenant)),
      });
    },
  },
  {
    name: "placeholder-and-bundle",
    rows: 10,
    truth: { tier: "classifier" },
    vendors: oneOf("ashby", "greenhouse", "lever", "bamboohr"),
    build(scene) {
      const { tenant, vendor } = scene;
      const file = `/_next/static/chunks/pages/careers-${scene.random.hex(16)}.js`;
      const holder: Readonly<Record<string, string>> = {
        ashby: "ashby_embed",
        greenhouse: "grnhse_app",
        lever: "lever-jobs-container",
        bamboohr: "BambooHR",
      };
      const address =
        vendor.id === "ashby"
          ? `https://jobs.ashbyhq.com/${tenant.key}/embed?version=2`
          : vendor.id === "greenhouse"
            ? `https://boards.greenhouse.io/embed/job_board/js?for=${tenant.key}`
            : vendor.id === "lever"
              ? apiUrl(scene)
              : `https://${tenant.key}.bamboohr.com/js/embed.js`;
      return createSite(scene, {
        careers: {
          sections: [...careersIntro(scene), raw(`<div id="${holder[vendor.id]}"></div>`)],
          head: `<script src="${file}" defer=""></script>`,
        },
        pages: {
          [file]: () =>
            bundle(
              `(function(){var u="${address}";document.addEventListener("DOMContentLoaded",function(){var s=document.createElement("script");s.src=u;s.async=!0;document.body.appendChild(s)})})();`,
            ),
        },
        trail: [
          ...usualTrail(scene, file).slice(0, 2),
          { url: originOf(scene) + file, has: address },
          boardStep(scene),
        ],
      });
    },
  },
  {
    name: "bundle-with-job-ids",
    rows: 3,
    truth: { tier: "classifier" },
    vendors: oneOf("greenhouse"),
    build(scene) {
      const { tenant } = scene;
      const file = `/static/js/main.${scene.random.hex(8)}.chunk.js`;
      return createSite(scene, {
        careers: {
          sections: [
            ...careersIntro(scene),
            ownCards(scene, (id) => `${careersPathOf(scene)}?gh_jid=${id}`),
          ],
          end: `<script src="${file}"></script>`,
        },
        pages: {
          [file]: () =>
            bundle(
              `var GH={base:"https://boards-api.greenhouse.io/v1/boards/",token:"${tenant.key}"};window.__jobs=function(){return fetch(GH.base+GH.token+"/jobs")};`,
            ),
        },
        trail: [
          ...usualTrail(scene, file).slice(0, 2),
          { url: originOf(scene) + file, has: `token:"${tenant.key}"` },
          { url: apiUrl(scene), has: scene.company.brand },
        ],
      });
    },
  },
  {
    name: "own-endpoint",
    rows: 4,
    truth: { tier: "classifier" },
    vendors: openApis,
    build(scene) {
      const { tenant, vendor } = scene;
      const endpoint = "/api/careers/jobs.json";
      return createSite(scene, {
        careers: {
          sections: [
            ...careersIntro(scene),
            raw(`<div id="openings" data-source="${endpoint}"></div>`),
          ],
          end: `<script>fetch("${endpoint}").then(r => r.json()).then(list => { document.getElementById("openings").innerHTML = list.map(j => '<a href="' + j.apply + '">' + j.title + '</a>').join(""); });</script>`,
        },
        pages: {
          [endpoint]: () =>
            json(
              tenant.jobs.map((job) => ({
                title: job.title,
                city: job.city,
                apply: vendor.job(tenant, job),
              })),
            ),
        },
        trail: [
          ...usualTrail(scene, endpoint).slice(0, 2),
          {
            url: originOf(scene) + endpoint,
            has: vendor.job(
              tenant,
              tenant.jobs[0] ?? { number: 0, uuid: "", title: "", city: "", slug: "" },
            ),
          },
          boardStep(scene),
        ],
      });
    },
  },
  {
    name: "own-job-pages-with-schema",
    rows: 4,
    truth: { tier: "http" },
    vendors: oneOf("personio", "softgarden", "workable", "lever", "flatchr", "traffit"),
    build(scene) {
      const { tenant, vendor, words, company } = scene;
      const first = tenant.jobs[0];
      if (!first) throw new RangeError("every tenant has a job");
      const detail = `${careersPathOf(scene)}/${first.number}`;
      const schema = `<script type="application/ld+json">${JSON.stringify({ "@context": "https://schema.org", "@graph": [{ "@type": "JobPosting", title: first.title, hiringOrganization: { "@type": "Organization", name: company.name, sameAs: originOf(scene) }, url: vendor.job(tenant, first), directApply: false }] })}</script>`;
      return createSite(scene, {
        careers: [...careersIntro(scene), ownCards(scene, (id) => `${careersPathOf(scene)}/${id}`)],
        pages: {
          [detail]: {
            sections: [
              { is: "prose", title: first.title, paragraphs: words.work },
              {
                is: "action",
                text: words.apply,
                link: { text: words.apply, href: vendor.job(tenant, first) },
              },
            ],
            head: schema,
          },
        },
        trail: [
          ...usualTrail(scene, detail).slice(0, 2),
          { url: originOf(scene) + detail, has: escapeHtml(vendor.job(tenant, first)) },
          boardStep(scene),
        ],
      });
    },
  },
];
