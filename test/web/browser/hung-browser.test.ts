import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
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

let site: Site;
let renderer: TestRenderer;

beforeAll(async () => {
  site = await startSite("127.0.0.2");
  renderer = await startRenderer({
    config: { ...config, ASSAY_FETCH_TIMEOUT_MS: 8_000 },
    limits: { renderTimeoutMs: 10_000, fallBackToFull: false },
  });
});

afterAll(async () => {
  await renderer.close();
  await site.close();
});

test(
  "a browser that hangs loses one page, is killed, and the next page gets a fresh one",
  { timeout: 90_000 },
  async () => {
    const at = (path: string) => `http://acme.test:${site.port}${path}`;
    site.serve({
      "/first": "<h1>first</h1>",
      "/second": "<h1>second</h1>",
      "/third": "<h1>third</h1>",
    });
    await renderPage(renderer, at("/first"));
    const [browser, ...more] = browsers();
    if (browser === undefined || more.length > 0) throw new Error(`${more.length} more browsers`);
    // With all that it started: where a script starts it, that is its parent.
    process.kill(-browser, "SIGSTOP");

    const lost = await renderFailure(renderer, at("/second"));
    const next = await renderPage(renderer, at("/third"));

    expect(lost.kind).toBe("timeout");
    expect(allText(next)).toContain("third");
    await vi.waitFor(() => expect(browsers()).not.toContain(browser), { timeout: 20_000 });
  },
);

/** Browsers that this process has started. */
function browsers(): number[] {
  const listed = execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" });
  return listed.split("\n").flatMap((line) => {
    const [, pid, parent, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(parent) === process.pid && /chrom/i.test(command) ? [Number(pid)] : [];
  });
}
