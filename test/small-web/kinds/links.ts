import { escapeHtml, redirect } from "../exchange.ts";
import { type Kind, anyVendor, oneOf } from "./kind.ts";
import { careersPathOf, createSite, originOf } from "./site.ts";
import { boardLink, boardStep, careersIntro, raw, usualTrail } from "./steps.ts";

const hasDirectJobs = oneOf(
  "greenhouse",
  "lever",
  "ashby",
  "workable",
  "smartrecruiters",
  "recruitee",
  "breezy",
  "personio",
  "gupy",
  "hrmos",
  "keka",
  "softgarden",
  "flatchr",
  "traffit",
  "varbi",
  "easycruit",
);

/** Sites whose own HTML links to the vendor's board. */
export const linkKinds: readonly Kind[] = [
  {
    name: "careers-link-out",
    rows: 40,
    truth: { tier: "http" },
    vendors: anyVendor,
    build: (scene) =>
      createSite(scene, {
        careers: [
          ...careersIntro(scene),
          { is: "action", text: scene.words.openings, link: boardLink(scene) },
        ],
        trail: usualTrail(scene),
      }),
  },
  {
    name: "nav-link",
    rows: 10,
    truth: { tier: "http" },
    vendors: anyVendor,
    build: (scene) =>
      createSite(scene, {
        careersHref: scene.vendor.board(scene.tenant),
        careersIn: ["nav"],
        trail: [
          { url: `${originOf(scene)}/`, has: escapeHtml(scene.vendor.board(scene.tenant)) },
          boardStep(scene),
        ],
      }),
  },
  {
    name: "footer-link",
    rows: 10,
    truth: { tier: "http" },
    vendors: anyVendor,
    build: (scene) =>
      createSite(scene, {
        careersHref: scene.vendor.board(scene.tenant),
        careersIn: ["footer"],
        careersText: scene.words.openings,
        trail: [
          { url: `${originOf(scene)}/`, has: escapeHtml(scene.vendor.board(scene.tenant)) },
          boardStep(scene),
        ],
      }),
  },
  {
    name: "second-hop",
    rows: 10,
    truth: { tier: "http" },
    vendors: anyVendor,
    build(scene) {
      const { words } = scene;
      const list = `${careersPathOf(scene)}/${words.openingsPath.split("/").pop()}`;
      return createSite(scene, {
        careers: [
          ...careersIntro(scene),
          { is: "action", text: words.joinUs, link: { text: words.viewJobs, href: list } },
        ],
        pages: {
          [list]: [
            ...careersIntro(scene).slice(1),
            { is: "action", text: words.openings, link: boardLink(scene) },
          ],
        },
        trail: [
          { url: `${originOf(scene)}/`, has: careersPathOf(scene) },
          { url: originOf(scene) + careersPathOf(scene), has: list },
          { url: originOf(scene) + list, has: escapeHtml(scene.vendor.board(scene.tenant)) },
          boardStep(scene),
        ],
      });
    },
  },
  {
    name: "about-page-link",
    rows: 6,
    truth: { tier: "http" },
    vendors: anyVendor,
    build: (scene) =>
      createSite(scene, {
        careersIn: ["about"],
        careers: [
          {
            is: "cards",
            title: scene.words.openings,
            cards: scene.tenant.jobs.map((job) => ({ title: job.title, text: job.city })),
          },
          { is: "action", text: scene.words.apply, link: boardLink(scene) },
        ],
        trail: usualTrail(scene).slice(1),
      }),
  },
  {
    name: "deep-hop",
    rows: 5,
    truth: { tier: "classifier" },
    vendors: anyVendor,
    build(scene) {
      const { words } = scene;
      const team = "/company/team";
      const life = "/company/team/life";
      return createSite(scene, {
        careersHref: null,
        footer: [{ text: words.about, href: team }],
        pages: {
          [team]: [
            ...careersIntro(scene).slice(1),
            { is: "action", text: "", link: { text: words.joinUs, href: life } },
          ],
          [life]: [
            ...careersIntro(scene),
            { is: "action", text: words.openings, link: boardLink(scene) },
          ],
        },
        trail: [
          { url: `${originOf(scene)}/`, has: team },
          { url: originOf(scene) + team, has: life },
          { url: originOf(scene) + life, has: escapeHtml(scene.vendor.board(scene.tenant)) },
          boardStep(scene),
        ],
      });
    },
  },
  {
    name: "own-list-with-job-links",
    rows: 11,
    truth: { tier: "http" },
    vendors: hasDirectJobs,
    build(scene) {
      const { vendor, tenant, words } = scene;
      const rows = tenant.jobs.map((job) => ({
        title: job.title,
        text: job.city,
        link: { text: words.apply, href: vendor.job(tenant, job) },
      }));
      const first = tenant.jobs[0];
      return createSite(scene, {
        careers: [...careersIntro(scene), { is: "cards", title: words.openings, cards: rows }],
        trail: usualTrail(scene, first ? escapeHtml(vendor.job(tenant, first)) : ""),
      });
    },
  },
  {
    name: "short-link",
    rows: 2,
    truth: { tier: "http" },
    vendors: oneOf("greenhouse"),
    build(scene) {
      const short = `https://grnh.se/${scene.tenant.key}1us`;
      return createSite(scene, {
        careers: [
          ...careersIntro(scene),
          {
            is: "action",
            text: scene.words.openings,
            link: { text: scene.words.viewJobs, href: short },
          },
        ],
        trail: usualTrail(scene, short),
      });
    },
  },
  {
    name: "image-link",
    rows: 3,
    truth: { tier: "http" },
    vendors: anyVendor,
    build: (scene) =>
      createSite(scene, {
        careers: [
          raw(
            `<a href="${escapeHtml(scene.vendor.board(scene.tenant))}"><img src="/assets/we-are-hiring.png" alt="" width="640" height="280"></a>`,
          ),
        ],
        careersIn: ["footer"],
        trail: usualTrail(scene),
      }),
  },
  {
    name: "tagged-link",
    rows: 5,
    truth: { tier: "http" },
    vendors: oneOf("lever", "greenhouse", "ashby", "jobvite", "workable"),
    build(scene) {
      const { vendor, tenant, words } = scene;
      const tagged = `${vendor.board(tenant)}?${vendor.id === "lever" ? "lever-source=Website&department=Engineering" : "utm_source=website&utm_medium=careers&gh_src=4b1f"}`;
      return createSite(scene, {
        careers: [
          ...careersIntro(scene),
          { is: "action", text: words.openings, link: { text: words.viewJobs, href: tagged } },
        ],
        trail: usualTrail(scene, escapeHtml(tagged)),
      });
    },
  },
  {
    name: "sitemap-only",
    rows: 5,
    truth: { tier: "classifier" },
    vendors: anyVendor,
    build(scene) {
      const path = `/site/${scene.words.openingsPath.split("/").pop()}-2026`;
      return createSite(scene, {
        careersHref: null,
        sitemap: [path],
        pages: {
          [path]: [
            ...careersIntro(scene),
            { is: "action", text: scene.words.openings, link: boardLink(scene) },
          ],
        },
        trail: [
          { url: `${originOf(scene)}/sitemap.xml`, has: path },
          { url: originOf(scene) + path, has: escapeHtml(scene.vendor.board(scene.tenant)) },
          boardStep(scene),
        ],
      });
    },
  },
  {
    name: "brand-careers-domain",
    rows: 6,
    truth: { tier: "http" },
    vendors: anyVendor,
    build(scene) {
      const { company, words } = scene;
      const brandHost =
        words.code === "nl" ? `www.werkenbij${company.slug}.nl` : `www.${company.slug}careers.com`;
      const own = createSite(
        { ...scene, company: { ...company, domain: brandHost.slice(4) } },
        {
          front: "www",
          careersHref: "/jobs",
          pages: {
            "/jobs": [
              ...careersIntro(scene),
              { is: "action", text: words.openings, link: boardLink(scene) },
            ],
          },
        },
      );
      const site = createSite(scene, {
        careersHref: `https://${brandHost}/`,
        trail: [
          { url: `${originOf(scene)}/`, has: brandHost },
          { url: `https://${brandHost}/`, has: "/jobs" },
          { url: `https://${brandHost}/jobs`, has: escapeHtml(scene.vendor.board(scene.tenant)) },
          boardStep(scene),
        ],
      });
      return { ...site, hosts: new Map([...site.hosts, ...own.hosts]) };
    },
  },
  {
    name: "hreflang-careers",
    rows: 4,
    truth: { tier: "http" },
    vendors: anyVendor,
    languages: ["de", "fr", "it", "nl", "es"],
    build(scene) {
      const path = `/${scene.words.code}${careersPathOf(scene)}`;
      const home = `/${scene.words.code}`;
      return createSite(scene, {
        careersHref: path,
        first: ({ url }) =>
          url.pathname === "/" ? redirect(`${originOf(scene)}${home}`, 302) : undefined,
        pages: {
          [home]: {
            sections: careersIntro(scene).slice(1),
            head: `<link rel="alternate" hreflang="en" href="${originOf(scene)}/en"><link rel="alternate" hreflang="${scene.words.code}" href="${originOf(scene)}${home}">`,
          },
          [path]: [
            ...careersIntro(scene),
            { is: "action", text: scene.words.openings, link: boardLink(scene) },
          ],
        },
        trail: [
          { url: originOf(scene) + home, has: path },
          { url: originOf(scene) + path, has: escapeHtml(scene.vendor.board(scene.tenant)) },
          boardStep(scene),
        ],
      });
    },
  },
];
