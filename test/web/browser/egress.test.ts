import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  allText,
  config,
  renderFailure,
  renderPage,
  type Site,
  startRenderer,
  startSite,
  type TestRenderer,
} from "./lab.ts";
import { createCa, startUpstreamProxy, type TestCa, type UpstreamProxy } from "./proxies.ts";

let site: Site;
let inside: Site;

beforeAll(async () => {
  site = await startSite("127.0.0.2");
  inside = await startSite("127.0.0.3");
});

afterAll(async () => {
  await site.close();
  await inside.close();
});

const at = (host: string, path = "/") => `http://${host}:${site.port}${path}`;

/** A page that knocks at every door of the inside in every way that a page knows. */
function servePryingPage(doors: readonly string[]): void {
  site.serve({
    "/": `<h1>done</h1><script>
        for (const door of ${JSON.stringify(doors)}) {
          fetch("http://" + door + "/fetch", {mode: "no-cors"}).catch(() => 0);
          new Image().src = "http://" + door + "/image";
          navigator.sendBeacon("http://" + door + "/beacon", "x");
          for (const make of [() => new WebSocket("ws://" + door + "/socket"), () => new EventSource("http://" + door + "/events")]) try { make() } catch {}
          const frame = document.createElement("iframe"); frame.src = "http://" + door + "/frame"; document.body.append(frame);
          const script = document.createElement("script"); script.src = "http://" + door + "/script"; document.body.append(script);
          const link = document.createElement("link"); link.rel = "preconnect"; link.href = "http://" + door; document.head.append(link);
          fetch("/redirect?to=" + encodeURIComponent("http://" + door + "/redirected"), {mode: "no-cors"}).catch(() => 0);
          window.open("http://" + door + "/window");
        }
        try { const peer = new RTCPeerConnection({iceServers: [{urls: "stun:127.0.0.3:${inside.port}"}]}); peer.createDataChannel("x"); peer.createOffer().then(o => peer.setLocalDescription(o)) } catch {}
      </script>`,
    "/redirect": (request, response) => {
      const to = new URL(request.url ?? "", "http://x").searchParams.get("to") ?? "";
      response.writeHead(302, { location: to, "access-control-allow-origin": "*" }).end();
    },
  });
  inside.serve({});
}

const doorsOf = ({ port }: Site) =>
  ["127.0.0.3", "inside.test", "2130706435", "[::ffff:7f00:3]"].map((host) => `${host}:${port}`);

describe.each([undefined, "/usr/bin/chromium"])("a prying page (%s)", (ASSAY_CHROMIUM) => {
  it("reaches nothing inside", async () => {
    const renderer = await startRenderer({ config: { ...config, ASSAY_CHROMIUM } });
    const datagrams: Buffer[] = [];
    const udp = createSocket("udp4", (message) => datagrams.push(message)).bind(
      inside.port,
      "127.0.0.3",
    );
    await once(udp, "listening");
    servePryingPage(doorsOf(inside));

    const rendered = await renderPage(renderer, at("acme.test"));
    await renderer.close();
    udp.close();

    expect(allText(rendered)).toContain("done");
    expect(site.seen.filter((line) => line.includes("/redirect"))).toHaveLength(4);
    expect(inside.seen).toEqual([]);
    expect(datagrams).toEqual([]);
  });

  it("would reach it if the operator allowed the address", async () => {
    const ASSAY_ALLOW_ADDRESSES = ["127.0.0.2/31"];
    const renderer = await startRenderer({
      config: { ...config, ASSAY_CHROMIUM, ASSAY_ALLOW_ADDRESSES },
    });
    servePryingPage(doorsOf(inside));

    await renderPage(renderer, at("acme.test"));
    await renderer.close();

    for (const way of ["fetch", "frame", "script", "events", "redirected"]) {
      expect(inside.seen).toContain(`127.0.0.3 /${way}`);
    }
  });
});

describe("a page that can't be reached", () => {
  let renderer: TestRenderer;

  beforeAll(async () => {
    renderer = await startRenderer();
  });

  afterAll(() => renderer.close());

  it.each([
    ["inside by its address", () => `http://127.0.0.3:${inside.port}/`, "egress_denied"],
    ["inside by a name", () => `http://inside.test:${inside.port}/`, "egress_denied"],
    ["at a cloud's metadata", () => "http://169.254.169.254/latest/meta-data/", "egress_denied"],
    ["by an unknown name", () => "https://nobody.gone/", "no_such_domain"],
    ["by a name that DNS failed on", () => "http://unsure.example/", "dns_failed"],
    ["because nothing listens", () => "http://acme.test:8080/", "refused"],
  ])("%s", async (_, url, kind) => {
    expect((await renderFailure(renderer, url())).kind).toBe(kind);
  });

  it("by a local name, when the operator has opened no address", async () => {
    const strict = await startRenderer({ config: { ...config, ASSAY_ALLOW_ADDRESSES: [] } });

    for (const url of [
      "http://localhost/",
      "http://wiki/",
      "http://metadata.google.internal/",
      "http://acme.com:25/",
    ]) {
      expect((await renderFailure(strict, url)).kind).toBe("egress_denied");
    }
    await strict.close();
  });

  it("because it redirects inside", async () => {
    site.serve({
      "/": (_, response) =>
        response.writeHead(302, { location: `http://127.0.0.3:${inside.port}/` }).end(),
    });
    inside.serve({});

    expect((await renderFailure(renderer, at("acme.test"))).kind).toBe("egress_denied");
    expect(inside.seen).toEqual([]);
  });
});

