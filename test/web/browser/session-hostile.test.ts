import { execFileSync } from "node:child_process";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { ActionResult, BrowserSession, PageView } from "../../../src/web/browser-session.ts";
import type { FetchFailure } from "../../../src/web/web.ts";
import { config, noClicks, type Site, startRenderer, startSite, type TestRenderer } from "./lab.ts";

let site: Site;
let inside: Site;
let renderer: TestRenderer;
const asked: string[] = [];
const opened: BrowserSession[] = [];

beforeAll(async () => {
  site = await startSite("127.0.0.2");
  inside = await startSite("127.0.0.3");
  inside.serve({ "/": "secrets" });
  renderer = await startRenderer({
    config: { ...config, ASSAY_FETCH_TIMEOUT_MS: 8_000 },
    limits: { renderTimeoutMs: 20_000, fallBackToFull: false },
    permit: async (url) => {
      asked.push(url);
      if (url.includes("/private"))
        return { ok: false, kind: "robots_denied", url, detail: "robots.txt of acme.test" };
      return { ok: true, done: async () => undefined };
    },
  });
});

afterEach(async () => {
  asked.length = 0;
  await Promise.all(opened.splice(0).map((session) => session.close()));
  expect(inside.seen).toEqual([]);
});

afterAll(async () => {
  await renderer.close();
  await Promise.all([site.close(), inside.close()]);
});

const at = (host: string, path = "/") => `http://${host}:${site.port}${path}`;

async function start(signal: AbortSignal = AbortSignal.timeout(60_000)): Promise<BrowserSession> {
  const session = await renderer.sessions.start(signal);
  opened.push(session);
  return session;
}

function viewOf(result: ActionResult | FetchFailure): PageView {
  if (!result.ok) throw new Error(`${result.kind}: ${result.detail}`);
  return result.view;
}

function refOf({ tree }: PageView, text: string): string {
  const line = tree.split("\n").find((each) => each.includes(text) && each.includes("[ref="));
  const ref = /\[ref=(\w+)\]/.exec(line ?? "")?.[1];
  if (ref === undefined) throw new Error(`no ref for ${text} in\n${tree}`);
  return ref;
}

const openAt = async (session: BrowserSession, path = "/") =>
  viewOf(await session.open(at("acme.test", path)));

/** Clicks the one button of a page. */
async function clickGo(session: BrowserSession, page: string): Promise<ActionResult> {
  site.serve({
    "/": page,
    "/to-inside": (_, response) =>
      response.writeHead(302, { location: `http://127.0.0.3:${inside.port}/` }).end(),
    "/next": "<h1>next page</h1>",
    "/file": (_, response) =>
      response
        .writeHead(200, {
          "content-type": "application/octet-stream",
          "content-disposition": "attachment; filename=x.exe",
        })
        .end("MZ"),
  });
  return await session.click(refOf(await openAt(session), "Go"));
}

describe("a click that would lead inside", () => {
  const ways: readonly (readonly [string, () => string])[] = [
    ["a link", () => `<a href="http://127.0.0.3:${inside.port}/">Go</a>`],
    ["a name", () => `<a href="http://inside.test:${inside.port}/">Go</a>`],
    ["a redirect", () => `<a href="/to-inside">Go</a>`],
    [
      "a script",
      () => `<button onclick="location = 'http://127.0.0.3:${inside.port}/'">Go</button>`,
    ],
    [
      "a window",
      () => `<button onclick="window.open('http://127.0.0.3:${inside.port}/')">Go</button>`,
    ],
    [
      "a frame",
      () =>
        `<button onclick="f.src = 'http://127.0.0.3:${inside.port}/'">Go</button><iframe id=f></iframe>`,
    ],
    [
      "a request",
      () =>
        `<button onclick="fetch('http://127.0.0.3:${inside.port}/', {mode: 'no-cors'})">Go</button>`,
    ],
  ];

  it.each(ways)("by %s reaches nothing", async (_, page) => {
    const session = await start();

    const result = await clickGo(session, page());

    expect(inside.seen).toEqual([]);
    if (!result.ok) expect(result.detail).not.toMatch(/127|inside/);
    expect(viewOf(await session.open(at("acme.test", "/next"))).tree).toContain("next page");
  });
});

