import type { Words } from "../languages/words.ts";
import { languages } from "../languages/languages.ts";
import { type Kind, anyVendor } from "./kind.ts";
import { createSite } from "./site.ts";
import { boardLink, careersIntro, usualTrail } from "./steps.ts";

const others = languages.map(({ code }) => code).filter((code) => code !== "en");

/** Labels of other standards than the ones the bytes are in. */
const wrongLabel = (words: Words) => (words.oldCharset === "iso-8859-1" ? "utf-8" : "iso-8859-1");

/** Sites in other languages and older encodings. */
export const languageKinds: readonly Kind[] = [
  {
    name: "local-language",
    rows: 18,
    truth: { tier: "http" },
    vendors: anyVendor,
    languages: others,
    build: (scene) =>
      createSite(scene, {
        careers: [
          ...careersIntro(scene),
          { is: "action", text: scene.words.openings, link: boardLink(scene) },
        ],
        careersText: scene.random.pick([
          scene.words.careers,
          scene.words.joinUs,
          scene.words.openings,
        ]),
        trail: usualTrail(scene),
      }),
  },
  {
    name: "old-encoding",
    rows: 12,
    truth: { tier: "http" },
    vendors: anyVendor,
    languages: ["ja", "ru", "de", "ko", "zh", "pl", "cs", "fr", "tr", "es"],
    build: (scene) =>
      createSite(scene, {
        charset: scene.words.oldCharset,
        careers: [
          ...careersIntro(scene),
          { is: "action", text: scene.words.openings, link: boardLink(scene) },
        ],
        trail: usualTrail(scene),
      }),
  },
  {
    name: "wrong-encoding-label",
    rows: 4,
    truth: { tier: "http" },
    vendors: anyVendor,
    languages: ["ja", "ru", "de", "fr"],
    build: (scene) =>
      createSite(scene, {
        charset: scene.words.oldCharset,
        headers: { "content-type": `text/html; charset=${wrongLabel(scene.words)}` },
        careers: [
          ...careersIntro(scene),
          { is: "action", text: scene.words.openings, link: boardLink(scene) },
        ],
        trail: usualTrail(scene),
      }),
  },
];
