import { createServer } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect } from "vitest";
import { test } from "../support/redis.ts";
import { failureOf, fetchedOf, recordWeb, startEgress, startSite } from "./support.ts";
import { startRaw } from "./raw-server.ts";

const ok = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";

describe("a hostile server", () => {
  test("can't unpack a bomb here", async ({ redis }) => {
    const bomb = gzipSync(Buffer.alloc(200_000_000));
    const { port } = await startSite((_, response) => {
      response
        .writeHead(200, { "content-type": "text/html", "content-encoding": "gzip" })
        .end(bomb);
    });
    const before = process.memoryUsage().rss;

    const failure = failureOf(await recordWeb(startEgress(redis)).get(`http://acme.test:${port}/`));

    expect(failure.kind).toBe("too_large");
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  });

  test("can't wrap a bomb twice", async ({ redis }) => {
    const bomb = gzipSync(gzipSync(Buffer.alloc(50_000_000)));
    const { port } = await startSite((_, response) => {
      response.writeHead(200, { "content-encoding": "gzip, gzip" }).end(bomb);
    });

    const failure = failureOf(await recordWeb(startEgress(redis)).get(`http://acme.test:${port}/`));

    expect(failure.kind).toBe("too_large");
  });

  test("can't send without end", async ({ redis }) => {
    const { port } = await startSite((_, response) => {
      response.writeHead(200, { "content-type": "text/html" });
      const more = () => {
        while (response.write(Buffer.alloc(65_536, 97)));
      };
      response.on("drain", more);
      more();
    });

    const failure = failureOf(await recordWeb(startEgress(redis)).get(`http://acme.test:${port}/`));

    expect(failure.kind).toBe("too_large");
  });

  test("can't announce more than is accepted", async ({ redis }) => {
    const { port } = await startSite((_, response) => {
      response.writeHead(200, { "content-length": "6000000" }).flushHeaders();
    });

    const failure = failureOf(await recordWeb(startEgress(redis)).get(`http://acme.test:${port}/`));

    expect(failure.kind).toBe("too_large");
  });

  test("can't drip past the time limit", async ({ redis }) => {
    const { port } = await startSite((_, response) => {
      response.writeHead(200, { "content-type": "text/html" });
      const drip = setInterval(() => response.write("."), 20);
      response.on("close", () => clearInterval(drip));
    });

    const web = recordWeb(startEgress(redis, { ASSAY_FETCH_TIMEOUT_MS: "400" }));
    const failure = failureOf(await web.get(`http://acme.test:${port}/`));

    expect(failure.kind).toBe("timeout");
  });

  test.for([
    ["garbage", "\x00\x01\x02 hello\r\n\r\n", "bad_response"],
    ["HTTP/0.9", "<html>hello</html>", "bad_response"],
    ["a header without end", `${ok}X-Big: ${"a".repeat(200_000)}\r\n\r\n`, "bad_response"],
    ["two lengths", `${ok}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`, "bad_response"],
    [
      "an unknown encoding",
      `${ok}Content-Encoding: rot13\r\nContent-Length: 1\r\n\r\na`,
      "bad_response",
    ],
    [
      "gzip that is none",
      `${ok}Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello`,
      "bad_response",
    ],
    ["nothing", "", "reset"],
    ["half a body", `${ok}Content-Length: 100\r\n\r\nhalf`, "reset"],
  ] as const)("that sends %s is named", async ([, answer, kind], { redis }) => {
    const port = await startRaw(answer);
    const web = recordWeb(startEgress(redis, { ASSAY_ROBOTS: "false" }));

    const failure = failureOf(await web.get(`http://acme.test:${port}/`));

    expect(failure.kind).toBe(kind);
  });

  test("that resets a connection once is asked again", async ({ redis }) => {
    const port = await startRaw("", `${ok}Content-Length: 2\r\nConnection: close\r\n\r\nok`);
    const web = recordWeb(startEgress(redis, { ASSAY_ROBOTS: "false" }));

    expect(fetchedOf(await web.get(`http://acme.test:${port}/`)).text).toBe("ok");
  });

  test("that resets a POST is not asked again", async ({ redis }) => {
    const port = await startRaw("", `${ok}Content-Length: 2\r\n\r\nok`);
    const web = recordWeb(startEgress(redis, { ASSAY_ROBOTS: "false" }));

    expect(failureOf(await web.get(`http://acme.test:${port}/`, { postJson: {} })).kind).toBe(
      "reset",
    );
  });

  test("that is not there is refused", async ({ redis }) => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));

    expect(
      failureOf(await recordWeb(startEgress(redis)).get(`http://acme.test:${port}/`)).kind,
    ).toBe("refused");
  });

  test("that speaks no TLS, or has no valid certificate, is tls_invalid", async ({ redis }) => {
    const { port } = await startSite((_, response) => response.end("plain"));

    expect(
      failureOf(await recordWeb(startEgress(redis)).get(`https://acme.test:${port}/`)).kind,
    ).toBe("tls_invalid");
  });
});
