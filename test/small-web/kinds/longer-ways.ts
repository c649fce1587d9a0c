import { escapeHtml, redirect } from "../exchange.ts";
import { type Kind, anyVendor } from "./kind.ts";
import { careersPathOf, createSite, originOf } from "./site.ts";
import { boardLink, boardStep, careersIntro, usualTrail } from "./steps.ts";

/** Sites whose link to the board is more than one page away, or somewhere else. */
export const longerWayKinds: readonly Kind[] = [
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
