import { describe, expect, onTestFinished } from "vitest";
import type { Rendered } from "../../../src/web/web.ts";
import { createRenderer } from "../../../src/web/browser/renderer.ts";
import type { Egress } from "../../../src/web/egress.ts";
import { cite } from "../../evidence/support.ts";
import { test } from "../../support/redis.ts";
import { config, log, renderPage, type TestRenderer } from "../../web/browser/lab.ts";
import { recordWeb, startEgress } from "../../web/support.ts";
import { changingSite, claimOf, provenAnew, refetch, refusalsOf } from "./support.ts";

async function open(egress: Egress): Promise<TestRenderer> {
  const renderer = await createRenderer({ config: { ...config, ...egress.config }, egress, log });
  onTestFinished(() => renderer.close());
  return renderer;
}

const filler = "<p>We are hiring in Ghent, Graz and Granada.</p>".repeat(3);
const withFrame = `<title>Careers</title>${filler}<script>
  const frame = document.createElement("iframe");
  frame.src = "/embed?for=acme";
  document.body.append(frame);
  fetch("/api/jobs?tenant=acme");
</script>`;
const embedded = `<title>Jobs at Acme</title>${filler}<p>Powered by Vendor</p>`;
const behindClick = `<title>Careers</title>${filler}<button onclick="fetch('/api/jobs?tenant=acme')">
  View open jobs</button>`;

function frameOf({ frames }: Rendered, path: string) {
  const found = frames.find(({ snapshot }) => snapshot.url.includes(path));
  if (found === undefined) throw new Error(`no frame at ${path}`);
  return found.snapshot;
}

describe("a claim on a rendered page", () => {
  test("is looked up in one new render: page, frame and request", async ({ redis }) => {
    const site = await changingSite({
      "/careers": withFrame,
      "/embed?for=acme": embedded,
      "/api/jobs?tenant=acme": "[]",
    });
    const egress = startEgress(redis);
    const renderer = await open(egress);
    const old = await renderPage(renderer, site.at("/careers"));
    const main = frameOf(old, "/careers");
    const frame = frameOf(old, "/embed");
    site.change({});
    const claim = claimOf(
      cite(frame, "Jobs at Acme", { kind: "text", fact: "identity" }),
      cite(main, "/embed?for=acme", { kind: "iframe" }),
      cite(old.network, site.at("/api/jobs?tenant=acme"), { kind: "network" }),
    );

    const refetched = await refetch(claim, [main, frame, old.network], {
      web: recordWeb(egress),
      renderer,
    });

    expect(provenAnew(refetched).map(({ fact, kind, url }) => [fact, kind, url])).toEqual([
      ["identity", "text", frame.url],
      ["leads", "iframe", main.url],
      ["leads", "network", old.network.url],
    ]);
    expect(site.seen.filter((path) => path.endsWith("/careers"))).toHaveLength(1);
  });

  test("is refused when it showed only after a click, unless the verifier may click too", async ({
    redis,
  }) => {
    const site = await changingSite({ "/careers": behindClick, "/api/jobs?tenant=acme": "[]" });
    const egress = startEgress(redis);
    const renderer = await open(egress);
    const plan = { click: /open jobs/i, maxClicks: 1 };
    const { network } = await renderPage(renderer, site.at("/careers"), plan);
    const claim = claimOf(cite(network, site.at("/api/jobs?tenant=acme"), { kind: "network" }));

    const refetched = await refetch(claim, [network], { web: recordWeb(egress), renderer });

    expect(refusalsOf(refetched)).toEqual([expect.stringMatching(/^not_refetched network at/)]);

    const withClicks = await refetch(claim, [network], { web: recordWeb(egress), renderer, plan });

    expect(provenAnew(withClicks)).toHaveLength(1);
  });

  test("stands when the page that a click led to shows it at its own address", async ({
    redis,
  }) => {
    const site = await changingSite({
      "/": `<title>Acme</title>${filler}<a href="/careers">Careers</a>`,
      "/careers": withFrame,
      "/embed?for=acme": embedded,
      "/api/jobs?tenant=acme": "[]",
    });
    const egress = startEgress(redis);
    const renderer = await open(egress);
    const plan = { click: /careers/i, maxClicks: 1 };
    const old = await renderPage(renderer, site.at("/"), plan);
    const led = frameOf(old, "/careers");
    const claim = claimOf(
      cite(led, "/embed?for=acme", { kind: "iframe" }),
      cite(old.network, site.at("/api/jobs?tenant=acme"), { kind: "network" }),
    );

    const refetched = await refetch(claim, [led, old.network], {
      web: recordWeb(egress),
      renderer,
    });

    expect(provenAnew(refetched).map(({ url }) => url)).toEqual([
      site.at("/careers"),
      site.at("/careers"),
    ]);
  });

  test("is looked up in the plain page where there is no browser; requests can't be", async ({
    redis,
  }) => {
    const link = `<a href="https://boards.greenhouse.io/acme">Jobs</a>`;
    const site = await changingSite({ "/careers": `<title>Careers</title>${filler}${link}` });
    const egress = startEgress(redis);
    const renderer = await open(egress);
    const old = await renderPage(renderer, site.at("/careers"));
    const main = frameOf(old, "/careers");
    const web = recordWeb(egress);

    const plain = await refetch(claimOf(cite(main, "https://boards.greenhouse.io/acme")), [main], {
      web,
    });
    const request = claimOf(cite(old.network, site.at("/careers"), { kind: "network" }));

    expect(provenAnew(plain)).toHaveLength(1);
    expect(plain).toMatchObject({ snapshots: [{ source: "http" }] });
    expect(refusalsOf(await refetch(request, [old.network], { web }))).toEqual([
      expect.stringMatching(/no way to fetch it again/),
    ]);
  });
});
