import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserScriptKinds } from "../small-web/kinds/browser-scripts.ts";
import { browserWallKinds } from "../small-web/kinds/browser-walls.ts";
import { careersPathOf, originOf } from "../small-web/kinds/site.ts";
import { createRoster } from "../small-web/companies/roster.ts";
import { type SmallWeb, startSmallWeb } from "../small-web/server.ts";

let web: SmallWeb;
let browser: Browser;

beforeAll(async () => {
  web = await startSmallWeb();
  const executablePath = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"].find((path) =>
    existsSync(path),
  );
  browser = await chromium.launch({
    proxy: { server: web.proxyUrl },
    ...(executablePath ? { executablePath } : {}),
    args: ["--no-sandbox"],
  });
});

afterAll(async () => {
  await browser.close();
  await web.close();
});

describe("a person with a browser", () => {
  const roster = createRoster();

  it.each([...browserScriptKinds, ...browserWallKinds].map(({ name }) => name))(
    "reaches the vendor on a site of kind %s",
    async (kind) => {
      const entry = roster.find((one) => one.kind.name === kind);
      if (!entry) throw new Error(`no company of kind ${kind}`);
      const { vendor, tenant } = entry.scene;
      const context = await browser.newContext({ ignoreHTTPSErrors: true });
      const seen: string[] = [];
      context.on("request", (request) => seen.push(request.url()));
      const page = await context.newPage();
      const hosts = vendor.hosts.map((host) => host.replace("*.", ""));
      const isVendors = (url: string) =>
        hosts.some((host) => new URL(url).hostname.endsWith(host)) && url.includes(tenant.key);
      // Strings, because these run in the page: what is a window there is nothing here.
      const links = (): Promise<string[]> =>
        page.evaluate(
          `[document, ...[...document.querySelectorAll("*")].flatMap((one) => one.shadowRoot ?? [])].flatMap((root) => [...root.querySelectorAll("a")].map((a) => a.href))`,
        );

      await page.goto(originOf(entry.scene) + careersPathOf(entry.scene), {
        waitUntil: "domcontentloaded",
      });
      await page.waitForFunction(`!document.title.startsWith("Just a moment")`);
      await page.evaluate(`window.scrollTo(0, document.body.scrollHeight)`);
      for (const selector of ["#accept", "#unblock", "#show-jobs", "#pop"]) {
        if (await page.locator(selector).isVisible()) await page.locator(selector).click();
      }

      await expect
        .poll(
          async () =>
            [...seen, ...(await links())].filter((url) => url.startsWith("http")).some(isVendors),
          { timeout: 15_000 },
        )
        .toBe(true);
      await context.close();
    },
  );
});
