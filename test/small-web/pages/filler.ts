import { createRandom, entryAt } from "../random.ts";

const properties = [
  "margin:0 auto",
  "padding:1.25rem 2rem",
  "display:flex",
  "align-items:center",
  "font-weight:600",
  "line-height:1.5",
  "color:#22303c",
  "background:#f7f8fa",
  "border-radius:6px",
  "transition:all .2s ease-in-out",
  "max-width:1180px",
  "grid-template-columns:repeat(3,minmax(0,1fr))",
  "letter-spacing:.02em",
  "box-shadow:0 2px 12px rgba(20,30,40,.08)",
];
const parts = [
  "wrap",
  "inner",
  "title",
  "lead",
  "grid",
  "item",
  "media",
  "btn",
  "list",
  "label",
  "row",
];

const made = new Map<string, string>();

function once(key: string, make: () => string): string {
  const known = made.get(key);
  if (known !== undefined) return known;
  const fresh = make();
  made.set(key, fresh);
  return fresh;
}

/** Style rules for classes that begin with `prefix`, about `kilobytes` long. Made once. */
export function plainCss(prefix: string, kilobytes: number): string {
  return once(`css ${prefix} ${kilobytes}`, () => {
    const random = createRandom(`css ${prefix}`);
    let css = ":root{--c1:#0b5fff;--c2:#101828;--gap:24px}";
    while (css.length < kilobytes * 1_000) {
      const name = `.${prefix}-${random.pick(parts)}${random.chance(0.5) ? `__${random.pick(parts)}` : `-${random.int(1, 40)}`}`;
      const rule = `${name}{${random.some(properties, random.int(2, 5)).join(";")}}`;
      css += random.chance(0.12)
        ? `@media (max-width:${random.pick([480, 768, 1024])}px){${rule}}`
        : rule;
    }
    return css;
  });
}

/** A bundle-like script that runs without doing anything, about `kilobytes` long. Made once. */
export function plainScript(seed: string, kilobytes: number): string {
  return once(`js ${seed} ${kilobytes}`, () => {
    const random = createRandom(`js ${seed}`);
    const id = () => `${random.pick(["e", "t", "n", "r", "o", "i", "a"])}${random.hex(3)}`;
    let js = "!function(w,d){'use strict';var q=w.__q=w.__q||[];";
    let count = 0;
    while (js.length < kilobytes * 1_000) {
      const name = `${id()}_${count++}`;
      js += entryAt(
        [
          `function ${name}(e,t){return e&&t?e.length>t.length?e:t:e||t}`,
          `var ${name}={k:"${random.hex(6)}",v:${random.int(1, 9_999)},on:!${random.int(0, 1)}};`,
          `function ${name}(e){var t=d.querySelectorAll("."+e);for(var n=0;n<t.length;n++)t[n].setAttribute("data-ready","1")}`,
          `var ${name}=function(e){return(e||"").replace(/[^a-z0-9]+/gi,"-").toLowerCase()};`,
          `q.push(["${name}",${random.int(1, 500)}]);`,
        ],
        random.int(0, 4),
      );
    }
    return `${js}}(window,document);`;
  });
}

/** Inline icons as themes ship them: one hidden sprite. Made once. */
export function iconSprite(seed: string, count: number): string {
  return once(`svg ${seed} ${count}`, () => {
    const random = createRandom(`svg ${seed}`);
    const path = () =>
      Array.from(
        { length: random.int(6, 14) },
        () =>
          `${random.pick(["c", "l", "h", "v", "s"])}${random.int(-9, 9)} ${random.int(1, 99) / 10}`,
      ).join("");
    const symbols = Array.from(
      { length: count },
      (_, at) =>
        `<symbol id="${seed}-i${at}" viewBox="0 0 24 24"><path d="M${random.int(1, 20)} ${random.int(1, 20)}${path()}z"/></symbol>`,
    );
    return `<svg xmlns="http://www.w3.org/2000/svg" style="display:none">${symbols.join("")}</svg>`;
  });
}
