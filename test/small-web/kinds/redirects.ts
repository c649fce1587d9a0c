import { html, redirect, text } from "../exchange.ts";
import { type Kind, anyVendor, oneOf } from "./kind.ts";
import { careersPathOf, createSite, originOf } from "./site.ts";
import { boardLink, boardStep, careersIntro, usualTrail } from "./steps.ts";

/** Sites that send visitors on, and sites that make it hard to arrive. */
export const redirectKinds: readonly Kind[] = [
  {
    name: "careers-host-redirect",
    rows: 9,
    truth: { tier: "http" },
    vendors: anyVendor,
    build(scene) {
      const host = `${scene.random.pick(["careers", "jobs", "karriere", "join"])}.${scene.company.domain}`;
      const board = scene.vendor.board(scene.tenant);
      return createSite(scene, {
        careersHref: `https://${host}`,
        hosts: { [host]: () => redirect(board, 302) },
        trail: [
          { url: `${originOf(scene)}/`, has: host },
          { url: `https://${host}/`, has: board },
          boardStep(scene),
        ],
      });
    },
  },
  {
    name: "careers-path-redirect",
    rows: 7,
    truth: { tier: "http" },
    vendors: anyVendor,
    build: (scene) =>
      createSite(scene, {
        careers: () =>
          redirect(scene.vendor.board(scene.tenant), scene.random.pick([301, 302, 307])),
        trail: usualTrail(scene, scene.vendor.board(scene.tenant)),
      }),
  },
  {
    name: "meta-refresh",
    rows: 3,
    truth: { tier: "http" },
    vendors: anyVendor,
    build(scene) {
      const board = scene.vendor.board(scene.tenant);
      return createSite(scene, {
        careers: () =>
          html(
            `<!DOCTYPE html><html><head><title>${scene.words.careers}</title><meta http-equiv="Refresh" content="0; URL=${board}"></head><body></body></html>`,
          ),
        trail: usualTrail(scene, board),
      });
    },
  },
  {
    name: "script-redirect",
    rows: 4,
    truth: { tier: "classifier" },
    vendors: anyVendor,
    build(scene) {
      const board = scene.vendor.board(scene.tenant);
      return createSite(scene, {
        careers: () =>
          html(
            `<!doctype html><html><head><title>…</title><script>var target = "${board}";\nif (window.self === window.top) { window.location.replace(target); }</script></head><body></body></html>`,
          ),
        trail: usualTrail(scene, board),
      });
    },
  },
  {
    name: "board-comes-back",
    rows: 3,
    // The vendor's board sends visitors to the company's own page, which lists jobs by `gh_jid`.
    truth: { tier: "classifier" },
    vendors: oneOf("greenhouse"),
    build(scene) {
      const { tenant, words } = scene;
      const own = originOf(scene) + careersPathOf(scene);
      return createSite(scene, {
        careers: [
          ...careersIntro(scene),
          {
            is: "cards",
            title: words.openings,
            cards: tenant.jobs.map((job) => ({
              title: job.title,
              text: job.city,
              link: {
                text: words.apply,
                href: `${careersPathOf(scene)}/apply?gh_jid=${job.number}`,
              },
            })),
          },
        ],
        pages: {
          [`${careersPathOf(scene)}/apply`]: {
            sections: [],
            end: `<div id="grnhse_app"></div><script src="https://boards.greenhouse.io/embed/job_board/js?for=${tenant.key}"></script>`,
          },
        },
        tenants: [{ ...tenant, forwardsTo: own }],
        trail: [
          ...usualTrail(scene, "gh_jid=").slice(0, 2),
          { url: `${own}/apply?gh_jid=${tenant.jobs[0]?.number}`, has: `for=${tenant.key}` },
          { url: scene.vendor.board(tenant), has: own },
        ],
      });
    },
  },
  {
    name: "http-only",
    rows: 4,
    truth: { tier: "http" },
    vendors: anyVendor,
    build(scene) {
      const origin = originOf(scene, { scheme: "http" });
      return createSite(scene, {
        scheme: "http",
        careers: [
          ...careersIntro(scene),
          { is: "action", text: scene.words.openings, link: boardLink(scene) },
        ],
        trail: usualTrail(scene).map((step) => ({
          ...step,
          url: step.url.replace(originOf(scene), origin),
        })),
      });
    },
  },
  {
    name: "www-only",
    rows: 3,
    truth: { tier: "http" },
    vendors: anyVendor,
    build(scene) {
      const origin = originOf(scene, { front: "www only" });
      return createSite(scene, {
        front: "www only",
        careers: [
          ...careersIntro(scene),
          { is: "action", text: scene.words.openings, link: boardLink(scene) },
        ],
        trail: usualTrail(scene).map((step) => ({
          ...step,
          url: step.url.replace(originOf(scene), origin),
        })),
      });
    },
  },
  {
    name: "slow-server",
    rows: 3,
    truth: { tier: "http", orElse: ["deadline", "unreachable", "retries_exhausted"] },
    vendors: anyVendor,
    build(scene) {
      const site = createSite(scene, {
        careers: [
          ...careersIntro(scene),
          { is: "action", text: scene.words.openings, link: boardLink(scene) },
        ],
        trail: usualTrail(scene),
      });
      return {
        ...site,
        hosts: new Map(
          [...site.hosts].map(([name, host]) => [
            name,
            { ...host, serve: (asked) => ({ ...host.serve(asked), delayMs: 1_800 }) },
          ]),
        ),
      };
    },
  },
  {
    name: "busy-then-fine",
    rows: 3,
    truth: { tier: "http", orElse: ["retries_exhausted"] },
    vendors: anyVendor,
    build: (scene) =>
      createSite(scene, {
        careers: [
          ...careersIntro(scene),
          { is: "action", text: scene.words.openings, link: boardLink(scene) },
        ],
        first({ url, memory }) {
          const key = `busy ${url.hostname}`;
          const since = memory.get(key) ?? Date.now();
          memory.set(key, since);
          const isBusy = Date.now() - since < 1_000;
          return isBusy
            ? {
                ...text("Too many requests\n", "text/plain", 429),
                headers: { "retry-after": "1", "content-type": "text/plain" },
              }
            : undefined;
        },
        trail: usualTrail(scene),
      }),
  },
  {
    name: "huge-page",
    rows: 2,
    truth: { tier: "http" },
    vendors: anyVendor,
    build(scene) {
      const rows = Array.from(
        { length: 9_000 },
        (_, at) =>
          `<tr id="r${at}"><td>${at}</td><td>${scene.words.prose[at % scene.words.prose.length]?.replace("{c}", "")}</td><td>${(at * 7919) % 100_003}</td></tr>`,
      ).join("\n");
      return createSite(scene, {
        careers: [
          { is: "raw", html: `<table class="specs">${rows}</table>` },
          { is: "action", text: scene.words.openings, link: boardLink(scene) },
        ],
        trail: usualTrail(scene),
      });
    },
  },
];
