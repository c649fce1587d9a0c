import { describe, expect, it } from "vitest";
import type { AnswerClaim, Evidence, RejectionKind } from "../../src/domain/evidence.ts";
import { around, type FakePage, home, judge, run, snapshotOf } from "./fake-web.ts";

const page: FakePage = {
  headers: [["server", "cloudflare"]],
  body: around(
    `<script src="https://js.stripe.com/v3/"></script>
     <script>fbq('init', '123456789012345');</script>
     <p>We like HubSpot. <a href="//js.hs-scripts.com/1.js">loader</a></p>
     <!-- <script src="https://js.mollie.com/v1/mollie.js"></script> -->
     <script>var text = "drift.load('abcdefgh1234')";</script>
     <div class="g-recaptcha"></div>`,
  ),
};
const zone = { "acme.com MX": ["acme.com. 300 IN MX 1 smtp.google.com."] };

async function honest(): Promise<{ claim: AnswerClaim; snapshots: Parameters<typeof judge>[1] }> {
  const { claim, report } = await run({ ...home(page), zone });
  if (claim?.kind !== "answer") throw new Error("the agent found nothing");
  return { claim, snapshots: report.snapshots };
}

/** The claim with one value more, as if the agent had seen it there. */
function withValue(
  claim: AnswerClaim,
  id: string,
  category: string,
  evidence: Evidence[],
): AnswerClaim {
  const list = (name: string) => claim.output[name] as string[];
  const output = {
    ...claim.output,
    technologies: [...list("technologies"), id],
    [category]: [...list(category), id],
  };
  return { ...claim, output, evidence: [...claim.evidence, ...evidence] };
}

function kindsOf(verdict: ReturnType<typeof judge>): RejectionKind[] {
  return verdict.confirmed ? [] : verdict.rejections.map(({ kind }) => kind);
}

function only<T>(items: readonly T[]): T {
  const [first] = items;
  if (first === undefined) throw new Error("nothing there");
  return first;
}

