import { createServer, type RequestListener } from "node:http";
import { describe, expect } from "vitest";
import { parseRules, relevantLines } from "../../src/web/robots-rules.ts";
import { test } from "../support/redis.ts";
import { failureOf, fetchedOf, listen, recordWeb, startEgress } from "./support.ts";

/** A site whose robots.txt is `robots`; every other page says "page". */
async function siteWith(
  robots: string | RequestListener,
): Promise<{ port: number; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    if (request.url !== "/robots.txt") response.end("page");
    else if (typeof robots === "string") response.end(robots);
    else robots(request, response);
  });
  return { port: await listen(server), asked };
}

describe("robots.txt", () => {
  test("is asked once for all workers, and obeyed", async ({ redis }) => {
    const { port, asked } = await siteWith(
      "User-agent: *\nDisallow: /private\nAllow: /private/jobs",
    );
    const [here, elsewhere] = [startEgress(redis), startEgress(redis)];

    const allowed = fetchedOf(await recordWeb(here).get(`http://acme.test:${port}/private/jobs`));
    const denied = failureOf(await recordWeb(elsewhere).get(`http://acme.test:${port}/private/x`));

    expect(allowed.text).toBe("page");
    expect(denied.kind).toBe("robots_denied");
    expect(asked).toEqual(["/robots.txt", "/private/jobs"]);
  });

  test("speaks to our product token before everybody", async ({ redis }) => {
    const { port } = await siteWith(
      "User-agent: *\nDisallow: /\n\nUser-agent: assaybot/2\nUser-agent: other\nDisallow: /no",
    );
    const web = recordWeb(startEgress(redis));

    expect((await web.get(`http://acme.test:${port}/yes`)).ok).toBe(true);
    expect(failureOf(await web.get(`http://acme.test:${port}/no`)).kind).toBe("robots_denied");
  });

  test.for([
    [404, true],
    [401, true],
    [500, false],
    [503, false],
  ] as const)("answered with %i lets us in: %s", async ([status, letsIn], { redis }) => {
    const { port } = await siteWith((_, response) => response.writeHead(status).end());

    const result = await recordWeb(startEgress(redis)).get(`http://acme.test:${port}/`);

    expect(result.ok ? true : result.kind).toBe(letsIn ? true : "robots_denied");
  });

  test("may stand behind redirects", async ({ redis }) => {
    const { port } = await siteWith((_, response) =>
      response.writeHead(301, { location: "/r.txt" }).end(),
    );

    expect((await recordWeb(startEgress(redis)).get(`http://acme.test:${port}/`)).ok).toBe(true);
  });

  test("of a host that is dead is the host's own failure, and costs one try", async ({ redis }) => {
    const { port, asked } = await siteWith((request) => request.socket.destroy());
    const egress = startEgress(redis);

    const failures = [
      failureOf(await recordWeb(egress).get(`http://acme.test:${port}/1`)),
      failureOf(await recordWeb(egress).get(`http://acme.test:${port}/2`)),
    ];

    expect(failures.map(({ kind }) => kind)).toEqual(["reset", "reset"]);
    expect(new Set(asked)).toEqual(new Set(["/robots.txt"]));
  });

  test("is not asked when the operator says so", async ({ redis }) => {
    const { port, asked } = await siteWith("User-agent: *\nDisallow: /");

    await recordWeb(startEgress(redis, { ASSAY_ROBOTS: "false" })).get(`http://acme.test:${port}/`);

    expect(asked).toEqual(["/"]);
  });

  test("can ask for a pause between pages", async ({ redis }) => {
    const { port } = await siteWith("User-agent: *\nCrawl-delay: 0.4");
    const web = recordWeb(startEgress(redis));
    await web.get(`http://acme.test:${port}/1`);
    const ended = performance.now();

    await web.get(`http://acme.test:${port}/2`);

    expect(performance.now() - ended).toBeGreaterThanOrEqual(390);
  });

  test("longer than 500 KiB is read to there", async ({ redis }) => {
    const { port } = await siteWith(
      `User-agent: *\nDisallow: /no\n${"# filler\n".repeat(100_000)}Disallow: /late`,
    );
    const web = recordWeb(startEgress(redis));

    expect(failureOf(await web.get(`http://acme.test:${port}/no`)).kind).toBe("robots_denied");
    expect((await web.get(`http://acme.test:${port}/late`)).ok).toBe(true);
  });
});

describe("the rules", () => {
  test("keep only what concerns us", () => {
    const text =
      "Sitemap: x\nUser-agent: bad\nDisallow: /\n\nUser-agent: *\nDisallow: /a # why\nCrawl-delay: 60\n";

    expect(relevantLines(text, "AssayBot")).toBe("user-agent:*\nDisallow:/a\nCrawl-delay:60\n");
    expect(parseRules("https://acme.com", relevantLines(text, "AssayBot")).crawlDelayMs).toBe(
      10_000,
    );
    expect(relevantLines("<html>404</html>", "AssayBot")).toBe("");
  });

  test("made to be slow are not", () => {
    const hostile = `User-agent: *\n${"Disallow: /*a*a*a*a*a*a*a*a*b\n".repeat(16_000)}`;
    const rules = parseRules("https://acme.com", relevantLines(hostile, "AssayBot"));
    const started = performance.now();

    rules.allows(`https://acme.com/${"a".repeat(2_000)}`);

    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
