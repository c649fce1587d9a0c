import { createServer } from "node:http";
import { describe, expect } from "vitest";
import { refetchClaim } from "../../../src/agents/refetch.ts";
import type { Snapshot } from "../../../src/domain/snapshot.ts";
import { replay } from "../../../src/evidence/replay.ts";
import type { Web } from "../../../src/web/web.ts";
import { among, cite, dns, page } from "../../evidence/support.ts";
import { test } from "../../support/redis.ts";
import { fetchedOf, listen, recordWeb, startEgress } from "../../web/support.ts";
import { anyRule, changingSite, claimOf, provenAnew, refetch, refusalsOf } from "./support.ts";

const board = "https://boards.greenhouse.io/acme";
const careers = `<title>Careers at Acme</title><p>Join us</p><a href="${board}">Open roles</a>`;

describe("a claim whose pages still show it", () => {
  test("points at new bytes, and stands in them", async ({ redis }) => {
    const site = await changingSite({ "/careers": careers });
    const egress = startEgress(redis);
    const old = fetchedOf(await recordWeb(egress).get(site.at("/careers")));
    site.change({ "/careers": `<header>News</header>${careers}` });

    const refetched = await refetch(claimOf(cite(old, board)), [old], { web: recordWeb(egress) });

    const [evidence] = provenAnew(refetched);
    expect(evidence).toMatchObject({ match: board, fact: "leads", kind: "link", url: old.url });
    expect(evidence?.snapshot).not.toBe(old.hash);
    expect(evidence?.locator.start).toBe(old.text.indexOf(board) + "<header>News</header>".length);
  });

  test("costs one fetch per page, however often the page is cited", async ({ redis }) => {
    const site = await changingSite({ "/careers": careers });
    const egress = startEgress(redis);
    const old = fetchedOf(await recordWeb(egress).get(site.at("/careers")));
    site.change({});
    const claim = claimOf(
      cite(old, board),
      cite(old, board, { supports: "tenant" }),
      cite(old, "Join us", { kind: "text" }),
    );

    const refetched = await refetch(claim, [old], { web: recordWeb(egress) });

    expect(provenAnew(refetched)).toHaveLength(3);
    expect(refetched).toMatchObject({ snapshots: [{ url: old.url }] });
    expect(site.seen).toEqual(["acme.test/careers"]);
  });

  test("keeps to the address that was meant where others begin alike", async ({ redis }) => {
    const site = await changingSite({ "/careers": careers });
    const egress = startEgress(redis);
    const old = fetchedOf(await recordWeb(egress).get(site.at("/careers")));
    const namesake = `<a href="${board}-energy">Our sister's roles</a>`;
    site.change({
      "/careers": `<title>Careers</title>${namesake}${"<p>News</p>".repeat(40)}${careers}`,
    });

    const refetched = await refetch(claimOf(cite(old, board)), [old], { web: recordWeb(egress) });

    const [evidence] = provenAnew(refetched);
    const text = refetched.kind === "refetched" ? (refetched.snapshots[0]?.text ?? "") : "";
    expect(text.slice(evidence?.locator.start).startsWith(`${board}">Open`)).toBe(true);
  });

  test("may stand in a redirect, a cookie, or a header that differs by its value", async ({
    redis,
  }) => {
    let visits = 0;
    const site = await changingSite({
      "/jobs": (_, response) => response.writeHead(302, { location: "/careers" }).end(),
      "/careers": (_, response) => {
        visits += 1;
        const headers = { "cf-ray": `ray-${visits}`, "set-cookie": `_vendor_session=${visits}` };
        response.writeHead(200, { ...headers, "content-type": "text/html" }).end(careers);
      },
    });
    const egress = startEgress(redis);
    const old = fetchedOf(await recordWeb(egress).get(site.at("/jobs")));
    const hop = `302 ${site.at("/jobs")} -> ${site.at("/careers")}`;
    const claim = claimOf(
      { ...cite(old, hop, { kind: "redirect", part: "redirects" }), url: site.at("/jobs") },
      cite(old, "cf-ray: ray-1", { kind: "header", part: "headers" }),
      cite(old, "set-cookie: _vendor_session=", { kind: "cookie", part: "headers" }),
    );

    const evidence = provenAnew(await refetch(claim, [old], { web: recordWeb(egress) }));

    expect(evidence.map(({ match, url }) => [match, url])).toEqual([
      [hop, site.at("/jobs")],
      ["cf-ray: ray-2", site.at("/careers")],
      ["set-cookie: _vendor_session=", site.at("/careers")],
    ]);
  });

  test("may stand in DNS, whose seconds run down", async ({ redis }) => {
    const old = dns("careers.acme.test", "CNAME", [
      "careers.acme.test. 300 IN CNAME acme.vendor.test.",
    ]);
    const now = dns("careers.acme.test", "CNAME", [
      "careers.acme.test. 12 IN CNAME acme.vendor.test.",
    ]);
    const web: Web = { ...recordWeb(startEgress(redis)), dns: async () => now };
    const claim = claimOf(cite(old, old.text.trim(), { kind: "dns" }));

    const [evidence] = provenAnew(await refetch(claim, [old], { web }));

    expect(evidence).toMatchObject({ match: now.text.trim(), snapshot: now.hash });
  });

  test("may say that a name does not exist, where only a try to reach it tells", async ({
    redis,
  }) => {
    const old = dns("acme.gone", "A", ["; acme.gone. IN A: NXDOMAIN"], 3);
    const web: Web = { ...recordWeb(startEgress(redis)), dns: async () => undefined };
    const claim = claimOf(cite(old, "NXDOMAIN", { kind: "dns", fact: "ending" }));

    const refetched = await refetch(claim, [old], { web });

    expect(provenAnew(refetched)).toHaveLength(1);
    expect(refetched).toMatchObject({ snapshots: [{ status: 3, source: "dns" }] });
  });

  test("replays offline from the new snapshots alone", async ({ redis }) => {
    const site = await changingSite({ "/careers": careers });
    const egress = startEgress(redis);
    const old = fetchedOf(await recordWeb(egress).get(site.at("/careers")));
    const refetched = await refetch(claimOf(cite(old, board)), [old], { web: recordWeb(egress) });
    if (refetched.kind !== "refetched") throw new Error("it should stand");
    const stored = among(refetched.snapshots);
    const store = { put: async () => undefined, get: async (hash: string) => stored(hash) };

    const row = { recordId: "b-0", workflow: "ats", input: {}, claim: refetched.claim };
    const { value } = await replay([row], store, { ats: anyRule }).next();

    expect(value).toMatchObject({ verdict: { confirmed: true } });
  });
});

