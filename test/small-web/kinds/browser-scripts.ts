import { json } from "../exchange.ts";
import { plainScript } from "../pages/filler.ts";
import { type Kind, type Scene, anyVendor, oneOf } from "./kind.ts";
import { pieces } from "./pieces.ts";
import { apiUrl } from "./api-url.ts";
import { type SitePlan, createSite } from "./site.ts";
import { boardStep, careersIntro, raw, usualTrail } from "./steps.ts";

const base64 = (plain: string) => Buffer.from(plain).toString("base64");

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

/** Sites whose scripts put the way to the vendor together. */
export const browserScriptKinds: readonly Kind[] = [
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
                t: scene.tenant.key.split("").toReversed().join(""),
                q: base64(after),
              });
            },
          },
        },
      ),
  },
];
