import { escapeHtml } from "../exchange.ts";
import { type Kind, anyVendor, oneOf } from "./kind.ts";
import { createSite, originOf } from "./site.ts";
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
];