describe("a claim that is not shown again", () => {
  const gone: [string, string, RegExp][] = [
    ["is no longer on the page", "<title>Careers</title>", /not shown anew \(the page answers 200/],
    ["is commented out now", `<!-- ${careers} -->`, /not shown anew/],
    ["is only written about now", `<p>We left ${board} last year</p>`, /not shown anew/],
  ];
  test.for(gone)("because it %s is refused", async ([, now, why], { redis }) => {
    const site = await changingSite({ "/careers": careers });
    const egress = startEgress(redis);
    const old = fetchedOf(await recordWeb(egress).get(site.at("/careers")));
    site.change({ "/careers": now });

    const refetched = await refetch(claimOf(cite(old, board)), [old], { web: recordWeb(egress) });

    expect(refusalsOf(refetched)).toEqual([expect.stringMatching(why)]);
    expect(refusalsOf(refetched)[0]).toContain("not_refetched");
  });

  test("is refused where the page budget or a dead host forbids the look", async ({ redis }) => {
    const site = await changingSite({ "/careers": careers, "/jobs": careers });
    const egress = startEgress(redis);
    const first = recordWeb(egress);
    const old = [
      fetchedOf(await first.get(site.at("/careers"))),
      fetchedOf(await first.get(site.at("/jobs"))),
    ];
    const away: Snapshot[] = old.map((each) => ({ ...each, requestedUrl: "http://acme.gone/" }));
    const claim = claimOf(...old.map((each) => cite(each, board)));

    const poor = await refetch(claim, old, { web: recordWeb(egress, { maxPages: 1 }) });
    const dead = await refetch(claim, away, { web: recordWeb(egress) });

    expect(refusalsOf(poor)).toEqual([expect.stringMatching(/page_limit: 1 pages asked/)]);
    expect(refusalsOf(dead)).toEqual([
      expect.stringMatching(/no_such_domain/),
      expect.stringMatching(/no_such_domain/),
    ]);
  });

  test("is refused when its old bytes are not at hand, or it cites more than can be meant", async ({
    redis,
  }) => {
    const web = recordWeb(startEgress(redis));
    const many = Array.from({ length: 31 }, (_, i) =>
      dns(`a${i}.test`, "MX", [`a${i}.test. 0 IN MX 1 mx.`]),
    );
    const [one] = many;
    if (one === undefined) throw new Error("there are many");
    const claim = claimOf(...many.map((each) => cite(each, "mx.", { kind: "dns" })));

    expect(refusalsOf(await refetch(claimOf(cite(one, "mx.")), [], { web }))).toEqual([
      expect.stringMatching(/^snapshot_missing/),
    ]);
    expect(refusalsOf(await refetch(claim, many, { web }))).toEqual([
      expect.stringMatching(/cites 31 pages/),
    ]);
  });
});

test("robots.txt that closes a page in the meantime is obeyed", async ({ redis }) => {
  const seen: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    seen.push(url);
    response.end(url === "/robots.txt" ? "User-agent: *\nDisallow: /careers" : careers);
  });
  const url = `http://acme.test:${await listen(server)}/careers`;
  const old = page(url, careers);

  const refetched = await refetch(claimOf(cite(old, board)), [old], {
    web: recordWeb(startEgress(redis)),
  });

  expect(refusalsOf(refetched)).toEqual([expect.stringMatching(/robots_denied/)]);
  expect(seen).toEqual(["/robots.txt"]);
});

