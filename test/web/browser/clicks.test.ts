import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  allText,
  noClicks,
  renderPage,
  type Site,
  startRenderer,
  startSite,
  type TestRenderer,
} from "./lab.ts";

let site: Site;
let renderer: TestRenderer;
const asked: string[] = [];

beforeAll(async () => {
  site = await startSite("127.0.0.2");
  renderer = await startRenderer({
    permit: async (url) => {
      asked.push(url);
      if (url.includes("/private"))
        return { ok: false, kind: "robots_denied", url, detail: "robots.txt" };
      return { ok: true, done: async () => undefined };
    },
  });
});

afterAll(async () => {
  await renderer.close();
  await site.close();
});

const at = (host: string, path = "/") => `http://${host}:${site.port}${path}`;
const jobs = { click: /open (?:jobs|positions)|offene stellen/i, maxClicks: 3 };

describe("cookie walls", () => {
  const board = `<div id=board></div><script>function agreed() { wall.remove(); board.innerHTML = '<a href="https://acme.bamboohr.com/careers">x</a>' }</script>`;

  const walls: readonly (readonly [string, string])[] = [
    [
      "a known platform's button",
      `<div id=wall><button id="onetrust-accept-btn-handler" onclick="agreed()">Let's go</button></div>`,
    ],
    [
      "German",
      `<div id=wall>Wir verwenden Cookies. <button>Ablehnen</button><button onclick="agreed()">Alle akzeptieren</button></div>`,
    ],
    [
      "French",
      `<div id=wall>Ce site utilise des cookies <a href="#" onclick="agreed()">Tout accepter</a></div>`,
    ],
    [
      "Polish",
      `<div id=wall>Pliki cookie <button onclick="agreed()">Akceptuję wszystkie</button></div>`,
    ],
    [
      "Japanese",
      `<div id=wall>クッキーを使用しています <button onclick="agreed()">同意する</button></div>`,
    ],
    [
      "a shadow root",
      `<div id=wall class=cookie-banner></div><script>wall.attachShadow({mode: "closed"}).innerHTML = "<button>Accept all</button>"; wall.addEventListener("click", () => agreed())</script>`,
    ],
    [
      "a frame",
      `<div id=wall><iframe srcdoc="We use cookies <button onclick='parent.agreed()'>I accept</button>"></iframe></div>`,
    ],
  ];

  it("are passed in many languages, in shadow roots and in frames", async () => {
    site.serve(
      Object.fromEntries(walls.map(([, wall], index) => [`wall${index}.test/`, board + wall])),
    );

    const texts = await Promise.all(
      walls.map(async (_, index) => allText(await renderPage(renderer, at(`wall${index}.test`)))),
    );

    const unpassed = walls.filter(
      (_, index) => !texts[index]?.includes("https://acme.bamboohr.com/careers"),
    );
    expect(unpassed.map(([name]) => name)).toEqual([]);
  });

  it("are passed without sending the form that the whole page is", async () => {
    site.serve({
      "/": `<form method="post" action="/postback"><h1>Acme</h1>${board}<div id=wall>We use cookies <button onclick="agreed()">Accept all</button></div></form>`,
      "/postback": "<h1>Posted</h1>",
    });

    const rendered = await renderPage(renderer, at("acme.test"));

    expect(allText(rendered)).toContain("https://acme.bamboohr.com/careers");
    expect(site.seen).not.toContain("acme.test /postback");
  });

  it("are not seen in every OK button", async () => {
    site.serve({
      "/": `<div><p>Subscribe to our news?</p><button onclick="fetch('/clicked')">OK</button></div>`,
    });

    await renderPage(renderer, at("acme.test"));

    expect(site.seen).not.toContain("acme.test /clicked");
  });
});