describe("forms", () => {
  const ways: readonly (readonly [string, string])[] = [
    ["by a click", `<form method=post action=/sent><button>Go</button></form>`],
    [
      "by a script",
      `<form id=f method=post action=/sent></form><button onclick="f.submit()">Go</button>`,
    ],
    [
      "into a new window",
      `<form id=f method=post action=/sent target=_blank></form><button onclick="f.submit()">Go</button>`,
    ],
    [
      "into a frame",
      `<iframe name=x></iframe><form id=f method=post action=/sent target=x></form><button onclick="f.submit()">Go</button>`,
    ],
    [
      "by a frame",
      `<button onclick="this.nextSibling.srcdoc = '<form method=post action=/sent></form><script>document.forms[0].submit()</'+'script>'">Go</button><iframe></iframe>`,
    ],
  ];

  it.each(ways)("are not sent %s", async (_, page) => {
    const session = await start();

    await clickGo(session, page);

    expect(site.seen.filter((line) => line.includes("/sent"))).toEqual([]);
  });

  it("leave the page as it was", async () => {
    const session = await start();

    const result = await clickGo(
      session,
      `<h1>before</h1><form method=post action=/sent><button>Go</button></form>`,
    );

    expect(result).toMatchObject({ ok: false, kind: "navigation" });
    expect(viewOf(await session.scroll("down")).tree).toContain("before");
    expect((await session.capture()).frames[0]?.snapshot).toMatchObject({
      url: at("acme.test"),
      status: 200,
    });
  });
});

describe("a hostile page", () => {
  it("can't have a file saved", async () => {
    const session = await start();

    expect(await clickGo(session, `<a href="/file">Go</a>`)).toMatchObject({
      ok: false,
      kind: "not_usable",
    });
    expect(viewOf(await session.scroll("down")).url).toBe(at("acme.test"));
  });

  it("that is not for robots is not visited by a click either", async () => {
    const session = await start();

    const result = await clickGo(session, `<a href="/private">Go</a>`);

    expect(result).toMatchObject({ ok: false, kind: "navigation" });
    expect(asked).toContain(at("acme.test", "/private"));
    expect(site.seen).not.toContain("acme.test /private");
  });

  it("may open windows by the dozen", async () => {
    const session = await start();

    const result = await clickGo(
      session,
      `<button onclick="for (let n = 0; n < 30; n++) { window.open('/w' + n); const a = document.createElement('a'); a.href = '/a' + n; a.target = '_blank'; a.click() }">Go</button>`,
    );

    expect(result.ok || result.kind).toBeTruthy();
    // It may cost the page in hand; the next one is a fresh one.
    await vi.waitFor(
      async () =>
        expect(viewOf(await session.open(at("acme.test", "/next"))).tree).toContain("next page"),
      20_000,
    );
  }, 60_000);

  it("may ask and alert; nobody answers", async () => {
    const session = await start();

    const result = await clickGo(
      session,
      `<p id=out></p><button onclick="alert(1); out.textContent = 'answer ' + confirm('sure?') + prompt('name?')">Go</button><script>onbeforeunload = (e) => { e.preventDefault(); return 'stay' }</script>`,
    );

    expect(viewOf(result).tree).toContain("answer falsenull");
    expect(viewOf(await session.open(at("acme.test", "/next"))).tree).toContain("next page");
  });

  it.each(["while (1);", "for (;;) alert('again')"])(
    "that hangs on a click (%s) is given up, and the session goes on",
    async (script) => {
      const session = await start();

      const result = await clickGo(session, `<button onclick="${script}">Go</button>`);

      expect(result).toMatchObject({
        ok: false,
        kind: expect.stringMatching(/^(?:timeout|not_usable)$/),
      });
      expect(viewOf(await session.open(at("acme.test", "/next"))).tree).toContain("next page");
      const { network } = await session.capture();
      expect(network.text.split("\n").filter((line) => line.includes(" document "))).toHaveLength(
        2,
      );
    },
  );

  it("that hangs from the start is a failure, and the session goes on", async () => {
    site.serve({ "/": "<script>while (1);</script>", "/next": "<h1>next page</h1>" });
    const session = await start();

    expect(await session.open(at("acme.test"))).toMatchObject({ ok: false, kind: "timeout" });
    expect(viewOf(await session.open(at("acme.test", "/next"))).tree).toContain("next page");
  });

  it("that sends its visitor on without end is stopped", async () => {
    let count = 0;
    site.serve({
      "/": (_, response) =>
        response
          .writeHead(200, { "content-type": "text/html" })
          .end(
            `<h1>${(count += 1)}</h1><script>setTimeout(() => location = "/?" + Math.random(), 50)</script>`,
          ),
    });
    const session = await start();

    await session.open(at("acme.test"));
    const after = count;
    await session.signals();

    expect(after).toBeLessThan(20);
    expect(count).toBeLessThan(20);
  });

  it("is never opened by an address that is no web page's", async () => {
    const session = await start();

    for (const url of ["file:///etc/passwd", "javascript:1", "chrome://version", "x"])
      expect(await session.open(url)).toMatchObject({ ok: false, kind: "bad_url" });
    expect(await session.open(`http://127.0.0.3:${inside.port}/`)).toMatchObject({
      ok: false,
      kind: "egress_denied",
    });
  });

  it("can't register a worker or leave anything for the next session", async () => {
    site.serve({
      "/": `<p id=out></p><script>document.cookie = "left=1"; localStorage.left = 1; navigator.serviceWorker?.register("/sw.js"); </script>`,
      "/sw.js": (_, response) =>
        response.writeHead(200, { "content-type": "text/javascript" }).end(""),
      "/look": `<p id=out></p><script>out.textContent = "cookies(" + document.cookie + ") storage(" + localStorage.length + ")"</script>`,
    });
    await openAt(await start());

    const view = await openAt(await start(), "/look");

    expect(view.tree).toContain("cookies() storage(0)");
    expect(site.seen).not.toContain("acme.test /sw.js");
  });
});

