import { html } from "../exchange.ts";
import { plainScript } from "../pages/filler.ts";
import { type Kind, anyVendor } from "./kind.ts";
import { pieces } from "./pieces.ts";
import { careersPathOf, createSite, originOf } from "./site.ts";
import { boardLink, boardStep, careersIntro, raw, usualTrail } from "./steps.ts";

/** Sites that show a browser something else than anybody without one. */
export const browserWallKinds: readonly Kind[] = [
  {
    name: "empty-application",
    rows: 2,
    truth: { tier: "browser" },
    vendors: anyVendor,
    build(scene) {
      const { words, company, vendor, tenant } = scene;
      const shell = () =>
        html(
          `<!doctype html><html lang="${words.code}"><head><meta charset="utf-8"><title>${company.brand}</title><script defer src="/assets/index-4f1c.js"></script></head><body><noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div></body></html>`,
        );
      const bundle = `${plainScript("spa", 60)}document.getElementById("root").innerHTML="<nav><a href='/'>${words.home}</a> <a href='${careersPathOf(scene)}'>${words.careers}</a></nav><h1>${company.brand}</h1>";if(location.pathname!=="/"){var a=document.createElement("a");a.href=${pieces(vendor.board(tenant))}.join("");a.textContent=${JSON.stringify(words.viewJobs)};document.getElementById("root").appendChild(a)}`;
      return createSite(scene, {
        first: ({ url }) =>
          url.pathname === "/assets/index-4f1c.js"
            ? { status: 200, headers: { "content-type": "text/javascript" }, body: bundle }
            : url.pathname === "/robots.txt"
              ? undefined
              : shell(),
        trail: [
          { url: `${originOf(scene)}/`, has: "/assets/index-4f1c.js" },
          { url: `${originOf(scene)}/assets/index-4f1c.js`, has: careersPathOf(scene) },
          boardStep(scene),
        ],
      });
    },
  },
  {
    name: "consent-wall",
    rows: 2,
    truth: { tier: "browser" },
    vendors: anyVendor,
    languages: ["de", "en", "fr"],
    build(scene) {
      const { words } = scene;
      const wall = html(
        `<!DOCTYPE html><html lang="${words.code}"><head><meta charset="utf-8"><title>${scene.company.brand}</title></head><body><div class="consent-wall"><p>${words.cookies}</p><button id="accept" type="button">${words.accept}</button> <a href="/privacy">${words.privacy}</a></div><script>document.getElementById("accept").onclick=function(){document.cookie="consent=all; path=/; max-age=86400";location.reload()}</script></body></html>`,
      );
      return createSite(scene, {
        careers: [
          ...careersIntro(scene),
          { is: "action", text: words.openings, link: boardLink(scene) },
        ],
        first: ({ url, headers }) =>
          /^\/(?:privacy|robots\.txt|assets)/.test(url.pathname) ||
          headers.cookie?.includes("consent=all")
            ? undefined
            : wall,
        trail: [{ url: `${originOf(scene)}/`, has: "consent=all" }, boardStep(scene)],
      });
    },
  },
  {
    name: "frame-in-frame",
    rows: 2,
    truth: { tier: "browser" },
    vendors: ({ frame }) => frame !== undefined,
    build: (scene) =>
      createSite(scene, {
        careers: [
          ...careersIntro(scene),
          raw('<iframe src="/embed/jobs" width="100%" height="1000"></iframe>'),
        ],
        pages: {
          "/embed/jobs": () =>
            html(
              `<!doctype html><title>jobs</title><body><script>var f=document.createElement("iframe");f.src=${pieces(scene.vendor.frame?.(scene.tenant) ?? "")}.join("");f.width="100%";document.body.appendChild(f)</script></body>`,
            ),
        },
        trail: [
          ...usualTrail(scene, "/embed/jobs").slice(0, 2),
          { url: `${originOf(scene)}/embed/jobs`, has: "createElement" },
          boardStep(scene),
        ],
      }),
  },
  {
    name: "script-challenge",
    rows: 2,
    // A challenge that any browser passes without a person; declining to is fine too.
    truth: { tier: "browser", orElse: ["blocked"] },
    vendors: anyVendor,
    build(scene) {
      const challenge = html(
        `<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title><meta name="robots" content="noindex,nofollow"></head><body><noscript>Enable JavaScript and cookies to continue</noscript><script>(function(){var n=0;for(var i=0;i<1e5;i++)n=(n*31+i)%65521;document.cookie="clearance="+n+"; path=/";setTimeout(function(){location.reload()},150)})();</script></body></html>`,
        { server: "cloudflare", "cf-mitigated": "challenge", "cf-ray": "8c1f0a2b3c4d5e6f-FRA" },
        403,
      );
      return createSite(scene, {
        careers: [
          ...careersIntro(scene),
          { is: "action", text: scene.words.openings, link: boardLink(scene) },
        ],
        first: ({ url, headers }) =>
          url.pathname === "/robots.txt" || headers.cookie?.includes("clearance=")
            ? undefined
            : challenge,
        trail: [{ url: `${originOf(scene)}/`, has: "clearance=" }, boardStep(scene)],
      });
    },
  },
  {
    name: "browsers-only",
    rows: 2,
    truth: { tier: "browser", orElse: ["blocked"] },
    vendors: anyVendor,
    build(scene) {
      const denied = html(
        "<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY><H1>Access Denied</H1>You don't have permission to access this server.<P>Reference #18.4f1c</BODY></HTML>",
        { server: "AkamaiGHost" },
        403,
      );
      return createSite(scene, {
        careers: [
          ...careersIntro(scene),
          { is: "action", text: scene.words.openings, link: boardLink(scene) },
        ],
        first: ({ url, headers }) =>
          url.pathname === "/robots.txt" ||
          /AppleWebKit|Gecko\/|Trident/.test(headers["user-agent"] ?? "")
            ? undefined
            : denied,
        trail: [{ url: `${originOf(scene)}/`, has: "Access Denied" }, boardStep(scene)],
      });
    },
  },
];
