import type { RecruitingSystem, TenantUrl, Trace } from "../../../specs/ats/recruiting-system.ts";
import type { EvidenceKind } from "../../domain/evidence.ts";
import { partText } from "../../domain/snapshot.ts";
import { decodeEntities, decodeEscapes } from "../scan/decode.ts";
import type { Found } from "../workflow-rule.ts";
import { behindPassage } from "./passage.ts";

/** What a place says in terms of the catalogue. */
export interface Reading {
  /** As the address writes it, percent-decoded; `null` when the place names the vendor alone. */
  readonly tenant: string | null;
  /** Every named group, the tenant's among them. */
  readonly groups: Readonly<Record<string, string>>;
  readonly via: "address" | "trace" | "cname";
  /** Enough for the vendor by itself; a hint or a mere asset is not. */
  readonly isStrong: boolean;
  /** The board that this place leads to, when the catalogue says. */
  readonly board: string | undefined;
}

/** One system of the catalogue with its patterns compiled. */
export interface SystemReader {
  readonly system: RecruitingSystem;
  readonly readAddress: (url: string) => Reading | undefined;
  readonly read: (found: Found) => readonly Reading[];
}

/** Makes a system's data ready to read places with: the verifier's own reading of the catalogue. */
export function systemReader(system: RecruitingSystem): SystemReader {
  const readAddress = addressReader(system);
  const readTraces = traceReader(system);
  return {
    system,
    readAddress,
    read(found) {
      if (found.evidence.kind === "dns") return readCname(system, found, readAddress);
      const { address } = found.spot;
      const inner =
        address !== undefined && found.evidence.kind === "link"
          ? behindPassage(address, found.snapshot.url)
          : undefined;
      const reading = [address, inner]
        .map((each) => (each === undefined ? undefined : readAddress(each)))
        .find((each) => each !== undefined);
      return [...(reading ? [reading] : []), ...readTraces(found)];
    },
  };
}

let last: { readonly text: string; readonly url: URL | undefined } | undefined;

/** Two hundred systems read the same address one after the other; it is parsed for the first. */
function parsedOnce(text: string): URL | undefined {
  if (last?.text !== text) {
    last = { text, url: URL.canParse(text) ? new URL(text) : undefined };
  }
  return last.url;
}

function addressReader(system: RecruitingSystem): (url: string) => Reading | undefined {
  const patterns = system.tenantUrls.map((place) => ({
    place,
    host: new RegExp(place.host),
    path: place.path === undefined ? undefined : new RegExp(place.path),
  }));
  const notBoards = system.notBoards.map((source) => new RegExp(source, "i"));
  const reserved = new Set(system.reserved);

  return (url) => {
    const parsed = parsedOnce(url);
    if (!parsed) return undefined;
    const { hostname, pathname, search } = parsed;
    const path = pathname + search;
    if (notBoards.some((pattern) => pattern.test(hostname + path))) return undefined;
    let vendorOnly: Reading | undefined;
    for (const { place, host: hostPattern, path: pathPattern } of patterns) {
      const onHost = hostPattern.exec(hostname);
      const onPath = onHost && pathPattern ? pathPattern.exec(path) : undefined;
      if (!onHost || onPath === null) continue;
      const groups = groupsOf(onHost, onPath);
      const tenant = groups["tenant"];
      if (tenant === undefined) vendorOnly ??= addressReading(place, groups, null, system);
      else if (!reserved.has(tenant.toLowerCase()))
        return addressReading(place, groups, tenant, system);
    }
    return vendorOnly;
  };
}

function addressReading(
  place: TenantUrl,
  groups: Record<string, string>,
  tenant: string | null,
  system: RecruitingSystem,
): Reading {
  return {
    tenant,
    groups,
    via: "address",
    isStrong: place.use !== "asset",
    board: boardFor(place.board, groups, system),
  };
}

/** The place's own board template, otherwise the first of the system's that these groups fill. */
function boardFor(
  template: string | undefined,
  groups: Record<string, string>,
  system: RecruitingSystem,
) {
  if (groups["tenant"] === undefined) return undefined;
  if (template !== undefined) return filled(template, groups);
  return boardsFor(groups, system)[0];
}