describe("a session", () => {
  it("ends in the middle of an act when its caller gives up", async () => {
    const stop = new AbortController();
    const session = await start(stop.signal);
    site.serve({ "/": "<a href=/slow>Go</a>", "/slow": () => undefined });
    const view = await openAt(session);
    const clicking = session.click(refOf(view, "Go"));
    await vi.waitFor(() => expect(site.seen).toContain("acme.test /slow"));

    stop.abort();

    expect(await clicking).toMatchObject({ ok: false });
    expect(await session.open(at("acme.test"))).toMatchObject({ ok: false, kind: "no_page" });
    const seconds = session.seconds();
    expect(seconds).toBeGreaterThan(0);
    await session.close();
    expect(session.seconds()).toBe(seconds);
  });

  it("that is given up while it opens leaves nothing behind", async () => {
    const stop = new AbortController();
    const session = await start(stop.signal);
    site.serve({ "/": () => undefined });
    const opening = session.open(at("acme.test"));
    await vi.waitFor(() => expect(site.seen).toHaveLength(1));

    stop.abort();

    expect(await opening).toMatchObject({ ok: false });
    expect((await session.capture()).frames).toEqual([]);
  });

  it("shares its browser with what is rendered, and survives its death", async () => {
    site.serve({ "/": "<h1>hello</h1>" });
    const session = await start();
    await openAt(session);
    const before = chromiums();
    await renderer.render(at("acme.test"), noClicks, AbortSignal.timeout(20_000));
    expect(browsersIn(chromiums())).toEqual(browsersIn(before));

    for (const { pid } of chromiums()) killQuietly(pid);
    expect(await session.scroll("down")).toMatchObject({ ok: false, kind: "no_page" });

    expect((await openAt(session)).tree).toContain("hello");
  });
});

interface Process {
  readonly pid: number;
  readonly args: string;
}

/** The browsers that this very test process has started. */
function chromiums(): readonly Process[] {
  const lines = execFileSync("ps", ["-eo", "pid=,ppid=,args="]).toString().split("\n");
  const all = lines
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, pid, parent, args = ""]) => ({ pid: Number(pid), parent: Number(parent), args }));
  const below = (parent: number): typeof all =>
    all.flatMap((each) => (each.parent === parent ? [each, ...below(each.pid)] : []));
  return below(process.pid).filter(({ args }) => /chrom/.test(args));
}

function browsersIn(processes: readonly Process[]): readonly number[] {
  return processes.filter(({ args }) => !args.includes("--type=")).map(({ pid }) => pid);
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // it went with its parent
  }
}