describe("a host that asks for patience", () => {
  test("postpones the claim until then", async ({ redis }) => {
    const host = "boards-api.greenhouse.io";
    const site = await changingSite({ "/v1/boards/acme": `{"name":"Acme"}` });
    const egress = startEgress(redis);
    const old = fetchedOf(await recordWeb(egress).get(site.at("/v1/boards/acme", host)));
    site.change({
      "/v1/boards/acme": (_, response) => response.writeHead(429, { "retry-after": "600" }).end(),
    });
    const begun = Date.now();

    const claim = claimOf(cite(old, "Acme", { kind: "text", fact: "identity" }));
    const refetched = await refetch(claim, [old], { web: recordWeb(egress) });

    expect(refetched).toMatchObject({ kind: "postponed", detail: expect.any(String) });
    expect(refetched.kind === "postponed" && refetched.retryAt).toBeGreaterThan(begun + 500_000);
  });
});

test("the attempt's end ends the looking, with its reason", async ({ redis }) => {
  const controller = new AbortController();
  const { signal } = controller;
  const site = await changingSite({ "/careers": careers });
  const egress = startEgress(redis);
  const old = fetchedOf(await recordWeb(egress).get(site.at("/careers")));
  site.change({ "/careers": () => controller.abort("deadline") });

  const looking = refetchClaim(claimOf(cite(old, board)), among([old]), {
    web: recordWeb(egress, { signal }),
    renderer: undefined,
    signal,
  });

  await expect(looking).rejects.toBe("deadline");
});
