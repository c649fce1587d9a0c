import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { createServer, type Server } from "node:net";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { parseAllowedRanges } from "../../../src/web/address-policy.ts";
import { type GuardProxy, openGuardProxy } from "../../../src/web/guard-proxy.ts";
import type { GuardDeps } from "../../../src/web/guard-proxy-watch.ts";
import { resolve, type Site, startSite } from "./lab.ts";

let site: Site;
let inside: Site;
let guard: GuardProxy | undefined;

beforeAll(async () => {
  site = await startSite("127.0.0.2");
  inside = await startSite("127.0.0.3");
});

afterEach(async () => {
  await guard?.close();
  guard = undefined;
});

afterAll(async () => {
  await site.close();
  await inside.close();
});

async function open(changes: Partial<GuardDeps> = {}): Promise<GuardProxy> {
  guard = await openGuardProxy({
    resolve,
    allowed: parseAllowedRanges(["127.0.0.2/32"]),
    chooseProxy: () => undefined,
    connectTimeoutMs: 1_000,
    trust: undefined,
    idleTimeoutMs: 5_000,
    maxBytesPerConnection: 1_000_000,
    maxConnections: 50,
    ...changes,
  });
  return guard;
}

/** The status of a CONNECT. */
async function connectTo(target: string): Promise<number | undefined> {
  const asked = httpRequest(guard?.url ?? "", { method: "CONNECT", path: target, agent: false });
  asked.end();
  const [response, socket] = await once(asked, "connect");
  socket.destroy();
  return response.statusCode;
}

/** The body of a plain request, or the word of the hang-up. */
async function get(url: string): Promise<string> {
  const asked = httpRequest(guard?.url ?? "", { path: url, agent: false });
  asked.end();
  try {
    const [response] = await once(asked, "response");
    let body = "";
    for await (const chunk of response) body += chunk;
    return body;
  } catch {
    return "hung up";
  }
}

