import { describe, expect, it } from "vitest";
import type { Rendered, Renderer } from "../../src/web/web.ts";
import { TechStackOutput } from "../../specs/tech-stack/workflow.ts";
import { around, type FakePage, home, run, snapshotOf } from "./fake-web.ts";

const stripe: FakePage = { body: around('<script src="https://js.stripe.com/v3/"></script>') };
const plain: FakePage = { body: around("<p>Nothing to see.</p>") };

describe("reaching a record's own home page", () => {
  it.each(["https://www.acme.com/", "http://acme.com/", "http://www.acme.com/"])(
    "falls back to %s",
    async (url) => {
      const { found, verdict } = await run({ pages: { [url]: stripe } });

      expect(found).toEqual(["stripe"]);
      expect(verdict).toEqual({ confirmed: true });
    },
  );

  it.each([
    ["acme.com", "https://acme.io/"],
    ["acme.com", "https://www.acme.de/start"],
    ["getacme.com", "https://acme.com/"],
    ["acme.com", "https://acmehq.com/"],
    ["ac-me.com", "https://acme.io/"],
  ])("follows %s to its own %s", async (domain, target) => {
    const page = { ...stripe, redirects: [target] };

    const { found, claim, verdict } = await run(
      { pages: { [`https://${domain}/`]: page } },
      { input: { domain } },
    );

    expect(found).toEqual(["stripe"]);
    expect(claim?.evidence).toContainEqual(
      expect.objectContaining({ fact: "site", kind: "redirect" }),
    );
    expect(verdict).toEqual({ confirmed: true });
  });

  it("follows a domain to the company that the record names", async () => {
    const page = { ...stripe, redirects: ["https://acme.com/"] };
    const input = { domain: "anvils24.com", company: "Acme Inc." };

    const { found, verdict } = await run({ pages: { "https://anvils24.com/": page } }, { input });

    expect(found).toEqual(["stripe"]);
    expect(verdict).toEqual({ confirmed: true });
  });

  it.each([
    "https://bigcorp.com/acme",
    "https://www.facebook.com/acme",
    "https://acmeridian.com/",
    "https://notacme.org/",
  ])("does not take %s for the record's own", async (target) => {
    const { found, report } = await run(home({ ...stripe, redirects: [target] }));

    expect(found).toEqual([]);
    expect(report.outcome).toMatchObject({ kind: "unproven", reason: "not_disclosed" });
  });

  it("still answers from DNS when the home page is somebody else's", async () => {
    const world = {
      ...home({ ...stripe, redirects: ["https://bigcorp.com/"] }),
      zone: { "acme.com MX": ["acme.com. 1 IN MX 1 aspmx.l.google.com."] },
    };

    const { found, verdict } = await run(world);

    expect(found).toEqual(["google-workspace"]);
    expect(verdict).toEqual({ confirmed: true });
  });
});

describe("rows that end early, or wait", () => {
  it("ends with proof when the name does not exist", async () => {
    const gone = "no_such_domain" as const;
    const pages = {
      "https://acme.com/": gone,
      "https://www.acme.com/": gone,
      "http://acme.com/": gone,
      "http://www.acme.com/": gone,
    };

    const { claim, verdict } = await run({ pages });

    expect(claim).toMatchObject({ kind: "ending", reason: "no_such_domain" });
    expect(verdict).toEqual({ confirmed: true });
  });

  it("does not end when only one of the names is gone", async () => {
    const { found } = await run({
      pages: { "https://acme.com/": "no_such_domain", "https://www.acme.com/": stripe },
    });

    expect(found).toEqual(["stripe"]);
  });

  it.each([
    {
      body: "<html><head><title>acme.com</title></head><body><h1>Buy this domain</h1><p>The domain acme.com is for sale.</p></body></html>",
    },
    {
      body: "<html></html>",
      redirects: ["https://www.hugedomains.com/domain_profile.cfm?d=acme.com"],
    },
  ])("ends with proof when the domain is parked", async (page) => {
    const { claim, verdict } = await run(home(page));

    expect(claim).toMatchObject({ kind: "ending", reason: "parked" });
    expect(verdict).toEqual({ confirmed: true });
  });

  it("sends a bot wall to the browser", async () => {
    const wall = { status: 403, body: "<html><head><title>Just a moment...</title></head></html>" };

    const { report } = await run(home(wall));

    expect(report.outcome).toEqual({ kind: "unproven", reason: "blocked", to: "browser" });
  });

  it("calls a site that does not answer unreachable", async () => {
    const { report } = await run({ pages: { "https://acme.com/": "timeout" } });

    expect(report.outcome).toMatchObject({ kind: "unproven", reason: "unreachable" });
    expect(report.looked.map(({ url }) => url)).toEqual([
      "https://acme.com/",
      "https://www.acme.com/",
      "http://www.acme.com/",
    ]);
  });

  it("proves nothing by an error page", async () => {
    const { report } = await run(
      home({ ...stripe, status: 500, headers: [["server", "cloudflare"]] }),
    );

    expect(report.outcome).toMatchObject({ kind: "unproven", reason: "unreachable" });
  });

  it("waits when the host asks for patience", async () => {
    const { report } = await run({ pages: { "https://acme.com/": "rate_limited" } });

    expect(report.outcome).toMatchObject({ kind: "postponed" });
  });
});

