import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { execFileSync } from "node:child_process";
import { gzipSync } from "node:zlib";
import {
  allText,
  config,
  noClicks,
  renderFailure,
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
  renderer = await startRenderer({
    config: { ...config, ASSAY_FETCH_TIMEOUT_MS: 1_500 },
    limits: { renderTimeoutMs: 5_000, fallBackToFull: false },
  });
});

afterAll(async () => {
  await renderer.close();
  await site.close();
});

const at = (host: string, path = "/") => `http://${host}:${site.port}${path}`;

describe("a hostile page", () => {
  it("that hangs from the start is a timeout, and the next page renders", async () => {
    site.serve({ "/": "<h1>busy</h1><script>while (1);</script>", "/next": "<h1>fine</h1>" });

    const failure = await renderFailure(renderer, at("acme.test"));
    const next = await renderPage(renderer, at("acme.test", "/next"));

    expect(failure.kind).toBe("timeout");
    expect(allText(next)).toContain("fine");
  });

  it("that hangs on a click keeps what it had shown", async () => {
    site.serve({ "/": "<h1>before the click</h1><button onclick='while (1);'>Open jobs</button>" });

    const rendered = await renderPage(renderer, at("acme.test"), {
      click: /open jobs/i,
      maxClicks: 2,
    });

    expect(allText(rendered)).toContain("before the click");
  });

  it("that shows alerts for ever is a timeout", async () => {
    site.serve({ "/": "<script>for (;;) alert('hello')</script>" });

    expect((await renderFailure(renderer, at("acme.test"))).kind).toBe("timeout");
  });

  it("that asks before it is left can be left", async () => {
    site.serve({
      "/": "<script>onbeforeunload = (e) => { e.preventDefault(); return 'stay' }; confirm('sure?')</script><h1>sticky</h1>",
    });

    expect(allText(await renderPage(renderer, at("acme.test")))).toContain("sticky");
  });

  it("that is a download brings nothing", async () => {
    site.serve({
      "/": (_, response) =>
        response
          .writeHead(200, {
            "content-type": "application/octet-stream",
            "content-disposition": "attachment",
          })
          .end("MZ"),
    });

    expect(await renderFailure(renderer, at("acme.test"))).toMatchObject({ kind: "bad_response" });
  });

  it("that opens windows by the dozen is read all the same", async () => {
    site.serve({
      "/": "<h1>still here</h1><script>for (let n = 0; n < 60; n++) window.open('/w' + n)</script>",
    });

    expect(allText(await renderPage(renderer, at("acme.test")))).toContain("still here");
  });

  it("that eats memory does not take the browser with it", async () => {
    site.serve({
      "/": "<script>const a = []; for (;;) a.push(new Array(1e6).fill(Math.random()))</script>",
      "/next": "<h1>fine</h1>",
    });

    const failure = await renderFailure(renderer, at("acme.test"));
    const next = await renderPage(renderer, at("acme.test", "/next"));

    expect(failure.kind).toMatch(/bad_response|timeout/);
    expect(allText(next)).toContain("fine");
  });

  it("that unpacks to hundreds of megabytes is cut short", async () => {
    const bomb = gzipSync(Buffer.alloc(300_000_000, "<p>boom</p>\n"));
    site.serve({
      "/": (_, response) =>
        response
          .writeHead(200, { "content-type": "text/html", "content-encoding": "gzip" })
          .end(bomb),
      "/next": "<h1>fine</h1>",
    });

    const result = await renderer.render(at("acme.test"), noClicks, AbortSignal.timeout(25_000));
    const next = await renderPage(renderer, at("acme.test", "/next"));

    expect(result.ok ? result.frames[0]?.snapshot.body.length : 0).toBeLessThanOrEqual(5_000_000);
    expect(allText(next)).toContain("fine");
  });

  it("that redirects in circles ends", async () => {
    let count = 0;
    site.serve({
      "/": (_, response) => response.writeHead(302, { location: `/?${(count += 1)}` }).end(),
    });

    expect((await renderFailure(renderer, at("acme.test"))).kind).toBe("too_many_redirects");
  });

  it("can't make us open files or the browser's own pages", async () => {
    for (const url of [
      "file:///etc/passwd",
      "view-source:http://acme.test/",
      "chrome://version",
      "javascript:1",
      "x",
    ]) {
      expect(await renderFailure(renderer, url)).toMatchObject({ kind: "bad_url" });
    }
  });

  it("can be given up by the caller at once", async () => {
    site.serve({ "/": () => undefined });
    const stop = new AbortController();
    const rendering = renderer.render(at("acme.test"), noClicks, stop.signal);
    await vi.waitFor(() => expect(site.seen).toHaveLength(1));

    stop.abort();

    expect(await rendering).toMatchObject({ ok: false, kind: "timeout" });
  });
});

describe("a browser that dies", () => {
  it("is replaced, and the page it took with it is rendered again", async () => {
    const answers: (() => void)[] = [];
    site.serve({
      "/": (_, response) => void answers.push(() => response.end("<h1>survived</h1>")),
    });
    const rendering = renderPage(renderer, at("acme.test"));
    await vi.waitFor(() => expect(answers).toHaveLength(1));

    for (const pid of chromiumsOfThisTest()) process.kill(pid, "SIGKILL");
    await vi.waitFor(() => expect(answers).toHaveLength(2), 15_000);
    answers[1]?.();

    expect(allText(await rendering)).toContain("survived");
  });

  it("leaves no process behind when it is closed", async () => {
    const own = await startRenderer();
    site.serve({ "/": "<h1>hello</h1>" });
    const others = new Set(chromiumsOfThisTest());
    await renderPage(own, at("acme.test"));
    expect(chromiumsOfThisTest().filter((pid) => !others.has(pid))).not.toEqual([]);

    await own.close();

    await vi.waitFor(
      () => expect(chromiumsOfThisTest().filter((pid) => !others.has(pid))).toEqual([]),
      5_000,
    );
  });
});

/** The browsers that this very test process has started: the driver runs inside it. */
function chromiumsOfThisTest(): number[] {
  const lines = execFileSync("ps", ["-eo", "pid=,ppid=,args="]).toString().split("\n");
  const all = lines
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null);
  const children = (parent: number): number[] =>
    all
      .filter(([, , ppid]) => Number(ppid) === parent)
      .flatMap(([, pid]) => [Number(pid), ...children(Number(pid))]);
  return children(process.pid).filter((pid) =>
    all.some(([, its, , args]) => Number(its) === pid && /chrom/.test(args ?? "")),
  );
}
