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

beforeAll(async () => {
  site = await startSite("127.0.0.2");
  renderer = await startRenderer();
});

afterAll(async () => {
  await renderer.close();
  await site.close();
});

const at = (host: string, path = "/") => `http://${host}:${site.port}${path}`;

describe("the DOM of a page", () => {
  it("holds what scripts wrote into it", async () => {
    site.serve({
      "/": `<!DOCTYPE html><title>Acme</title><div id=a></div><script>setTimeout(() => a.innerHTML = '<a href="https://boards.greenhouse.io/acme">Jobs</a>', 300)</script>`,
    });

    const rendered = await renderPage(renderer, at("acme.test"));

    expect(rendered.frames[0]?.snapshot).toMatchObject({
      source: "browser",
      url: at("acme.test"),
      status: 200,
      text: expect.stringContaining("https://boards.greenhouse.io/acme"),
    });
  });

  it("comes with every frame, and the page each frame stands in", async () => {
    site.serve({
      "acme.test/": `<iframe src="${at("vendor.test", "/embed?for=acme")}"></iframe>`,
      "vendor.test/embed": "<h1>Jobs at Acme</h1><p>Twelve open positions in three cities</p>",
    });

    const rendered = await renderPage(renderer, at("acme.test"));

    expect(rendered.frames.map(({ snapshot, parent }) => [snapshot.url, parent])).toEqual([
      [at("acme.test"), null],
      [at("vendor.test", "/embed?for=acme"), at("acme.test")],
    ]);
    expect(rendered.frames[1]?.snapshot.text).toContain("Jobs at Acme");
  });

  it("shows what stands in open and closed shadow roots", async () => {
    site.serve({
      "/": `<x-open></x-open><x-closed></x-closed><script>
        for (const mode of ["open", "closed"]) customElements.define("x-" + mode, class extends HTMLElement {
          constructor() { super(); this.attachShadow({ mode }).innerHTML = '<a href="https://jobs.lever.co/' + mode + '">x</a>' }
        })</script>`,
    });

    const text = allText(await renderPage(renderer, at("acme.test")));

    expect(text).toContain("https://jobs.lever.co/open");
    expect(text).toContain("https://jobs.lever.co/closed");
  });

  it("tells how it was reached, over redirects and scripts", async () => {
    site.serve({
      "acme.test/": (_, response) =>
        response.writeHead(301, { location: at("www.acme.test", "/start") }).end(),
      "www.acme.test/start": `<script>location.href = "${at("vendor.test", "/acme")}"</script>`,
      "vendor.test/acme": "<h1>Acme</h1>",
    });

    const rendered = await renderPage(renderer, at("acme.test"));

    expect(rendered.url).toBe(at("vendor.test", "/acme"));
    expect(rendered.frames[0]?.snapshot.redirects).toEqual([
      { status: 301, from: at("acme.test"), to: at("www.acme.test", "/start") },
      { status: 200, from: at("www.acme.test", "/start"), to: at("vendor.test", "/acme") },
    ]);
  });

  it("is that of the page where refreshes and scripts end, however slowly", async () => {
    site.serve({
      "acme.test/jobs": (_, response) => response.writeHead(302, { location: "/go?x=1" }).end(),
      "acme.test/go": `<meta http-equiv="refresh" content="1;url=/out">`,
      "acme.test/out": `<script>location.replace("${at("vendor.test", "/hop")}")</script>`,
      "vendor.test/hop": (_, response) =>
        void setTimeout(
          () => response.writeHead(307, { location: at("vendor.test", "/acme") }).end(),
          700,
        ),
      "vendor.test/acme": (_, response) =>
        void setTimeout(
          () => response.end("<h1>Jobs at Acme</h1><p>Three open positions</p>"),
          700,
        ),
    });

    const rendered = await renderPage(renderer, at("acme.test", "/jobs"), {
      ...noClicks,
      until: (url) => url.includes("vendor.test"),
    });

    const [main] = rendered.frames;
    expect(main?.snapshot.url).toBe(at("vendor.test", "/acme"));
    expect(main?.snapshot.redirects.map(({ to }) => to)).toEqual([
      at("acme.test", "/go?x=1"),
      at("acme.test", "/out"),
      at("vendor.test", "/hop"),
      at("vendor.test", "/acme"),
    ]);
  });

  it("is that behind a cookie wall that has no box of its own", async () => {
    site.serve({
      "/": (request, response) =>
        void response
          .writeHead(200, { "content-type": "text/html; charset=utf-8" })
          .end(
            /agreed=1/.test(request.headers.cookie ?? "")
              ? `<nav><a href="/karriere">Karriere</a></nav>`
              : `<h1>Cookies</h1><p>Bitte stimmen Sie zu.</p><button onclick="document.cookie='agreed=1;path=/';location.reload()">Alle akzeptieren</button>`,
          ),
    });

    expect(allText(await renderPage(renderer, at("acme.test")))).toContain("/karriere");
  });

  it("keeps the status, the headers and the cookies of the answer", async () => {
    site.serve({
      "/": (_, response) => {
        response.writeHead(404, {
          "content-type": "text/html",
          "x-powered-by": "Acme CMS",
          "set-cookie": "visit=1",
        });
        response.end("<h1>not here</h1>");
      },
    });

    const { frames } = await renderPage(renderer, at("acme.test"));

    expect(frames[0]?.snapshot.status).toBe(404);
    expect(frames[0]?.snapshot.headers).toEqual(
      expect.arrayContaining([
        ["x-powered-by", "Acme CMS"],
        ["set-cookie", "visit=1"],
      ]),
    );
  });

  it("is cut at the size limit", async () => {
    site.serve({ "/": "<script>document.write('<p>' + 'x'.repeat(6e6))</script>" });

    const { frames } = await renderPage(renderer, at("acme.test"));

    expect(frames[0]?.snapshot.body.length).toBe(5_000_000);
  });
});

