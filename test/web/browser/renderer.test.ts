import { describe, expect, onTestFinished } from "vitest";
import { createRenderer } from "../../../src/web/browser/renderer.ts";
import { test } from "../../support/redis.ts";
import { listen, startEgress } from "../support.ts";
import { config, log, renderFailure, renderPage, type TestRenderer } from "./lab.ts";
import { createServer } from "node:http";
import type { Egress } from "../../../src/web/egress.ts";

async function open(egress: Egress): Promise<TestRenderer> {
  const renderer = await createRenderer({ config: { ...config, ...egress.config }, egress, log });
  onTestFinished(() => renderer.close());
  return renderer;
}

/** A site with a robots.txt. */
async function startSite(robots: string): Promise<{ port: number; seen: string[] }> {
  const seen: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    seen.push(url);
    response.end(
      url === "/robots.txt" ? robots : "<h1>a page</h1><a href='/private'>Open jobs</a>",
    );
  });
  return { port: await listen(server), seen };
}

describe("a worker's browser", () => {
  test("reads robots.txt before it navigates", async ({ redis }) => {
    const { port, seen } = await startSite("User-agent: *\nDisallow: /private");
    const renderer = await open(startEgress(redis));

    await renderPage(renderer, `http://acme.test:${port}/`, { click: /open jobs/i, maxClicks: 1 });
    const failure = await renderFailure(renderer, `http://acme.test:${port}/private`);

    expect(failure.kind).toBe("robots_denied");
    expect(seen[0]).toBe("/robots.txt");
    expect(seen).not.toContain("/private");
  });

  test("gives its turn at a host back", async ({ redis }) => {
    const { port } = await startSite("");
    const renderer = await open(startEgress(redis));
    const url = `http://acme.test:${port}/`;

    await renderPage(renderer, url);

    expect((await renderPage(renderer, url)).frames[0]?.snapshot.text).toContain("a page");
  });
});