describe("the guard", () => {
  it("opens a way to what is allowed", async () => {
    await open();
    site.serve({ "/": "hello" });

    expect(await connectTo(`acme.test:${site.port}`)).toBe(200);
    expect(await get(`http://acme.test:${site.port}/`)).toBe("hello");
  });

  it.each([
    "127.0.0.3",
    "2130706435",
    "0x7f000003",
    "0x7f.3",
    "0177.0.0.3",
    "127.3",
    "127.0.0.3.",
    "①②⑦.⓪.⓪.③",
    "[::ffff:127.0.0.3]",
    "[::ffff:7f00:3]",
    "[::7f00:3]",
    "[64:ff9b::7f00:3]",
    "[2002:7f00:3::]",
    "[::1]",
    "[::]",
    "0.0.0.0",
    "good.test@127.0.0.3",
    "inside.test",
    "169.254.169.254",
    "100.100.100.200",
    "168.63.129.16",
    "[fd00:ec2::254]",
  ])("refuses %s, in a tunnel and in a plain request", async (host) => {
    await open();
    inside.serve({ "/": "secret" });

    expect(await connectTo(encodeURI(`${host}:${inside.port}`))).toBe(403);
    expect(await get(encodeURI(`http://${host}:${inside.port}/`))).toBe("hung up");
    expect(inside.seen).toEqual([]);
  });

  it("refuses a name as soon as one of its addresses is private", async () => {
    await open({
      resolve: async () => [
        { address: "127.0.0.2", family: 4 },
        { address: "127.0.0.3", family: 4 },
      ],
    });

    expect(await connectTo(`mixed.test:${site.port}`)).toBe(403);
  });

  it("dials the address that it checked: a name is asked once", async () => {
    const addresses = ["127.0.0.2", "127.0.0.3"];
    await open({ resolve: async () => [{ address: addresses.shift() ?? "127.0.0.3", family: 4 }] });
    site.serve({ "/": "hello" });

    expect(await get(`http://rebinding.test:${site.port}/`)).toBe("hello");
    expect(await get(`http://rebinding.test:${site.port}/`)).toBe("hung up");
  });

  it("refuses ports that are none of the web's, on addresses that the operator did not name", async () => {
    const proxy = await open({ allowed: [] });

    expect(await connectTo("example.com:22")).toBe(403);
    expect(proxy.troubleOf(new URL("http://example.com:22/"))).toMatchObject({
      kind: "egress_denied",
    });
  });

  it("tells what kept a host from being reached", async () => {
    const proxy = await open();

    await connectTo("nobody.gone:443");
    await connectTo(`acme.test:1`);

    expect(proxy.troubleOf(new URL("https://nobody.gone/"))?.kind).toBe("no_such_domain");
    expect(proxy.troubleOf(new URL("http://acme.test:1/"))?.kind).toBe("refused");
    expect(proxy.troubleOf(new URL("http://other.test/"))).toBeUndefined();
  });

  it("cuts off what sends too much", async () => {
    const proxy = await open();
    site.serve({
      "/": (_, response) => {
        const more = (): void =>
          void (response.destroyed || response.write("x".repeat(65_536), more));
        more();
      },
    });

    await get(`http://acme.test:${site.port}/`);

    expect(proxy.troubleOf(new URL(`http://acme.test:${site.port}/`))?.kind).toBe("too_large");
  });

  it("cuts off what says nothing", async () => {
    const proxy = await open({ idleTimeoutMs: 200 });
    site.serve({ "/": () => undefined });

    expect(await get(`http://acme.test:${site.port}/`)).toBe("hung up");
    expect(proxy.troubleOf(new URL(`http://acme.test:${site.port}/`))?.kind).toBe("timeout");
  });

  it("lets nothing through after it is closed, and closes what it had open", async () => {
    const proxy = await open();
    site.serve({ "/": () => undefined });
    const waiting = get(`http://acme.test:${site.port}/`);
    await vi.waitFor(() => expect(site.seen).toHaveLength(1));

    await proxy.close();
    guard = undefined;

    expect(await waiting).toBe("hung up");
  });
});

describe("the guard before an upstream proxy", () => {
  let silent: Server;

  afterAll(() => silent.close());

  it("does not wait for ever for a proxy that says nothing", async () => {
    silent = createServer(() => undefined);
    silent.listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    const via = { url: new URL(`http://127.0.0.1:${port}`), authorization: undefined };
    const proxy = await open({ chooseProxy: () => via, connectTimeoutMs: 300, allowed: [] });

    expect(await connectTo("example.com:443")).toBe(403);
    expect(proxy.troubleOf(new URL("https://example.com/"))?.kind).toMatch(/timeout|proxy_failed/);
  });

  it("takes the proxy's own error for what it is, not for the site's page", async () => {
    const proxy = await startErrorProxy("getaddrinfo ENOTFOUND nobody.example");
    const guarding = await open({ chooseProxy: () => proxy.server, allowed: [] });

    expect(await get("http://nobody.example/")).toBe("hung up");
    expect(guarding.troubleOf(new URL("http://nobody.example/"))?.kind).toBe("no_such_domain");
    await proxy.close();
  });

  it("passes on a site's own error page", async () => {
    const proxy = await startErrorProxy("<h1>Our shop is being repaired</h1>");
    await open({ chooseProxy: () => proxy.server, allowed: [] });

    expect(await get("http://shop.example/")).toContain("being repaired");
    await proxy.close();
  });
});

async function startErrorProxy(body: string) {
  const upstream = await startSite("127.0.0.2");
  upstream.server.removeAllListeners("request");
  upstream.server.on("request", (_, response) => response.writeHead(502).end(body));
  const url = new URL(`http://127.0.0.2:${upstream.port}`);
  return { server: { url, authorization: undefined }, close: () => upstream.close() };
}
