import { describe, expect, it } from "vitest";
import { climb, emptyReading, greenhouse, lever, type Mind, page } from "./world.ts";
import type { Sites } from "../ats/harness.ts";

/** Numbers from a seed: a failing run can be had again. */
function randomFrom(seed: number) {
  let state = seed;
  const next = () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(next() * from.length)];
  const few = (most: number) => Math.floor(next() * (most + 1));
  return { pick, few };
}

const channels = ["link", "script", "iframe", "text", "dom", "json_ld", "redirect", "header"];
const systems = ["lever", "greenhouse", "workday", "bamboohr", "icims", "nonsense"];
const W = "https://globex.wd5.myworkdayjobs.com/External";
const G = "https://boards.greenhouse.io/initech";

/** Says anything that can be said of what it is shown: real places, real names, at random. */
function liar(seed: number): Mind {
  const { pick, few } = randomFrom(seed);
  return ({ step, user }) => {
    const numbers = Array.from({ length: few(3) }, () => few(12));
    if (step === "links") return { numbers };
    const addresses = user.match(/(?:https?:)?\/\/[^\s"'<>\]})]+/g) ?? ["nothing at all"];
    const lines = user.split("\n").map((line) => line.replace(/^\[\w+\] /, ""));
    const quotes = [...addresses, ...addresses, ...lines];
    const evidence = Array.from({ length: few(6) }, () => ({
      document: `d${few(5)}`,
      channel: pick(channels) ?? "text",
      quote: pick(quotes) ?? "",
      shows: pick(systems) ?? "",
    }));
    const paths = Array.from(
      { length: few(3) },
      () => pick([...addresses, "/r/7", "/b/7", "/careers/x"]) ?? "/",
    );
    const [system = null, tenant = null] = [pick(systems), pick(["acme", "globex", "initech"])];
    return { ...emptyReading, evidence, system, tenant, links: numbers, paths };
  };
}

/** A company that has no board at all, among strangers' boards in every place that a site has. */
const strangers: Sites = {
  "https://acme.example/": page(
    `<nav><a href="/careers">Careers</a><a href="/about">About us</a><a href="/r/7">Ahoy</a><a href="/b/7">Seven seas</a><a href="/b/8">Eight</a></nav><a href="https://sho.example/7">Friends</a><a href="/customers/globex">Globex sails with us</a>`,
  ),
  "https://acme.example/careers": page(
    `<h1>Careers</h1><p>Write to jobs@acme.example.</p><!-- ${G} --><script type="application/ld+json">{"@type":"Organization","name":"Globex","url":"${W}"}</script>`,
    "Careers",
  ),
  "https://acme.example/about": page(
    `<p>Globex, our friends, hire at ${W} and Initech at ${G} too.</p>`,
  ),
  "https://acme.example/r/7": { to: W },
  "https://sho.example/7": { to: W },
  "https://acme.example/b/7": page(`<h1>Careers</h1><iframe src="${W}"></iframe>`, "Careers"),
  "https://acme.example/b/8": page(
    `<h1>Jobs</h1><a href="${G}">Open positions</a><a href="/b/7">More jobs</a>`,
    "Jobs",
  ),
  "https://acme.example/customers/globex": page(`<a href="${W}">Careers at Globex</a>`),
  [W]: `<html><head><title>Careers</title><script>window.workday = window.workday || { tenant: "globex", siteId: "External", postingAvailable: true };</script></head><body><div id="root"></div></body></html>`,
  ...greenhouse("initech", "Initech"),
  ...lever("acme", "Acme"),
};

describe("models that say anything at all", () => {
  it("never give a company a stranger's board, over two hundred ways to lie", async () => {
    const honest = await climb({ sites: strangers });
    expect(typeof honest.result).toBe("string");

    for (let seed = 1; seed <= 200; seed += 1) {
      const { result } = await climb(
        { sites: strangers },
        { http: liar(seed), classifier: liar(seed * 7_919) },
      );

      expect(typeof result, `seed ${seed}: ${JSON.stringify(result)}`).toBe("string");
    }
  }, 120_000);
});
