import { createServer } from "node:http";
import { gzipSync, brotliCompressSync, deflateRawSync, deflateSync } from "node:zlib";
import { describe, expect } from "vitest";
import { test } from "../support/redis.ts";
import { failureOf, fetchedOf, listen, recordWeb, startEgress, startSite } from "./support.ts";

describe("a page", () => {
  test("comes back as a sealed snapshot with its hops", async ({ redis }) => {
    const { port } = await startSite((request, response) => {
      if (request.url === "/")
        response.writeHead(301, { location: "http://www.acme.test:" + port + "/home#x" }).end();
      else
        response
          .writeHead(200, { "content-type": "text/html; charset=utf-8", "X-Powered-By": "tests" })
          .end("<p>é</p>");
    });
    const web = recordWeb(startEgress(redis));

    const snapshot = fetchedOf(await web.get(`http://acme.test:${port}/`));

    expect(snapshot).toMatchObject({
      source: "http",
      requestedUrl: `http://acme.test:${port}/`,
      url: `http://www.acme.test:${port}/home`,
      status: 200,
      charset: "utf-8",
      text: "<p>é</p>",
      redirects: [
        { status: 301, from: `http://acme.test:${port}/`, to: `http://www.acme.test:${port}/home` },
      ],
    });
    expect(snapshot.headers).toContainEqual(["x-powered-by", "tests"]);
  });

  test("asked for twice costs one fetch, also where redirects ended", async ({ redis }) => {
    const { port, seen } = await startSite((request, response) => {
      if (request.url === "/") response.writeHead(302, { location: "/home" }).end();
      else response.end("home");
    });
    const web = recordWeb(startEgress(redis));

    const [first, second] = await Promise.all([
      web.get(`http://acme.test:${port}/`),
      web.get(`http://acme.test:${port}/#again`),
    ]);
    const landed = fetchedOf(await web.get(`http://acme.test:${port}/home`));

    expect(second).toBe(first);
    expect(landed).toMatchObject({
      text: "home",
      redirects: [],
      requestedUrl: `http://acme.test:${port}/home`,
    });
    expect(seen).toEqual(["acme.test/", "acme.test/home"]);
  });

  test.for([404, 500, 403])("with status %i is a snapshot", async (status, { redis }) => {
    const { port } = await startSite((_, response) => response.writeHead(status).end("sorry"));

    const snapshot = fetchedOf(
      await recordWeb(startEgress(redis)).get(`http://acme.test:${port}/`),
    );

    expect(snapshot).toMatchObject({ status, text: "sorry" });
  });

  test("can be asked for with a JSON body", async ({ redis }) => {
    const { port } = await startSite((request, response) => {
      let body = "";
      request.on("data", (chunk) => (body += chunk));
      request.on("end", () => {
        response.setHeader("content-type", "application/json");
        response.end(
          JSON.stringify({ method: request.method, type: request.headers["content-type"], body }),
        );
      });
    });

    const web = recordWeb(startEgress(redis));
    const snapshot = fetchedOf(
      await web.get(`http://acme.test:${port}/jobs`, { postJson: { limit: 1 } }),
    );

    expect(JSON.parse(snapshot.text)).toEqual({
      method: "POST",
      type: "application/json",
      body: '{"limit":1}',
    });
  });

  test("introduces us and keeps a record's cookies to the record", async ({ redis }) => {
    const { port } = await startSite((request, response) => {
      response.setHeader("set-cookie", [
        "visit=0123456789abcdefSECRET; Path=/",
        "other=1; Domain=stranger.test",
      ]);
      response.end(JSON.stringify(request.headers));
    });
    const egress = startEgress(redis, { ASSAY_USER_AGENT: "TestBot/1 (+mailto:me@example.com)" });
    const web = recordWeb(egress);

    const first = fetchedOf(await web.get(`http://acme.test:${port}/1`));
    const second = JSON.parse(fetchedOf(await web.get(`http://acme.test:${port}/2`)).text);
    const stranger = JSON.parse(
      fetchedOf(await recordWeb(egress).get(`http://acme.test:${port}/3`)).text,
    );

    expect(JSON.parse(first.text)).toMatchObject({
      "user-agent": "TestBot/1 (+mailto:me@example.com)",
      "accept-encoding": "gzip, deflate, br",
    });
    expect(second.cookie).toBe("visit=0123456789abcdefSECRET");
    expect(stranger.cookie).toBeUndefined();
    expect(first.headers).toContainEqual(["set-cookie", "visit=0123456789abcdef; Path=/"]);
  });

  test.for([
    ["gzip", gzipSync],
    ["deflate", deflateSync],
    ["deflate", deflateRawSync],
    ["br", brotliCompressSync],
  ] as const)("compressed with %s is read", async ([encoding, compress], { redis }) => {
    const { port } = await startSite((_, response) => {
      response.setHeader("content-encoding", encoding);
      response.end(compress(Buffer.from("plain text ".repeat(9_000))));
    });

    const snapshot = fetchedOf(
      await recordWeb(startEgress(redis)).get(`http://acme.test:${port}/`),
    );

    expect(snapshot.text).toBe("plain text ".repeat(9_000));
  });

  test.for([
    ["text/html; charset=Shift_JIS", [0x8d, 0xcc, 0x97, 0x70], "採用", "shift_jis"],
    [
      "text/html",
      [...Buffer.from('<meta charset="windows-1251">'), 0xcf],
      '<meta charset="windows-1251">П',
      "windows-1251",
    ],
    ["text/html", [0xef, 0xbb, 0xbf, 0xc3, 0xa9], "é", "utf-8"],
    ["text/html; charset=nonsense", [0xe9], "é", "windows-1252"],
    ["application/json", [0xc3, 0xa9, 0xff], "é\ufffd", "utf-8"],
    ["text/html; charset=utf-16le", [0x41, 0x00], "A", "utf-16le"],
  ] as const)("in %s is decoded as it says", async ([type, bytes, text, charset], { redis }) => {
    const { port } = await startSite((_, response) => {
      response.writeHead(200, { "content-type": type }).end(Buffer.from(bytes));
    });

    const snapshot = fetchedOf(
      await recordWeb(startEgress(redis)).get(`http://acme.test:${port}/`),
    );

    expect(snapshot).toMatchObject({ text, charset });
  });

  test("that is no text is kept as a prefix only", async ({ redis }) => {
    const { port } = await startSite((_, response) => {
      response.writeHead(200, { "content-type": "image/png" }).end(Buffer.alloc(3_000_000, 7));
    });

    const snapshot = fetchedOf(
      await recordWeb(startEgress(redis)).get(`http://acme.test:${port}/logo`),
    );

    expect(snapshot.body.length).toBeLessThanOrEqual(1_024);
  });
});