describe("clicks", () => {
  it("reveal what a button hides", async () => {
    site.serve({
      "/": `<button onclick="fetch('/jobs.json').then(r => r.text()).then(t => out.innerHTML = t)">View open jobs</button><div id=out></div>`,
      "/jobs.json": '<a href="https://apply.workable.com/acme">Engineer</a>',
    });

    const { frames } = await renderPage(renderer, at("acme.test"), jobs);

    expect(frames).toHaveLength(2);
    expect(frames[0]?.snapshot.text).not.toContain("workable");
    expect(frames[1]?.snapshot.text).toContain("https://apply.workable.com/acme");
  });

  it("follow a link on, and come back for the next one", async () => {
    site.serve({
      "acme.test/": '<a href="/a">Open jobs in Oslo</a> <a href="/b">Open jobs in Rome</a>',
      "acme.test/a": '<a href="/a/all">All open positions</a>',
      "acme.test/a/all": "<h1>Oslo list</h1>",
      "acme.test/b": "<h1>Rome list</h1>",
    });

    const { frames, url } = await renderPage(renderer, at("acme.test"), jobs);

    expect(frames.map(({ snapshot, parent }) => [snapshot.url, parent])).toEqual([
      [at("acme.test"), null],
      [at("acme.test", "/a"), at("acme.test")],
      [at("acme.test", "/a/all"), at("acme.test", "/a")],
      [at("acme.test", "/b"), at("acme.test")],
    ]);
    expect(url).toBe(at("acme.test"));
  });

  it("go no further than the plan allows", async () => {
    site.serve({
      "/": [1, 2, 3]
        .map((n) => `<button onclick="fetch('/click${n}')">Open jobs ${n}</button>`)
        .join(""),
    });

    await renderPage(renderer, at("acme.test"), { ...jobs, maxClicks: 2 });

    expect(site.seen.filter((line) => line.includes("/click"))).toEqual([
      "acme.test /click1",
      "acme.test /click2",
    ]);
  });

  it("stay in the tab where a link wants a new one", async () => {
    site.serve({
      "acme.test/": `<a target=_blank href="${at("vendor.test", "/acme")}">Offene Stellen</a>`,
      "vendor.test/acme": "<h1>Acme at the vendor</h1>",
    });

    const { frames } = await renderPage(renderer, at("acme.test"), jobs);

    expect(frames[1]).toMatchObject({
      parent: at("acme.test"),
      snapshot: { url: at("vendor.test", "/acme") },
    });
  });

  it("find where a new window was going", async () => {
    site.serve({
      "acme.test/": `<button onclick="window.open('${at("vendor.test", "/acme")}')">Open positions</button>`,
      "vendor.test/acme": "<h1>Acme at the vendor</h1>",
    });

    const { frames, network } = await renderPage(renderer, at("acme.test"), jobs);

    expect(frames[1]).toMatchObject({
      parent: at("acme.test"),
      snapshot: { url: at("vendor.test", "/acme") },
    });
    expect(network.text).toContain(
      `GET popup 0 ${at("vendor.test", "/acme")} ${at("acme.test")}\n`,
    );
  });

  it("reach into frames and shadow roots, and past what lies on top", async () => {
    site.serve({
      "/": `<div style="position:fixed;inset:0;z-index:9"></div><x-b></x-b>
        <iframe srcdoc="<button onclick='fetch(&quot;/from-frame&quot;)'>Open positions here</button>"></iframe>
        <script>customElements.define("x-b", class extends HTMLElement {
          constructor() { super(); this.attachShadow({mode: "closed"}).innerHTML = "<button onclick=fetch('/from-shadow')>Open jobs</button>" }
        })</script>`,
    });

    await renderPage(renderer, at("acme.test"), jobs);

    expect(site.seen).toEqual(
      expect.arrayContaining(["acme.test /from-shadow", "acme.test /from-frame"]),
    );
  });

  it("send no form", async () => {
    site.serve({
      "/": '<form method=post action="/apply"><button>Open jobs alert: subscribe</button></form>',
    });

    await renderPage(renderer, at("acme.test"), jobs);

    expect(site.seen).not.toContain("acme.test /apply");
  });

  it("lead nowhere that robots.txt forbids, and the page goes on", async () => {
    site.serve({
      "/": '<a href="/private">Open jobs</a> <button onclick="out.innerHTML=\'<b>revealed</b>\'">Open positions</button><p id=out></p>',
      "/private": "secret",
    });

    const rendered = await renderPage(renderer, at("acme.test"), jobs);

    expect(site.seen).not.toContain("acme.test /private");
    expect(allText(rendered)).toContain("revealed");
  });
});

describe("leave to navigate", () => {
  it("is asked for the page and every hop of its way", async () => {
    asked.length = 0;
    site.serve({
      "/": (_, response) => response.writeHead(302, { location: "/two" }).end(),
      "/two": '<script>location = "/three"</script>',
      "/three": "<h1>here</h1>",
    });

    await renderPage(renderer, at("acme.test"));

    expect(asked).toEqual([at("acme.test"), at("acme.test", "/two"), at("acme.test", "/three")]);
  });

  it("refused means that no request is made", async () => {
    site.serve({ "/private": "secret" });

    const result = await renderer.render(
      at("acme.test", "/private"),
      noClicks,
      AbortSignal.timeout(20_000),
    );

    expect(result).toMatchObject({ ok: false, kind: "robots_denied" });
    expect(site.seen).toEqual([]);
  });

  it("is given back before the next one is asked for, with what the host answered", async () => {
    const turns: string[] = [];
    const strict = await startRenderer({
      permit: async (url) => {
        turns.push(`ask ${new URL(url).pathname}`);
        return { ok: true, done: async (status) => void turns.push(`done ${status}`) };
      },
    });
    site.serve({
      "/": (_, response) => response.writeHead(302, { location: "/two" }).end(),
      "/two": "<p>two</p>",
    });

    await renderPage(strict, at("acme.test"));
    await strict.close();

    expect(turns).toEqual(["ask /", "done 302", "ask /two", "done 200"]);
  });
});