describe("what a page asks for", () => {
  it("is written down with its status and the page that asked", async () => {
    site.serve({
      "/": `<script src="/app.js"></script><iframe src="${at("vendor.test", "/frame")}"></iframe>`,
      "/app.js": `fetch("/api/jobs?page=1"); fetch("/missing"); new WebSocket("ws://acme.test:${site.port}/live")`,
      "/api/jobs": "[]",
      "/frame":
        "<script>fetch('/inner')</script><p>some words, enough of them to count as a frame of its own</p>",
      "/inner": "{}",
    });

    const lines = (await renderPage(renderer, at("acme.test"))).network.text.split("\n");

    expect(lines).toEqual(
      expect.arrayContaining([
        `GET document 200 ${at("acme.test")} -`,
        `GET script 200 ${at("acme.test", "/app.js")} ${at("acme.test")}`,
        `GET fetch 200 ${at("acme.test", "/api/jobs?page=1")} ${at("acme.test")}`,
        `GET fetch 404 ${at("acme.test", "/missing")} ${at("acme.test")}`,
        `GET document 200 ${at("vendor.test", "/frame")} ${at("acme.test")}`,
        `GET fetch 200 ${at("vendor.test", "/inner")} ${at("vendor.test", "/frame")}`,
        expect.stringMatching(/^GET websocket \d+ ws:\/\/acme\.test:\d+\/live http:\/\/acme\.test/),
      ]),
    );
  });

  it("comes from a browser that says who it is", async () => {
    let userAgent = "";
    site.serve({
      "/": (request, response) => {
        userAgent = request.headers["user-agent"] ?? "";
        response.end("<p>hello");
      },
    });

    await renderPage(renderer, at("acme.test"));

    expect(userAgent).toMatch(/Chrome\/\d+.* AssayBot\/0\.1 \(\+https:/);
  });

  it("ends the wait as soon as what is looked for was seen", async () => {
    site.serve({
      "/": `<script>setInterval(() => document.body.append(document.createElement("p")), 20);
        setTimeout(() => document.body.insertAdjacentHTML("beforeend", '<iframe src="${at("vendor.test", "/board")}"></iframe>'), 100)</script>`,
      "/board": "<p>Jobs at Acme, twelve of them, in three cities and one remote</p>",
    });
    const plan = { ...noClicks, until: (url: string) => url.includes("/board") };

    const rendered = await renderPage(renderer, at("acme.test"), plan);

    expect(allText(rendered)).toContain("Jobs at Acme");
  });
});