describe("the tech-stack rule", () => {
  it("confirms what an honest agent claims", async () => {
    const { claim, snapshots } = await honest();

    expect(claim.output["technologies"]).toEqual([
      "cloudflare",
      "google-workspace",
      "meta-pixel",
      "stripe",
    ]);
    expect(judge(claim, snapshots)).toEqual({ confirmed: true });
  });

  it("refuses a value without evidence", async () => {
    const { claim, snapshots } = await honest();

    expect(
      kindsOf(judge(withValue(claim, "hubspot", "marketing_automation", []), snapshots)),
    ).toEqual(["value_without_evidence"]);
  });

  it("refuses a value that is not in the catalogue", async () => {
    const { claim, snapshots } = await honest();

    expect(kindsOf(judge(withValue(claim, "anvil-os", "cms", []), snapshots))).toContain(
      "unknown_value",
    );
  });

  it("refuses an answer that names nothing", async () => {
    const { claim, snapshots } = await honest();
    const empty = Object.fromEntries(Object.keys(claim.output).map((name) => [name, []]));

    expect(kindsOf(judge({ ...claim, output: empty }, snapshots))).toEqual([
      "value_without_evidence",
    ]);
  });

  it("refuses a column that says more, less or other than the list", async () => {
    const { claim, snapshots } = await honest();
    const variants = [
      { ...claim.output, payment: [] },
      { ...claim.output, chat: ["intercom"] },
      { ...claim.output, payment: ["paypal"] },
      { ...claim.output, cdn: ["cloudflare", "cloudflare"] },
    ];

    for (const output of variants)
      expect(kindsOf(judge({ ...claim, output }, snapshots))).toContain("unknown_value");
  });

  it.each([
    ["a link", "hubspot", "marketing_automation", "//js.hs-scripts.com/1.js", "link"],
    [
      "a link taken for a script",
      "hubspot",
      "marketing_automation",
      "//js.hs-scripts.com/1.js",
      "script",
    ],
    ["a comment", "mollie", "payment", "https://js.mollie.com/v1/mollie.js", "script"],
    ["a string's contents", "drift", "chat", "drift.load('abcdefgh1234')", "script"],
    ["a word in the text", "hubspot", "marketing_automation", "HubSpot", "text"],
    ["one weak hint", "recaptcha", "captcha", "g-recaptcha", "dom"],
    ["another product's script", "klarna", "payment", "https://js.stripe.com/v3/", "script"],
  ] as const)("refuses %s as proof", async (...row) => {
    const [, id, category, match, kind] = row;
    const { claim, snapshots } = await honest();
    const base = only(claim.evidence.filter(({ signature }) => signature === "stripe"));
    const snapshot = only(snapshots.filter(({ hash }) => hash === base.snapshot));
    const start = snapshot.text.indexOf(match);
    const evidence: Evidence = {
      ...base,
      kind,
      match,
      supports: `technologies/${id}`,
      signature: id,
      locator: { part: "body", start },
    };

    expect(judge(withValue(claim, id, category, [evidence]), snapshots).confirmed).toBe(false);
  });

  it("refuses evidence that is filed under another value", async () => {
    const { claim, snapshots } = await honest();
    const evidence = claim.evidence.map((each) =>
      each.signature === "stripe" ? { ...each, supports: "technologies/paypal" } : each,
    );

    expect(kindsOf(judge({ ...claim, evidence }, snapshots))).toContain("signature_mismatch");
  });

  it("refuses a page, a zone or a request of somebody else", async () => {
    const { claim, snapshots } = await honest();

    expect(kindsOf(judge(claim, snapshots, { domain: "other.com" }))).toContain("not_own_page");
  });

  it("refuses another site without the redirect that leads there", async () => {
    const { claim, report } = await run(home({ ...page, redirects: ["https://acme.io/"] }));
    if (claim?.kind !== "answer") throw new Error("the agent found nothing");
    const evidence = claim.evidence.filter(({ fact }) => fact !== "site");

    expect(judge(claim, report.snapshots)).toEqual({ confirmed: true });
    expect(kindsOf(judge({ ...claim, evidence }, report.snapshots))).toContain("not_own_page");
  });

  it.each([
    ["a site of another name", "https://bigcorp.com/"],
    ["a platform where anybody has a page", "https://acme.medium.com/"],
  ])("refuses a redirect to %s", async (_what, target) => {
    const { claim } = await honest();
    const stripe = only(claim.evidence.filter(({ signature }) => signature === "stripe"));
    const foreign = snapshotOf(page.body ?? "", {
      url: target,
      redirects: [{ status: 301, from: "https://acme.com/", to: target }],
    });
    const line = `301 https://acme.com/ -> ${target}`;
    const there = { ...stripe, url: target, snapshot: foreign.hash, at: foreign.fetchedAt };
    const site: Evidence = {
      ...there,
      fact: "site",
      supports: "domain",
      kind: "redirect",
      match: line,
      locator: { part: "redirects", start: 0 },
      signature: null,
    };
    const empty = Object.fromEntries(Object.keys(claim.output).map((name) => [name, []]));
    const output = { ...empty, technologies: ["stripe"], payment: ["stripe"] };

    expect(
      kindsOf(judge({ kind: "answer", output, evidence: [site, there] }, [foreign])),
    ).toContain("not_own_page");
  });

  it("refuses what an error page shows", async () => {
    const { claim, snapshots } = await honest();
    const original = only(snapshots.filter(({ source }) => source === "http"));
    const failing = snapshotOf(original.text, { ...metaOf(original), status: 500 });
    const evidence = claim.evidence.map((each) =>
      each.snapshot === original.hash ? { ...each, snapshot: failing.hash } : each,
    );

    expect(kindsOf(judge({ ...claim, evidence }, [...snapshots, failing]))).toContain(
      "not_own_page",
    );
  });

  it("refuses altered evidence: moved, reworded, or of bytes that are not there", async () => {
    const { claim, snapshots } = await honest();
    const change = (alter: (each: Evidence) => Evidence) => ({
      ...claim,
      evidence: claim.evidence.map(alter),
    });
    const variants = [
      change((each) => ({ ...each, locator: { ...each.locator, start: each.locator.start + 1 } })),
      change((each) => ({ ...each, match: `${each.match}x` })),
      change((each) => ({ ...each, snapshot: "0".repeat(64) })),
      change((each) => ({ ...each, signature: "intercom" })),
      change((each) => ({ ...each, signature: null })),
      change((each) => ({ ...each, fact: "alive" as const })),
    ];

    for (const variant of variants) expect(judge(variant, snapshots).confirmed).toBe(false);
  });

  it("refuses endings that evidence can't prove", async () => {
    const { claim, snapshots } = await honest();

    for (const reason of ["not_disclosed", "parked", "no_such_domain", "blocked"] as const) {
      const ending = {
        kind: "ending" as const,
        reason,
        evidence: claim.evidence.map((each) => ({ ...each, fact: "ending" as const })),
      };
      expect(kindsOf(judge(ending, snapshots))).toContain("ending_not_proven");
    }
  });
});

function metaOf({
  source,
  requestedUrl,
  url,
  status,
  headers,
  redirects,
  charset,
  fetchedAt,
}: Awaited<ReturnType<typeof honest>>["snapshots"][number]) {
  return { source, requestedUrl, url, status, headers, redirects, charset, fetchedAt };
}