describe("the answer", () => {
  it("fits its schema, sorted, with each value in its category's column", async () => {
    const body = around(
      '<script src="https://js.stripe.com/v3/"></script><meta name="generator" content="WordPress 6"><script src="//js.hs-scripts.com/1.js"></script>',
    );

    const { claim, verdict } = await run({
      ...home({ body }),
      zone: { "acme.com MX": ["acme.com. 1 IN MX 1 smtp.google.com."] },
    });

    const output = TechStackOutput.parse(claim?.kind === "answer" ? claim.output : undefined);
    expect(output).toMatchObject({
      technologies: ["google-workspace", "hubspot", "stripe", "wordpress"],
      cms: ["wordpress"],
      payment: ["stripe"],
      marketing_automation: ["hubspot"],
      email_provider: ["google-workspace"],
      chat: [],
    });
    expect(verdict).toEqual({ confirmed: true });
  });

  it("hands over every snapshot that its evidence names", async () => {
    const { report, claim } = await run({
      ...home(stripe),
      zone: { "acme.com MX": ["acme.com. 1 IN MX 1 smtp.google.com."] },
    });

    const kept = report.snapshots.map(({ hash }) => hash);
    expect(claim?.evidence.every(({ snapshot }) => kept.includes(snapshot))).toBe(true);
    expect(kept).toHaveLength(2);
  });
});

describe("the reader", () => {
  it("reads the site's own bundles when its pages show nothing", async () => {
    const script = (body: string): FakePage => ({
      body,
      headers: [["content-type", "text/javascript"]],
    });
    const pages = {
      "https://acme.com/": {
        body: around(
          '<script src="/app.js"></script><script src="https://cdn.example/lib.js"></script>',
        ),
      },
      "https://acme.com/app.js": script(
        '!function(){var a="x";posthog.init("phc_abcdefghijklmnopqrstuvwxyz",{})}();',
      ),
      "https://cdn.example/lib.js": script('fbq("init","123456789012345")'),
    };

    const { found, verdict } = await run({ pages }, { tier: "classifier" });

    expect(found).toEqual(["posthog"]);
    expect(verdict).toEqual({ confirmed: true });
  });

  it("does not take a bundle's strings and comments for its code", async () => {
    const body = `var docs="posthog.init('phc_abcdefghijklmnopqrstuvwxyz')";/* fbq('init','123456789012345') */`;
    const pages = {
      "https://acme.com/": { body: around('<script src="/app.js"></script>') },
      "https://acme.com/app.js": { body, headers: [["content-type", "text/javascript"]] as const },
    };

    const { found } = await run({ pages }, { tier: "classifier" });

    expect(found).toEqual([]);
  });

  it("finds on the pricing page what the home page lacks", async () => {
    const pages = {
      "https://acme.com/": { body: around('<a href="/en/pricing">Pricing</a>') },
      "https://acme.com/en/pricing": stripe,
    };

    const { found, claim, verdict } = await run({ pages }, { tier: "classifier" });

    expect(found).toEqual(["stripe"]);
    expect(claim?.evidence[0]?.url).toBe("https://acme.com/en/pricing");
    expect(verdict).toEqual({ confirmed: true });
  });

  it("does not count a page that leads away, fails, or is a wall", async () => {
    const pages = {
      "https://acme.com/": plain,
      "https://acme.com/contact": { ...stripe, redirects: ["https://forms.example/acme"] },
      "https://acme.com/pricing": { ...stripe, status: 404 },
      "https://acme.com/cart": { ...stripe, status: 403 },
    };

    const { found, report } = await run({ pages }, { tier: "classifier" });

    expect(found).toEqual([]);
    expect(report.outcome).toMatchObject({ kind: "unproven", reason: "not_disclosed" });
  });
});

