import { describe, expect, it } from "vitest";

import { findSystem, recruitingSystems } from "../../../specs/ats/catalogue.ts";
import type { RecruitingSystem } from "../../../specs/ats/recruiting-system.ts";
import { addressesOfLargeSystems } from "./catalogue/addresses-large.ts";
import { addressesOfRegionalSystems } from "./catalogue/addresses-regional.ts";
import { matchUrl } from "./catalogue/match-url.ts";
import { deceptions } from "./catalogue/negatives.ts";

const addresses = [...lines(addressesOfLargeSystems), ...lines(addressesOfRegionalSystems)].map(
  (line) => {
    const [system = "", tenant = "", address = ""] = line.split(" ");
    return { system, tenant: tenant === "-" ? undefined : tenant, address };
  },
);

describe("the catalogue's data", () => {
  it("names every system once", () => {
    const ids = recruitingSystems.map(({ id }) => id);

    expect(ids).toEqual([...new Set(ids)]);
    expect(ids.every((id) => /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id))).toBe(true);
    expect(findSystem("greenhouse")?.name).toBe("Greenhouse");
    expect(findSystem("no-such-system")).toBeUndefined();
  });

  it("anchors every host pattern at both ends and every path pattern at its start", () => {
    const loose = recruitingSystems.flatMap(({ id, tenantUrls }) =>
      tenantUrls
        .filter(
          ({ host, path }) =>
            !(host.startsWith("^") && host.endsWith("$")) ||
            (path !== undefined && !path.startsWith("^")),
        )
        .map(({ host, path }) => `${id}: ${host} ${path}`),
    );

    expect(loose).toEqual([]);
  });

  it("anchors what is not a board", () => {
    const loose = recruitingSystems.flatMap(({ id, notBoards }) =>
      notBoards.filter((pattern) => !pattern.startsWith("^")).map((pattern) => `${id}: ${pattern}`),
    );

    expect(loose).toEqual([]);
  });

  it("compiles every pattern, with and without regard to case", () => {
    for (const pattern of recruitingSystems.flatMap(patternsOf)) {
      expect(
        () => [new RegExp(pattern), new RegExp(pattern, "i"), new RegExp(pattern, "u")],
        pattern,
      ).not.toThrow();
    }
  });

  it("fills every board from groups of its own pattern", () => {
    const unfilled = recruitingSystems.flatMap(({ id, tenantUrls, traces }) => [
      ...tenantUrls.flatMap(({ host, path = "", board }) => missing(id, board, host + path)),
      ...traces.flatMap(({ pattern, board }) => missing(id, board, pattern)),
    ]);

    expect(unfilled).toEqual([]);
  });

  it("fills every probe from groups that some address or trace of the system has", () => {
    const unfilled = recruitingSystems.flatMap(({ id, tenantUrls, traces, probes }) => {
      const sources = [
        ...tenantUrls.map(({ host, path = "" }) => host + path),
        ...traces.map(({ pattern }) => pattern),
      ];
      return probes
        .filter(
          ({ url }) =>
            !sources.some((source) =>
              placeholders(url).every((name) => source.includes(`(?<${name}>`)),
            ),
        )
        .map(({ url }) => `${id}: ${url}`);
    });

    expect(unfilled).toEqual([]);
  });

  it("names the owner in patterns that carry the group they are read by", () => {
    for (const { companyPatterns, websitePatterns } of recruitingSystems.flatMap(
      ({ probes }) => probes,
    )) {
      expect(companyPatterns.filter((pattern) => !pattern.includes("(?<company>"))).toEqual([]);
      expect(websitePatterns.filter((pattern) => !pattern.includes("(?<website>"))).toEqual([]);
    }
  });

  it("keeps hosts, reserved words and vendor domains in lower case", () => {
    for (const { reserved, vendorDomains, cnames } of recruitingSystems) {
      for (const word of [...reserved, ...vendorDomains, ...cnames])
        expect(word).toBe(word.toLowerCase());
    }
  });
});

