import { describe, expect } from "vitest";
import { test } from "../support/redis.ts";
import {
  failureOf,
  fetchedOf,
  listen,
  loopback,
  recordWeb,
  startEgress,
  startSite,
} from "./support.ts";

const closed = { ASSAY_ALLOW_ADDRESSES: "" };

describe("the egress policy", () => {
  test.for([
    "http://127.0.0.1/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://0/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127.0.0.1./",
    "http://[::1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::7f00:1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://good@127.0.0.1/",
    "http://127.1.1.1:80\\@127.2.2.2/",
    "http://169.254.169.254/",
    "http://localhost/",
    "http://a.localhost/",
    "http://metadata.google.internal/",
    "http://intranet/",
    "https://acme.com:22/",
    "http://acme.com:6379/",
    "http://100.100.100.200/",
    "http://168.63.129.16/",
  ])("refuses %s", async (url, { redis }) => {
    const { seen, port } = await startSite((_, response) => response.end());

    const failure = failureOf(await recordWeb(startEgress(redis, closed)).get(url));

    expect(failure.kind).toBe("egress_denied");
    expect({ seen, port }).toMatchObject({ seen: [] });
  });

  test.for([
    "file:///etc/passwd",
    "ftp://acme.com/",
    "data:text/html,x",
    "not a url",
    "http://",
    "http://[::1",
  ])("can't read %s", async (url, { redis }) => {
    expect(failureOf(await recordWeb(startEgress(redis, closed)).get(url)).kind).toBe("bad_url");
  });

  test("refuses a name that resolves inside", async ({ redis }) => {
    const egress = startEgress(redis, closed, async () => [loopback]);

    expect(failureOf(await recordWeb(egress).get("http://acme.com/")).kind).toBe("egress_denied");
  });

  test("refuses a name that is public once and private the next time", async ({ redis }) => {
    let asked = 0;
    const egress = startEgress(redis, { ASSAY_ALLOW_ADDRESSES: "127.0.0.2/32" }, async () => {
      asked += 1;
      return [{ address: asked === 1 ? "127.0.0.2" : "127.0.0.1", family: 4 }];
    });
    const { port, seen } = await startSite((_, response) => response.end("inside"));

    const results = [
      await recordWeb(egress).get(`http://acme.com:${port}/`),
      await recordWeb(egress).get(`http://acme.com:${port}/2`),
    ];

    expect(results.map((result) => failureOf(result).kind)).toEqual([
      "refused",
      expect.stringMatching(/egress_denied|refused/),
    ]);
    expect(seen).toEqual([]);
  });

  test.for([301, 302, 303, 307, 308])("refuses a %i into the inside", async (status, { redis }) => {
    const { port } = await startSite((_, response) => {
      response.writeHead(status, { location: "http://10.0.0.1/" }).end();
    });

    const failure = failureOf(await recordWeb(startEgress(redis)).get(`http://acme.test:${port}/`));

    expect(failure).toMatchObject({ kind: "egress_denied", url: "http://10.0.0.1/" });
  });

  test("refuses a robots.txt that redirects inside", async ({ redis }) => {
    const { createServer } = await import("node:http");
    const port = await listen(
      createServer((_, response) =>
        response.writeHead(302, { location: "http://169.254.169.254/" }).end(),
      ),
    );

    const failure = failureOf(await recordWeb(startEgress(redis)).get(`http://acme.test:${port}/`));

    expect(failure.kind).toBe("egress_denied");
  });

  test("proves that a name does not exist", async ({ redis }) => {
    const failure = failureOf(await recordWeb(startEgress(redis)).get("https://acme.gone/"));

    expect(failure).toMatchObject({
      kind: "no_such_domain",
      proof: {
        source: "dns",
        status: 3,
        url: "dns:acme.gone?type=A",
        text: "; acme.gone. IN A: NXDOMAIN\n",
      },
    });
  });

  test("reaches what the operator allowed, on any port", async ({ redis }) => {
    const { port } = await startSite((_, response) => response.end("inside"));

    const snapshot = fetchedOf(
      await recordWeb(startEgress(redis)).get(`http://127.0.0.1:${port}/`),
    );

    expect(snapshot.text).toBe("inside");
  });
});
