import { describe, expect, it } from "vitest";
import type { EndingClaim, Evidence } from "../../src/domain/evidence.ts";
import type { Snapshot } from "../../src/domain/snapshot.ts";
import { type Citation, cite, dns, judge, page } from "./support.ts";

const ends = (
  reason: EndingClaim["reason"],
  snapshot: Snapshot,
  match: string,
  how: Citation = {},
): string => {
  const evidence: Evidence = cite(snapshot, match, { fact: "ending", supports: reason, ...how });
  return judge({ kind: "ending", reason, evidence: [evidence] }, [snapshot]);
};

const nx = (name: string, lines = [`; ${name}. IN A: NXDOMAIN`], status = 3) =>
  dns(name, "A", lines, status);
const proxy = (host: string, text: string) =>
  page(`connect://${host}:443`, text, { requestedUrl: `https://${host}/`, status: 503 });

describe("no_such_domain", () => {
  it("is proven by DNS for the record's own name, or one above it", () => {
    expect(ends("no_such_domain", nx("acme.com"), "NXDOMAIN", { kind: "dns" })).toBe("confirmed");
    expect(ends("no_such_domain", nx("com"), "NXDOMAIN", { kind: "dns" })).toBe("confirmed");
  });

  it("is proven by a proxy that says so of that name", () => {
    const squid = proxy(
      "acme.com",
      "HTTP/1.1 503 Service Unavailable\n\nERR_DNS_FAIL: Name Error: The domain name does not exist.",
    );
    expect(ends("no_such_domain", squid, "Name Error", { kind: "text" })).toBe("confirmed");
  });

  it.each([
    ["another name", nx("acme.net"), "NXDOMAIN", "dns"],
    ["a name below", nx("www.acme.com"), "NXDOMAIN", "dns"],
    ["a name that only ends alike", nx("me.com"), "NXDOMAIN", "dns"],
    ["an answer without data", nx("acme.com", ["; acme.com. IN A: no data"], 0), "no data", "dns"],
    [
      "a CNAME whose target is gone",
      nx("acme.com", ["acme.com. 60 IN CNAME gone.example."]),
      "CNAME",
      "dns",
    ],
    [
      "a proxy that speaks of another name",
      proxy("acme.net", "getaddrinfo ENOTFOUND acme.net"),
      "ENOTFOUND",
      "text",
    ],
    [
      "a proxy with passing trouble",
      proxy("acme.com", "ERR_DNS_FAIL: timed out"),
      "ERR_DNS_FAIL",
      "text",
    ],
    ["a proxy that could not connect", proxy("acme.com", "connection reset"), "reset", "text"],
    ["the site's own words", page("https://acme.com/", "no such host"), "no such host", "text"],
  ] as const)("is not proven by %s", (_what, snapshot, match, kind) => {
    expect(ends("no_such_domain", snapshot, match, { kind })).toBe("ending_not_proven");
  });
});

describe("parked", () => {
  const sale = "<title>acme.com</title><h1>This domain is for sale</h1>";

  it("is proven by the front page's words, its machinery, or where it leads", () => {
    const hop = {
      status: 302,
      from: "https://acme.com/",
      to: "https://www.hugedomains.com/domain_profile.cfm?d=acme",
    };
    const led = page(hop.to, "x", { requestedUrl: hop.from, redirects: [hop] });
    expect(
      ends("parked", page("https://acme.com/", sale), "domain is for sale", { kind: "text" }),
    ).toBe("confirmed");
    expect(
      ends("parked", page("https://acme.com/", `<html data-adblockkey="abc">`), "data-adblockkey", {
        kind: "dom",
      }),
    ).toBe("confirmed");
    expect(ends("parked", led, "hugedomains.com", { kind: "redirect", part: "redirects" })).toBe(
      "confirmed",
    );
  });

  it.each([
    ["the domain's own name", "<h1>acme.com is for sale!</h1>", "acme.com is for sale"],
    [
      "the word of its registrar",
      "<p>Diese Domain wurde soeben bei unserem Kunden registriert.</p>",
      "Diese Domain wurde",
    ],
    ["words with markup in between", "<p>This <b>domain</b> is <i>for sale</i></p>", "This "],
  ])("is proven by %s", (_what, html, match) => {
    expect(ends("parked", page("https://acme.com/", html), match, { kind: "text" })).toBe(
      "confirmed",
    );
  });

  it("is judged in one go, whatever is left open on the page", () => {
    const html = `<h1>This domain is for sale</h1>${"<script ".repeat(200_000)}`;
    const began = performance.now();
    ends("parked", page("https://acme.com/", html), "domain is for sale", { kind: "text" });
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it.each([
    [
      "a house that is for sale",
      page("https://acme.com/", "<p>This house is for sale!</p>"),
      "for sale",
    ],
    [
      "another domain's price",
      page("https://acme.com/", "<p>beta.com is for sale!</p>"),
      "for sale",
    ],
    ["somebody else's page", page("https://beta.com/", sale), "for sale"],
    ["a page within the site", page("https://acme.com/domains", sale), "for sale"],
    [
      "a company that says more",
      page("https://acme.com/", `${sale}<p>${"we build robots ".repeat(200)}</p>`),
      "for sale",
    ],
    ["an ordinary page", page("https://acme.com/", "<h1>Robots for sale</h1>"), "for sale"],
  ] as const)("is not proven by %s", (_what, snapshot, match) => {
    expect(ends("parked", snapshot, match, { kind: "text" })).toBe("ending_not_proven");
  });
});

it("refuses every ending that carries no proof of its own", () => {
  const snapshot = page("https://acme.com/", "hello");
  expect(ends("no_candidate_found", snapshot, "hello", { kind: "text" })).toBe("ending_not_proven");
  expect(ends("blocked", snapshot, "hello", { kind: "text" })).toBe("ending_not_proven");
});