describe("a redirect", () => {
  test.for(["ftp://acme.test/", "file:///etc/passwd", "javascript:alert(1)", "gopher://x/"])(
    "to %s is refused",
    async (location, { redis }) => {
      const { port } = await startSite((_, response) =>
        response.writeHead(302, { location }).end(),
      );

      const failure = failureOf(
        await recordWeb(startEgress(redis)).get(`http://acme.test:${port}/`),
      );

      expect(failure.kind).toBe("bad_url");
      expect(failure.redirectedFrom).toMatchObject({ status: 302, redirects: [{ to: location }] });
    },
  );

  test("that can't be read is a bad response", async ({ redis }) => {
    const { port } = await startSite((_, response) =>
      response.writeHead(302, { location: "//[::1" }).end(),
    );

    const failure = failureOf(await recordWeb(startEgress(redis)).get(`http://acme.test:${port}/`));

    expect(failure.kind).toBe("bad_response");
  });

  test("without end is given up after the configured hops", async ({ redis }) => {
    const { port, seen } = await startSite((request, response) => {
      response.writeHead(302, { location: `/?${Number(request.url?.slice(2) || 0) + 1}` }).end();
    });

    const web = recordWeb(startEgress(redis, { ASSAY_MAX_REDIRECTS: "3" }));
    const failure = failureOf(await web.get(`http://acme.test:${port}/`));

    expect(failure.kind).toBe("too_many_redirects");
    expect(seen).toHaveLength(4);
  });

  test("that only wanted to set a cookie is followed to the same page", async ({ redis }) => {
    const { port } = await startSite((request, response) => {
      if (request.headers.cookie === "seen=1") response.end("welcome");
      else response.writeHead(302, { location: "/", "set-cookie": "seen=1" }).end();
    });

    const snapshot = fetchedOf(
      await recordWeb(startEgress(redis)).get(`http://acme.test:${port}/`),
    );

    expect(snapshot.text).toBe("welcome");
  });
});

describe("a host", () => {
  test("is asked for all its pages over one connection", async ({ redis }) => {
    let connections = 0;
    const server = createServer((request, response) => {
      response.writeHead(request.url === "/robots.txt" ? 404 : 200).end("page");
    }).on("connection", () => (connections += 1));
    const port = await listen(server);
    const web = recordWeb(startEgress(redis));

    await Promise.all([1, 2, 3].map((n) => web.get(`http://acme.test:${port}/${n}`)));

    expect(connections).toBe(1);
  });
});

describe("the limits of a record", () => {
  test("count pages, not repetitions", async ({ redis }) => {
    const { port } = await startSite((_, response) => response.end("ok"));
    const web = recordWeb(startEgress(redis), { maxPages: 1 });

    await web.get(`http://acme.test:${port}/1`);
    const again = await web.get(`http://acme.test:${port}/1`);
    const more = await web.get(`http://acme.test:${port}/2`);

    expect(again.ok).toBe(true);
    expect(failureOf(more).kind).toBe("page_limit");
  });

  test("abort what is under way, with the caller's own reason", async ({ redis }) => {
    const controller = new AbortController();
    const { port } = await startSite(() => controller.abort(new Error("shutting down")));
    const web = recordWeb(startEgress(redis), { signal: controller.signal });

    await expect(web.get(`http://acme.test:${port}/`)).rejects.toThrow("shutting down");
  });

  test("end a fetch at the record's deadline", async ({ redis }) => {
    const { port } = await startSite(() => undefined);
    const web = recordWeb(startEgress(redis), { deadline: Date.now() + 300 });

    const failure = failureOf(await web.get(`http://acme.test:${port}/`));

    expect(failure.kind).toBe("timeout");
  });
});
