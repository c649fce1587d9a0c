import { describe, expect } from "vitest";
import { test } from "../support/redis.ts";
import { startProxy } from "./proxy-server.ts";
import { failureOf, fetchedOf, recordWeb, startEgress, startSite } from "./support.ts";

const behindProxy = (url: string, more = {}) => ({
  HTTP_PROXY: url,
  HTTPS_PROXY: url,
  ASSAY_ALLOW_ADDRESSES: "",
  ...more,
});
const refusedWith = (answer: string) => ({ refusals: { "acme.com": answer } });
const squid =
  "HTTP/1.1 503 Service Unavailable\r\nX-Squid-Error: ERR_DNS_FAIL 0\r\nContent-Length: 9\r\n\r\n<p>no</p>";

describe("behind a proxy", () => {
  test("http goes out in absolute form, with the operator's credentials", async ({ redis }) => {
    const { port } = await startSite((request, response) =>
      response.end(`host ${request.headers.host}`),
    );
    const proxy = await startProxy({ sitePort: port });

    const snapshot = fetchedOf(
      await recordWeb(startEgress(redis, behindProxy(proxy.url))).get("http://acme.com/a?b"),
    );

    expect(snapshot).toMatchObject({ text: "host acme.com", url: "http://acme.com/a?b" });
    expect(proxy.seen).toEqual(["GET http://acme.com/robots.txt", "GET http://acme.com/a?b"]);
    expect(proxy.auth[1]).toBe(`Basic ${Buffer.from("user:p@ss").toString("base64")}`);
  });

  test("https goes through a tunnel, and certificates are still verified", async ({ redis }) => {
    const { port } = await startSite((_, response) => response.end());
    const proxy = await startProxy({ sitePort: port });

    const failure = failureOf(
      await recordWeb(startEgress(redis, behindProxy(proxy.url))).get("https://acme.com/"),
    );

    expect(failure.kind).toBe("tls_invalid");
    expect(proxy.seen[0]).toBe("CONNECT acme.com:443");
  });

  test.for([
    "http://127.0.0.1/",
    "https://[::ffff:7f00:1]/",
    "http://localhost/",
    "https://db.internal/",
    "https://acme.com:25/",
  ])("%s is refused before the proxy hears of it", async (url, { redis }) => {
    const proxy = await startProxy({});

    expect(
      failureOf(await recordWeb(startEgress(redis, behindProxy(proxy.url))).get(url)).kind,
    ).toBe("egress_denied");
    expect(proxy.seen).toEqual([]);
  });

  test("hosts of NO_PROXY are asked directly", async ({ redis }) => {
    const { port } = await startSite((_, response) => response.end("direct"));
    const proxy = await startProxy({});
    const egress = startEgress(redis, {
      HTTP_PROXY: proxy.url,
      NO_PROXY: "other.test, .acme.test",
    });

    expect(fetchedOf(await recordWeb(egress).get(`http://www.acme.test:${port}/`)).text).toBe(
      "direct",
    );
    expect(proxy.seen).toEqual([]);
  });

  test.for([
    ["Squid's header", squid, "no_such_domain"],
    [
      "ENOTFOUND in the reason",
      "HTTP/1.1 502 getaddrinfo ENOTFOUND acme.com\r\n\r\n",
      "no_such_domain",
    ],
    [
      "words in the body",
      "HTTP/1.1 502 Bad Gateway\r\n\r\nlookup acme.com: no such host",
      "no_such_domain",
    ],
    [
      "a passing DNS failure",
      "HTTP/1.1 502 Bad Gateway\r\n\r\nlookup acme.com: EAI_AGAIN",
      "dns_failed",
    ],
    ["a refused connection", "HTTP/1.1 502 Bad Gateway\r\n\r\nconnect ECONNREFUSED", "refused"],
    [
      "a timeout",
      "HTTP/1.1 504 Gateway Timeout\r\n\r\ndial tcp: i/o timeout: timed out",
      "timeout",
    ],
    ["nothing but 502", "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", "proxy_failed"],
    ["nothing but 504", "HTTP/1.1 504 Gateway Timeout\r\n\r\n", "proxy_failed"],
    ["a policy", "HTTP/1.1 403 Forbidden\r\n\r\nunknown host category", "proxy_failed"],
    ["a missing password", "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "proxy_failed"],
  ] as const)("a tunnel refused with %s is told apart", async ([, answer, kind], { redis }) => {
    const proxy = await startProxy(refusedWith(answer));

    const failure = failureOf(
      await recordWeb(startEgress(redis, behindProxy(proxy.url))).get("https://acme.com/"),
    );

    expect(failure.kind).toBe(kind);
    expect(failure.proof !== undefined).toBe(kind === "no_such_domain");
  });

  test("the proxy's word that there is no such domain is kept as proof", async ({ redis }) => {
    const proxy = await startProxy(refusedWith(squid));

    const failure = failureOf(
      await recordWeb(startEgress(redis, behindProxy(proxy.url))).get("https://acme.com/"),
    );

    expect(failure.proof).toMatchObject({
      source: "http",
      status: 503,
      url: "connect://acme.com:443",
      requestedUrl: "https://acme.com/robots.txt",
      text: "HTTP/1.1 503 Service Unavailable\n\n<p>no</p>",
    });
    expect(failure.proof?.headers).toContainEqual(["x-squid-error", "ERR_DNS_FAIL 0"]);
  });

  test.for([
    ["the proxy's own error", "getaddrinfo ENOTFOUND acme.com", "no_such_domain"],
    ["the site's own error about another host", "upstream: getaddrinfo ENOTFOUND backend", 502],
    ["the site's own error", "bad gateway", 502],
  ] as const)("a relayed 502 that is %s is told apart", async ([, body, expected], { redis }) => {
    const error = (response: { writeHead(status: number): { end(text: string): void } }) =>
      response.writeHead(502).end(body);
    const proxy = await startProxy({ errors: { "acme.com": error } });

    const egress = startEgress(redis, behindProxy(proxy.url, { ASSAY_ROBOTS: "false" }));
    const result = await recordWeb(egress).get("http://acme.com/");

    expect(result.ok ? result.snapshot.status : result.kind).toBe(expected);
  });

  test("a proxy that is not there is the proxy's failure", async ({ redis }) => {
    const egress = startEgress(redis, behindProxy("http://127.0.0.1:1"));

    expect(failureOf(await recordWeb(egress).get("https://acme.com/")).kind).toBe("proxy_failed");
    expect(failureOf(await recordWeb(egress).get("http://acme.com/")).kind).toBe("proxy_failed");
  });

  test("a proxy that never answers is a timeout", async ({ redis }) => {
    const { createServer } = await import("node:net");
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const more = { ASSAY_CONNECT_TIMEOUT_MS: "300" };

    const egress = startEgress(redis, behindProxy(`http://127.0.0.1:${port}`, more));
    const failure = failureOf(await recordWeb(egress).get("https://acme.com/"));
    server.close();

    expect(failure.kind).toBe("timeout");
  });

  test("DNS can't be asked", async ({ redis }) => {
    const proxy = await startProxy({});

    await expect(
      recordWeb(startEgress(redis, behindProxy(proxy.url))).dns("acme.com", "CNAME"),
    ).resolves.toBeUndefined();
  });
});

describe("with DNS over HTTPS", () => {
  const answers = (json: unknown) =>
    startSite((_, response) => {
      response.setHeader("content-type", "application/dns-json");
      response.end(JSON.stringify(json));
    });

  test("an answer reads like a zone file", async ({ redis }) => {
    const { port, seen } = await answers({
      Status: 0,
      Answer: [{ name: "careers.acme.com", type: 5, TTL: 300, data: "ext.teamtailor.com." }],
    });
    const egress = startEgress(redis, { ASSAY_DNS_URL: `http://127.0.0.1:${port}/dns-query` });

    const snapshot = await recordWeb(egress).dns("Careers.Acme.com", "CNAME");

    expect(snapshot).toMatchObject({
      source: "dns",
      url: "dns:careers.acme.com?type=CNAME",
      status: 0,
      text: "careers.acme.com. 300 IN CNAME ext.teamtailor.com.\n",
    });
    expect(seen).toEqual(["127.0.0.1/dns-query?name=careers.acme.com&type=CNAME"]);
  });

  test("a mute proxy failure before a name that does not exist is no_such_domain", async ({
    redis,
  }) => {
    const { port } = await answers({ Status: 3 });
    const proxy = await startProxy(refusedWith("HTTP/1.1 502 Bad Gateway\r\n\r\n"));
    const more = { ASSAY_DNS_URL: `http://127.0.0.1:${port}/`, NO_PROXY: "127.0.0.1" };

    const egress = startEgress(redis, behindProxy(proxy.url, more));
    const failure = failureOf(await recordWeb(egress).get("https://acme.com/"));

    expect(failure).toMatchObject({ kind: "no_such_domain", proof: { source: "dns", status: 3 } });
  });

  test("that keeps failing, DNS is left alone for a while", async ({ redis }) => {
    const { port, seen } = await answers("no object");
    const egress = startEgress(redis, { ASSAY_DNS_URL: `http://127.0.0.1:${port}/` });
    const web = recordWeb(egress);

    for (const name of ["a.com", "b.com", "c.com", "d.com", "e.com"]) {
      await expect(web.dns(name, "MX")).resolves.toBeUndefined();
    }

    expect(seen).toHaveLength(3);
  });
});