function browser(render: Partial<Rendered> | "timeout"): Renderer {
  const network = snapshotOf("", { source: "network", headers: [] });
  return {
    async render(url) {
      if (render === "timeout") return { ok: false, kind: "timeout", url, detail: "too slow" };
      return {
        ok: true,
        frames: [{ snapshot: frame("<p>Hi</p>"), parent: null }],
        network,
        url,
        ...render,
      };
    },
  };
}

function frame(body: string, url = "https://acme.com/") {
  return snapshotOf(around(body), { source: "browser", url, headers: [] });
}

function requests(...lines: string[]) {
  return snapshotOf(lines.map((line) => `${line}\n`).join(""), { source: "network", headers: [] });
}

describe("the renderer", () => {
  it("proves by what the rendered page holds and requests", async () => {
    const renderer = browser({
      frames: [{ snapshot: frame('<div id="onetrust-consent-sdk"></div>'), parent: null }],
      network: requests(
        "GET document 200 https://acme.com/ https://acme.com/",
        "GET script 200 https://js.stripe.com/v3/ https://acme.com/",
        "POST fetch 200 https://o1.ingest.sentry.io/api/1/envelope/ https://acme.com/",
      ),
    });

    const { found, verdict } = await run(home(plain), { tier: "browser", renderer });

    expect(found).toEqual(["onetrust", "sentry", "stripe"]);
    expect(verdict).toEqual({ confirmed: true });
  });

  it.each([
    ["a frame's own request", "GET script 200 https://js.stripe.com/v3/ https://widget.example/"],
    ["a request that failed", "GET script 404 https://js.stripe.com/v3/ https://acme.com/"],
    ["a request that was blocked", "GET script 0 https://js.stripe.com/v3/ https://acme.com/"],
    ["an image of that address", "GET image 200 https://js.stripe.com/v3/ https://acme.com/"],
    [
      "an address within another",
      "GET fetch 200 https://evil.example/?u=https://o1.ingest.sentry.io/api/1/ https://acme.com/",
    ],
  ])("proves nothing by %s", async (_what, line) => {
    const { found } = await run(home(plain), {
      tier: "browser",
      renderer: browser({ network: requests(line) }),
    });

    expect(found).toEqual([]);
  });

  it("proves nothing by an embedded frame of somebody else", async () => {
    const frames = [
      { snapshot: frame("<p>Hi</p>"), parent: null },
      {
        snapshot: frame(
          '<script src="https://js.stripe.com/v3/"></script>',
          "https://widget.example/",
        ),
        parent: "https://acme.com/",
      },
    ];

    const { found } = await run(home(plain), { tier: "browser", renderer: browser({ frames }) });

    expect(found).toEqual([]);
  });

  it("answers for a page that let only the browser in", async () => {
    const wall = { status: 403, body: "<title>Access denied</title>" };
    const frames = [
      { snapshot: frame('<script src="https://js.stripe.com/v3/"></script>'), parent: null },
    ];

    const { found, verdict } = await run(home(wall), {
      tier: "browser",
      renderer: browser({ frames }),
    });

    expect(found).toEqual(["stripe"]);
    expect(verdict).toEqual({ confirmed: true });
  });

  it("stays blocked when the browser meets the wall too", async () => {
    const wall = { status: 403, body: "<title>Just a moment...</title>" };
    const walled = snapshotOf(
      "<html><head><title>Just a moment...</title></head><body></body></html>",
      { source: "browser", headers: [] },
    );

    const { report } = await run(home(wall), {
      tier: "browser",
      renderer: browser({ frames: [{ snapshot: walled, parent: null }] }),
    });

    expect(report.outcome).toMatchObject({ kind: "unproven", reason: "blocked" });
  });

  it("says so when rendering fails", async () => {
    const { report } = await run(home(plain), { tier: "browser", renderer: browser("timeout") });

    expect(report.outcome).toMatchObject({ kind: "unproven", reason: "not_disclosed" });
    expect(report.looked.at(-1)).toMatchObject({ answer: "timeout" });
  });
});
