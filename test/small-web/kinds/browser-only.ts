import { html, json } from "../exchange.ts";
import { plainScript } from "../pages/filler.ts";
import { type Kind, type Scene, anyVendor, oneOf } from "./kind.ts";
import { apiUrl } from "./own-lists.ts";
import { type SitePlan, careersPathOf, createSite, originOf } from "./site.ts";
import { boardLink, boardStep, careersIntro, raw, usualTrail } from "./steps.ts";

const base64 = (plain: string) => Buffer.from(plain).toString("base64");

/** The vendor's address as a script puts it together: no whole URL stands in any source. */
const pieces = (address: string) => JSON.stringify(address.split(/(?<=\/\/)|(?=\.)|(?=\/[^/])/));

/** A careers page whose script does `does` once the page is there. */
function scripted(scene: Scene, holder: string, does: string, more: Partial<SitePlan> = {}) {
  return createSite(scene, {
    careers: {
      sections: [...careersIntro(scene), raw(holder)],
      end: `<script>${plainScript("app", 12)}</script><script>document.addEventListener("DOMContentLoaded",function(){${does}});</script>`,
    },
    trail: [...usualTrail(scene, does.slice(0, 40)).slice(0, 2), boardStep(scene)],
    ...more,
  });
}

const withApi = oneOf("greenhouse", "lever", "ashby", "recruitee", "workable", "smartrecruiters");

/** Sites that give their system away to a browser only. */
export const browserKinds: readonly Kind[] = [
  {
    name: "script-builds-links",
    rows: 2,
    truth: { tier: "browser" },
    vendors: anyVendor,
    build: (scene) =>
      scripted(
        scene,
        '<div id="cta"></div>',
        `var a=document.createElement("a");a.href=${pieces(scene.vendor.board(scene.tenant))}.join("");a.textContent=${JSON.stringify(scene.words.viewJobs)};document.getElementById("cta").appendChild(a)`,
      ),
  },
  {
    name: "script-calls-vendor",
    rows: 2,
    truth: { tier: "browser" },
    vendors: withApi,
    build: (scene) =>
      scripted(
        scene,
        '<ul id="live-jobs"></ul>',
        `fetch(${pieces(apiUrl(scene))}.join("")).then(function(r){return r.json()}).then(function(d){(d.jobs||d.content||d.offers||d).forEach(function(j){var l=document.createElement("li");l.textContent=j.title||j.text||j.name;document.getElementById("live-jobs").appendChild(l)})})`,
      ),
  },
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
    name: "content-blocker",
    rows: 2,
    truth: { tier: "browser" },
    vendors: ({ frame }) => frame !== undefined,
    languages: ["de", "en", "nl"],
    build(scene) {
      const { words } = scene;
      const frame = `<iframe src="${scene.vendor.frame?.(scene.tenant)}" width="100%" height="900"></iframe>`;
      const hidden = base64(frame);
      return scripted(
        scene,
        `<div class="brlbs-cmpnt-container"><div class="_brlbs-content-blocker"><p>${words.cookies}</p><button id="unblock" class="brlbs-btn" type="button">${words.accept}</button></div></div>`,
        `var c="${hidden}";document.getElementById("unblock").addEventListener("click",function(){this.closest(".brlbs-cmpnt-container").innerHTML=atob(c)})`,
      );
    },
  },
  {
    name: "button-loads-jobs",
    rows: 2,
    truth: { tier: "browser" },
    vendors: withApi,
    build: (scene) =>
      scripted(
        scene,
        `<button id="show-jobs" class="btn">${scene.words.viewJobs}</button><ul id="jobs"></ul>`,
        `document.getElementById("show-jobs").addEventListener("click",function(){fetch(${pieces(apiUrl(scene))}.join("")).then(function(r){return r.json()}).then(function(d){document.getElementById("jobs").innerHTML=(d.jobs||d.content||d.offers||d).map(function(j){return"<li>"+(j.title||j.text||j.name)+"</li>"}).join("")})})`,
      ),
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
    name: "shadow-root",
    rows: 1,
    truth: { tier: "browser" },
    vendors: anyVendor,
    build: (scene) =>
      scripted(
        scene,
        "<career-teaser></career-teaser>",
        `customElements.define("career-teaser",class extends HTMLElement{connectedCallback(){var r=this.attachShadow({mode:"open"});var a=document.createElement("a");a.href=${pieces(scene.vendor.board(scene.tenant))}.join("");a.textContent=${JSON.stringify(scene.words.viewJobs)};r.appendChild(a)}})`,
      ),
  },
  {
    name: "popup-window",
    rows: 1,
    truth: { tier: "browser" },
    vendors: anyVendor,
    build: (scene) =>
      scripted(
        scene,
        `<button id="pop" type="button">${scene.words.viewJobs}</button>`,
        `document.getElementById("pop").onclick=function(){window.open(${pieces(scene.vendor.board(scene.tenant))}.join(""),"jobs")}`,
      ),
  },
  {
    name: "lazy-on-scroll",
    rows: 1,
    truth: { tier: "browser" },
    vendors: ({ frame }) => frame !== undefined,
    build: (scene) =>
      scripted(
        scene,
        '<div style="height:2600px"></div><div id="lazy" style="min-height:20px"></div>',
        `new IntersectionObserver(function(e,o){if(!e[0].isIntersecting)return;o.disconnect();var f=document.createElement("iframe");f.src=${pieces(scene.vendor.frame?.(scene.tenant) ?? "")}.join("");document.getElementById("lazy").appendChild(f)}).observe(document.getElementById("lazy"))`,
      ),
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
  {
    name: "config-from-endpoint",
    rows: 2,
    truth: { tier: "browser" },
    vendors: withApi,
    build: (scene) =>
      scripted(
        scene,
        '<div id="list"></div>',
        `fetch("/_data/settings").then(function(r){return r.json()}).then(function(s){return fetch(atob(s.h)+s.t.split("").reverse().join("")+atob(s.q))}).then(function(r){return r.json()}).then(function(d){document.getElementById("list").textContent=(d.jobs||d.content||d.offers||d).length})`,
        {
          pages: {
            "/_data/settings": () => {
              const [before = "", after = ""] = apiUrl(scene).split(scene.tenant.key);
              return json({
                h: base64(before),
                t: [...scene.tenant.key].reverse().join(""),
                q: base64(after),
              });
            },
          },
        },
      ),
  },
];
