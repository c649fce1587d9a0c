import { escapeHtml } from "../exchange.ts";
import { type Kind, oneOf } from "./kind.ts";
import { createSite, originOf } from "./site.ts";
import { careersIntro, raw, usualTrail } from "./steps.ts";

/** Sites with a vendor's snippet on a page of their own. */
export const embedKinds: readonly Kind[] = [
  {
    name: "script-embed",
    rows: 26,
    truth: { tier: "http" },
    vendors: ({ id, embed }) =>
      embed !== undefined && !["workable", "teamtailor", "icims", "jobylon"].includes(id),
    build(scene) {
      const snippet = scene.vendor.embed?.(scene.tenant) ?? "";
      return createSite(scene, {
        careers: [...careersIntro(scene), raw(snippet)],
        trail: usualTrail(scene, scene.tenant.key),
      });
    },
  },
  {
    name: "home-embed",
    rows: 4,
    truth: { tier: "http" },
    vendors: oneOf("greenhouse", "bamboohr", "breezy", "personio"),
    build(scene) {
      const snippet = scene.vendor.embed?.(scene.tenant) ?? "";
      return createSite(scene, {
        home: [
          raw(
            `<section id="${scene.words.careersPath}"><h2>${scene.words.openings}</h2>${snippet}</section>`,
          ),
        ],
        careersHref: `/#${scene.words.careersPath}`,
        trail: [
          { url: `${originOf(scene)}/`, has: scene.tenant.key },
          ...usualTrail(scene).slice(2),
        ],
      });
    },
  },
  {
    name: "iframe-embed",
    rows: 11,
    truth: { tier: "http" },
    vendors: ({ frame }) => frame !== undefined,
    build(scene) {
      const frame = scene.vendor.frame?.(scene.tenant) ?? "";
      return createSite(scene, {
        careers: [
          ...careersIntro(scene),
          raw(
            `<div class="jobs-frame"><iframe class="job-board" src="${escapeHtml(frame)}" title="${scene.words.openings}" width="100%" height="1200" frameborder="0" scrolling="auto" loading="lazy"></iframe></div>`,
          ),
        ],
        trail: usualTrail(scene, escapeHtml(frame)),
      });
    },
  },
  {
    name: "icims-noscript-frame",
    rows: 4,
    // Most of this vendor's customers let no robot in, so nobody can ask whose account it is.
    truth: { tier: "http", orElse: ["blocked", "not_disclosed", "evidence_rejected"] },
    vendors: oneOf("icims"),
    build: (scene) =>
      createSite(scene, {
        careers: [...careersIntro(scene), raw(scene.vendor.embed?.(scene.tenant) ?? "")],
        trail: usualTrail(scene, `careers-${scene.tenant.key}.icims.com`),
      }),
  },
  {
    name: "numeric-widget",
    rows: 4,
    truth: { tier: "http" },
    vendors: oneOf("workable", "jobylon"),
    build(scene) {
      const shown = scene.vendor.id === "workable" ? String(scene.tenant.number) : scene.tenant.key;
      return createSite(scene, {
        careers: [...careersIntro(scene), raw(scene.vendor.embed?.(scene.tenant) ?? "")],
        trail: usualTrail(scene, shown),
      });
    },
  },
  {
    name: "keyed-widget",
    rows: 3,
    // The snippet names the vendor but no tenant.
    truth: {
      tier: "classifier",
      orElse: ["not_disclosed", "evidence_rejected", "no_candidate_found"],
    },
    vendors: oneOf("teamtailor"),
    build: (scene) =>
      createSite(scene, {
        careers: [...careersIntro(scene), raw(scene.vendor.embed?.(scene.tenant) ?? "")],
        trail: usualTrail(scene, "scripts.teamtailor-cdn.com/widgets"),
      }),
  },
  {
    name: "escaped-address",
    rows: 4,
    truth: { tier: "http" },
    vendors: oneOf("lever", "greenhouse", "ashby", "smartrecruiters", "bamboohr", "breezy"),
    build(scene) {
      const address = scene.vendor.board(scene.tenant).replaceAll("/", "\\/");
      return createSite(scene, {
        careers: {
          sections: careersIntro(scene),
          end: `<script type="application/json" data-module="cta">{"cta":{"label":"${scene.words.viewJobs}","url":"${address}","newTab":true}}</script>`,
        },
        trail: usualTrail(scene, address),
      });
    },
  },
];