/** Every board address that the catalogue builds from these groups. */
export function boardsFor(
  groups: Readonly<Record<string, string>>,
  system: RecruitingSystem,
): string[] {
  const templates = system.tenantUrls.flatMap(({ board }) => (board === undefined ? [] : [board]));
  return [...new Set(templates)]
    .map((template) => filled(template, groups))
    .filter((board) => board !== undefined);
}

/** A template with every `{group}` filled in; `undefined` when one is not known. */
export function filled(
  template: string,
  groups: Readonly<Record<string, string>>,
): string | undefined {
  let isComplete = true;
  const address = template.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = groups[name];
    if (value === undefined) isComplete = false;
    return value ?? "";
  });
  return isComplete ? address : undefined;
}

function groupsOf(
  ...matches: readonly (RegExpExecArray | null | undefined)[]
): Record<string, string> {
  const groups: Record<string, string> = {};
  for (const match of matches) {
    for (const [name, value] of Object.entries(match?.groups ?? {})) {
      if (value !== undefined) groups[name] ??= percentDecoded(value);
    }
  }
  return groups;
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A lone `%`: read as it stands.
  }
}

/** In which channels a trace of one kind may be seen. */
const channels: Readonly<Record<Trace["kind"], readonly EvidenceKind[]>> = {
  script: ["script", "json_ld"],
  dom: ["dom", "link", "iframe", "script"],
  iframe: ["iframe", "dom"],
  text: ["text", "dom"],
  header: ["header", "cookie"],
  cookie: ["cookie"],
};

/** How far around a match a trace may reach, within what belongs together with it. */
const traceReach = 1_000;

function traceReader(system: RecruitingSystem): (found: Found) => Reading[] {
  const traces = system.traces.map((trace) => ({
    trace,
    pattern: new RegExp(
      trace.pattern,
      trace.kind === "header" || trace.kind === "cookie" ? "gi" : "g",
    ),
  }));
  const reserved = new Set(system.reserved);
  return (found) =>
    traces
      .filter(({ trace }) => channels[trace.kind].includes(found.evidence.kind))
      .flatMap(({ trace, pattern }) => {
        const groups = hitOn(pattern, found);
        if (
          !groups ||
          (groups["tenant"] !== undefined && reserved.has(groups["tenant"].toLowerCase()))
        )
          return [];
        return [
          {
            tenant: groups["tenant"] ?? null,
            groups,
            via: "trace" as const,
            isStrong: trace.strength === "strong",
            board: boardFor(trace.board, groups, system),
          },
        ];
      });
}

/** The groups of a hit that lies on the match, in the text as it stands or unescaped. */
function hitOn(
  pattern: RegExp,
  { evidence, snapshot, spot }: Found,
): Record<string, string> | undefined {
  const text = partText(snapshot, evidence.locator.part);
  const { start } = evidence.locator;
  const end = start + evidence.match.length;
  const before = text.slice(Math.max(spot.from, start - traceReach), start);
  const match = text.slice(start, end);
  const after = text.slice(end, Math.min(spot.to, end + traceReach));
  for (const decode of [(raw: string) => raw, decodeEscapes, decodeEntities]) {
    const from = decode(before).length;
    const to = from + decode(match).length;
    for (const hit of (decode(before) + decode(match) + decode(after)).matchAll(pattern)) {
      if (hit.index < to && hit.index + hit[0].length > from) return groupsOf(hit);
    }
  }
  return undefined;
}

function readCname(
  system: RecruitingSystem,
  { spot }: Found,
  readAddress: (url: string) => Reading | undefined,
): Reading[] {
  const target = /\sCNAME\s+(\S+?)\.?\s*$/i.exec(spot.value)?.[1]?.toLowerCase();
  if (target === undefined) return [];
  const named = readAddress(`https://${target}/`);
  const isKnown = system.cnames.some(
    (suffix) => target === suffix || target.endsWith(`.${suffix}`),
  );
  const vendor: Reading = {
    tenant: null,
    groups: {},
    via: "cname",
    isStrong: true,
    board: undefined,
  };
  return [
    ...(isKnown ? [vendor] : []),
    ...(named?.tenant == null ? [] : [{ ...named, via: "cname" as const }]),
  ];
}
