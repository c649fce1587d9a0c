import { escapeHtml } from "../exchange.ts";
import { apiUrl } from "./api-url.ts";
import { type Kind, oneOf } from "./kind.ts";
import { ownCards } from "./own-cards.ts";
import { careersPathOf, createSite, originOf } from "./site.ts";
import { boardStep, careersIntro, raw, usualTrail } from "./steps.ts";

const openApis = oneOf("greenhouse", "lever", "ashby", "smartrecruiters", "recruitee", "workable");

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
