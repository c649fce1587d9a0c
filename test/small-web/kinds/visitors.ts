import { plainScript } from "../pages/filler.ts";
import { type Kind, type Scene, type Site, type Way, oneOf } from "./kind.ts";
import { pieces } from "./pieces.ts";
import { careersPathOf, createSite, originOf } from "./site.ts";
import { boardStep, careersIntro, raw } from "./steps.ts";

const framed = oneOf("greenhouse", "ashby", "breezy", "personio");

interface Act {
  /** What stands on the careers page before anybody did anything. */
  readonly html: string;
  /** Code that calls `show()` when a visitor has done what it takes; `ask(name)` reads the address. */
  readonly code: string;
  /** What the address holds from then on, so that the view can be linked and loaded again. */
  readonly state: string;
  readonly way: Omit<Way, "follows">;
}

/**
 * A careers page that loads its list only for visitors who act. The view has an address, as views
 * should; the vendor's stands in no source, only in the document once it is shown.
 */
function acted(scene: Scene, { html, code, state, way }: Act): Site {
  const frame = scene.vendor.frame?.(scene.tenant) ?? "";
  const path = careersPathOf(scene);
  const [name = "", value = ""] = state.split("=");
  const script = `(function(){
function ask(n){return new URLSearchParams(location.search).get(n)}
function show(){var h=document.getElementById("stage");if(h.firstChild)return;
if(ask(${JSON.stringify(name)})!==${JSON.stringify(value)})history.pushState(null,"","?"+${JSON.stringify(state)});
var f=document.createElement("iframe");f.width="100%";f.height="900";f.title=${JSON.stringify(scene.company.brand)};f.src=${pieces(frame)}.join("");h.appendChild(f)}
${code}
if(ask(${JSON.stringify(name)})===${JSON.stringify(value)})show();
})();`;
  return createSite(scene, {
    careers: {
      sections: [...careersIntro(scene), raw(`${html}<div id="stage"></div>`)],
      end: `<script>${plainScript("site", 10)}</script><script>${script}</script>`,
    },
    way: { follows: [scene.words.careers], ...way },
    trail: [
      { url: `${originOf(scene)}/`, has: path },
      { url: originOf(scene) + path, has: pieces(frame) },
      boardStep(scene),
    ],
  });
}

const on = (id: string, does: string) =>
  `document.getElementById("${id}").addEventListener("click",function(){${does}});`;

/** Sites that show their openings to visitors who do something first. */
export const visitorKinds: readonly Kind[] = [
  {
    name: "country-picker",
    rows: 0,
    truth: { tier: "browser" },
    vendors: framed,
    languages: ["en"],
    build: (scene) =>
      acted(scene, {
        html: `<div class="picker"><p>Where would you like to be?</p><button type="button" id="land-no">Norway</button><button type="button" id="land-ie">Ireland</button><button type="button" id="land-pt">Portugal</button><p id="told"></p></div>`,
        code: `["no","pt"].forEach(function(l){document.getElementById("land-"+l).addEventListener("click",function(){document.getElementById("told").textContent="Nobody is missing there."})});${on("land-ie", "show()")}`,
        state: "land=ie",
        way: { presses: ["Ireland"] },
      }),
  },
  {
    name: "panel-behind-button",
    rows: 0,
    truth: { tier: "browser" },
    vendors: framed,
    languages: ["en"],
    build: (scene) =>
      acted(scene, {
        html: `<section class="floor"><h3>The shop floor</h3><p>Forty lathes and the people who talk to them.</p><button type="button" id="machines" aria-expanded="false">Meet the machines</button></section>`,
        code: on("machines", `this.setAttribute("aria-expanded","true");show()`),
        state: "panel=machines",
        way: { presses: ["Meet the machines"] },
      }),
  },
  {
    name: "search-box",
    rows: 0,
    truth: { tier: "browser" },
    vendors: framed,
    languages: ["en"],
    build: (scene) =>
      acted(scene, {
        html: `<form role="search" id="finder" method="get" action=""><label for="q">Search by keyword or city</label><input type="search" id="q" name="q" autocomplete="off"></form>`,
        code: `document.getElementById("finder").addEventListener("submit",function(e){e.preventDefault();if(document.getElementById("q").value.trim())show()});`,
        state: "view=list",
        way: { types: { field: "Search by keyword or city", text: "engineer" } },
      }),
  },
  {
    name: "two-step-menu",
    rows: 0,
    truth: { tier: "browser" },
    vendors: framed,
    languages: ["en"],
    build: (scene) =>
      acted(scene, {
        html: `<div class="guide"><button type="button" id="who">I am good with my hands</button><div id="second" hidden><button type="button" id="foundry">The foundry</button><button type="button" id="canteen">The canteen</button></div></div>`,
        code:
          on("who", `document.getElementById("second").hidden=false`) +
          on("canteen", `this.textContent="The canteen is full"`) +
          on("foundry", "show()"),
        state: "team=foundry",
        way: { presses: ["I am good with my hands", "The foundry"] },
      }),
  },
];