describe("behind an upstream proxy", () => {
  let upstream: UpstreamProxy;
  let renderer: TestRenderer;

  beforeAll(async () => {
    upstream = await startUpstreamProxy({ port: site.port, address: "127.0.0.2" });
    const proxies = {
      HTTP_PROXY: upstream.url,
      HTTPS_PROXY: upstream.url,
      NO_PROXY: "direct.test",
    };
    renderer = await startRenderer({
      config: { ...config, ...proxies },
      resolve: async (host) => {
        if (host !== "direct.test") throw new Error(`${host} was resolved here`);
        return [{ address: "127.0.0.2", family: 4 }];
      },
    });
  });

  afterAll(async () => {
    await renderer.close();
    await upstream.close();
  });

  it("everything goes through it, unresolved, with the operator's credentials", async () => {
    site.serve({ "/": "<h1>hello</h1><script src='/app.js'></script>", "/app.js": "" });

    const rendered = await renderPage(renderer, "http://acme.example/");

    expect(allText(rendered)).toContain("hello");
    expect(upstream.seen).toEqual(
      expect.arrayContaining(["GET http://acme.example/", "GET http://acme.example/app.js"]),
    );
    expect(new Set(upstream.credentials)).toEqual(new Set([`Basic ${btoa("operator:s@cret")}`]));
  });

  it("hosts of NO_PROXY are reached directly", async () => {
    site.serve({ "/": "<h1>direct</h1>" });
    upstream.seen.length = 0;

    expect(allText(await renderPage(renderer, at("direct.test")))).toContain("direct");
    expect(upstream.seen).toEqual([]);
  });

  it("private addresses and local names never get as far as the proxy", async () => {
    site.serve({
      "/": `<h1>hello</h1><script>for (const door of ["127.0.0.3", "10.0.0.1", "localhost", "metadata.google.internal", "169.254.169.254"]) fetch("http://" + door + "/").catch(() => 0), fetch("https://" + door + "/").catch(() => 0)</script>`,
    });
    upstream.seen.length = 0;

    await renderPage(renderer, "http://acme.example/");

    expect(upstream.seen).toEqual(["GET http://acme.example/"]);
  });

  it("the proxy's word about a name is told", async () => {
    expect(await renderFailure(renderer, "https://nobody.gone/")).toMatchObject({
      kind: "no_such_domain",
      detail: expect.stringContaining("502"),
    });
  });
});

describe("behind a proxy that re-signs TLS", () => {
  let ca: TestCa;
  let upstream: UpstreamProxy;
  let caFile: string;

  beforeAll(async () => {
    ca = await createCa("Operator CA");
    upstream = await startUpstreamProxy({ port: site.port, address: "127.0.0.2" }, ca);
    caFile = join(mkdtempSync(join(tmpdir(), "assay-ca-")), "ca.pem");
    writeFileSync(caFile, ca.pem);
  });

  afterAll(() => upstream.close());

  it.each([undefined, "/usr/bin/chromium"])(
    "its CA is trusted when Node is told of it (%s)",
    async (ASSAY_CHROMIUM) => {
      const settings = {
        ...config,
        ASSAY_CHROMIUM,
        HTTPS_PROXY: upstream.url,
        NODE_EXTRA_CA_CERTS: caFile,
      };
      const renderer = await startRenderer({ config: settings });
      site.serve({
        "/": "<h1>hello</h1><script>fetch('/secure?' + isSecureContext)</script><iframe src='https://vendor.example/frame'></iframe>",
        "/frame": "<p>a frame with enough words in it to be kept as a snapshot</p>",
      });

      const rendered = await renderPage(renderer, "https://acme.example/");
      await renderer.close();

      expect(rendered.frames.map(({ snapshot }) => snapshot.url)).toEqual([
        "https://acme.example/",
        "https://vendor.example/frame",
      ]);
      expect(site.seen).toContain("acme.example /secure?true");
    },
  );

  it("nothing else is trusted for it", async () => {
    const stranger = await startUpstreamProxy(
      { port: site.port, address: "127.0.0.2" },
      await createCa("Stranger CA"),
    );
    const settings = { ...config, HTTPS_PROXY: stranger.url, NODE_EXTRA_CA_CERTS: caFile };
    const renderer = await startRenderer({ config: settings });
    site.serve({ "/": "<h1>hello</h1>" });

    const failure = await renderFailure(renderer, "https://acme.example/");
    await renderer.close();
    await stranger.close();

    expect(failure.kind).toBe("tls_invalid");
    expect(site.seen).toEqual([]);
  });

  it("without word of it, Chromium refuses by itself", async () => {
    const renderer = await startRenderer({ config: { ...config, HTTPS_PROXY: upstream.url } });
    site.serve({ "/": "<h1>hello</h1>" });

    const failure = await renderFailure(renderer, "https://acme.example/");
    await renderer.close();

    expect(failure.kind).toBe("tls_invalid");
    expect(site.seen).toEqual([]);
  });
});