describe("addresses of customers", () => {
  it.each(addresses)("$address is $system", ({ system, tenant, address }) => {
    const matches = recruitingSystems.flatMap((candidate) => matchUrl(candidate, address) ?? []);

    expect(matches.map((match) => ({ system: match.system, tenant: match.tenant }))).toEqual([
      { system, tenant },
    ]);
    expect(matches[0]?.board ?? "").not.toMatch(/[{}]/);
  });

  it("leads every board back to the same tenant", () => {
    const strays = addresses.flatMap(({ system, tenant, address }) => {
      const entry = findSystem(system);
      const board = entry && matchUrl(entry, address)?.board;
      if (!entry || board === undefined) return [];
      return matchUrl(entry, board)?.tenant === tenant ? [] : [`${address} → ${board}`];
    });

    expect(strays).toEqual([]);
  });

  it("is never asked about at a host of another silo or shape", () => {
    const strays = addresses.flatMap(({ system, tenant, address }) => {
      const entry = findSystem(system);
      const groups = entry && matchUrl(entry, address)?.groups;
      if (!entry || !groups || tenant === undefined) return [];
      const urls = entry.probes
        .map(({ url }) => fillWhole(url, groups))
        .filter((url) => url !== undefined);
      return urls
        .map((url) => ({ url, read: matchUrl(entry, url)?.tenant }))
        .filter(({ read }) => read !== undefined && read !== tenant)
        .map(({ url, read }) => `${address} is asked at ${url}: ${read}`);
    });

    expect(strays).toEqual([]);
  });

  it("covers every system that has addresses", () => {
    const covered = new Set(addresses.map(({ system }) => system));

    expect(
      recruitingSystems
        .filter(({ id, tenantUrls }) => tenantUrls.length > 0 && !covered.has(id))
        .map(({ id }) => id),
    ).toEqual([]);
  });
});

describe("addresses that deceive", () => {
  it.each(lines(deceptions))("%s is nobody's board", (address) => {
    const parsed = URL.canParse(address) ? new URL(address) : undefined;
    const matches = parsed
      ? recruitingSystems.flatMap((system) => matchUrl(system, parsed.href) ?? [])
      : [];

    expect(matches).toEqual([]);
  });
});

describe("a hostile page", () => {
  const sizeChars = 1_000_000;
  const floods = [
    "a",
    "-",
    "a-",
    "a.",
    "a_",
    "1",
    "%2F",
    "/",
    "<",
    "{",
    '"',
    "&a=",
    "?a=1&",
    "\\\\",
    "<title>",
    "<title>Jobs at a",
    "<title>a - ",
    "<meta ",
    '<meta name="generator" ',
    'property="og:title" content="',
    'content="a ',
    '{"name":"',
    '"hiringOrganization":{',
    "window.workday={",
    "j2w.init({",
    'class="',
    '"organization":{"a":"',
    'id="rr-job-board" ',
    "widget({",
    '<a href="https://a.b',
  ];

  it.each(floods)("of a million characters of %j is read in linear time", (piece) => {
    const flood = piece.repeat(Math.ceil(sizeChars / piece.length));
    const patterns = unlike(recruitingSystems.flatMap(patternsOf));

    const slow = patterns.filter((pattern) => {
      const startedAt = performance.now();
      new RegExp(pattern).test(flood);
      new RegExp(pattern).test(`/${flood}`);
      return performance.now() - startedAt > 3_000;
    });

    expect(slow).toEqual([]);
  });
});

function patternsOf({
  tenantUrls,
  traces,
  probes,
  notBoards,
}: RecruitingSystem): readonly string[] {
  return [
    ...tenantUrls.flatMap(({ host, path }) => [host, ...(path === undefined ? [] : [path])]),
    ...traces.map(({ pattern }) => pattern),
    ...probes.flatMap(
      ({ alivePattern = "", deadPattern = "", companyPatterns, websitePatterns }) => [
        alivePattern,
        deadPattern,
        ...companyPatterns,
        ...websitePatterns,
      ],
    ),
    ...notBoards,
  ];
}

/** Patterns that differ by the vendor's name alone take the same time: one stands for all. */
function unlike(patterns: readonly string[]): readonly string[] {
  return [
    ...new Map(
      patterns.map((pattern) => [
        pattern.replace(/(?<=\(\?!\(\?:).*?(?=\|Current\|)/, ""),
        pattern,
      ]),
    ).values(),
  ];
}

function fillWhole(template: string, groups: Readonly<Record<string, string>>): string | undefined {
  const isKnown = placeholders(template).every((name) => groups[name] !== undefined);
  return isKnown
    ? template.replace(/\{(\w+)\}/g, (_, name: string) => groups[name] ?? "")
    : undefined;
}

function missing(id: string, board: string | undefined, pattern: string): readonly string[] {
  return placeholders(board ?? "")
    .filter((name) => !pattern.includes(`(?<${name}>`))
    .map((name) => `${id}: ${board} lacks ${name}`);
}

function placeholders(template: string): readonly string[] {
  return [...template.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
}

function lines(text: string): readonly string[] {
  return text.trim().split("\n");
}
