import type { Probe, RecruitingSystem, TenantUrl, Trace } from "../../../specs/ats/recruiting-system.ts";
import { createLiteralScan, literalOf } from "./literal-scan.ts";

export interface CompiledTrace {
  readonly trace: Trace;
  readonly pattern: RegExp;
}

/** A system with its patterns compiled. */
export interface System {
  readonly id: string;
  readonly name: string;
  readonly role: RecruitingSystem["role"];
  readonly probes: readonly Probe[];
  readonly vendorDomains: ReadonlySet<string>;
  readonly isCaseSensitive: boolean;
  readonly isReserved: (tenant: string) => boolean;
  readonly isNotBoard: (hostAndPath: string) => boolean;
}

/** An address that the catalogue knows as some customer's. */
export interface Recognised {
  readonly system: System;
  /** `null`: the vendor is certain, the customer is not named. */
  readonly tenant: string | null;
  /** All named parts of the address. */
  readonly groups: Readonly<Record<string, string>>;
  readonly use: TenantUrl["use"];
  /** The board's address, if the entry can fill it in. */
  readonly board: string | null;
}

export interface TraceHit {
  readonly recognised: Recognised;
  readonly trace: Trace;
  readonly start: number;
  readonly raw: string;
}

/** The catalogue, ready for pages with thousands of addresses: one look-up per address. */
export interface Catalogue {
  readonly systems: ReadonlyMap<string, System>;
  /** Whose address this is; `undefined` for all others, the vendors' own pages among them. */
  recognise(url: string): Recognised | undefined;
  /** Whether a page belongs to a vendor of the catalogue. */
  isVendor(site: string): boolean;
  /** The systems' traces in a text; `kinds` says which traces belong there. */
  traces(text: string, kinds: ReadonlySet<Trace["kind"]>): TraceHit[];
  /** The system that a careers host's canonical name belongs to. */
  byCname(target: string): Recognised | undefined;
}

interface Entry {
  readonly system: System;
  readonly host: RegExp;
  readonly path: RegExp | undefined;
  readonly use: TenantUrl["use"];
  readonly board: string | undefined;
}

export function indexCatalogue(systems: readonly RecruitingSystem[]): Catalogue {
  const compiled = new Map(systems.map((system) => [system.id, compile(system)]));
  const bySuffix = new Map<string, Entry[]>();
  const anywhere: Entry[] = [];
  const vendors = new Set(systems.flatMap(({ vendorDomains }) => vendorDomains));
  const traces: { system: System; trace: Trace; pattern: RegExp; literal: string }[] = [];
  const cnames: { system: System; suffix: string }[] = [];

  for (const source of systems) {
    const system = compiled.get(source.id);
    if (system === undefined) continue;
    for (const { host, path, use, board } of source.tenantUrls) {
      const entry: Entry = {
        system,
        host: new RegExp(host),
        path: path === undefined ? undefined : new RegExp(path),
        use,
        board,
      };
      const suffixes = suffixesOf(host);
      if (suffixes.length === 0) anywhere.push(entry);
      for (const suffix of suffixes) bySuffix.set(suffix, [...(bySuffix.get(suffix) ?? []), entry]);
    }
    for (const trace of source.traces) {
      traces.push({ system, trace, pattern: new RegExp(trace.pattern, "gd"), literal: literalOf(trace.pattern) });
    }
    for (const suffix of source.cnames) cnames.push({ system, suffix: suffix.toLowerCase() });
  }
  const literals = traces.map(({ literal }) => literal);
  const scan = createLiteralScan(literals);

  function recognise(address: string): Recognised | undefined {
    const parts = /^https?:\/\/(?:[^/?#@]*@)?([^/?#:]+)(?::\d+)?([^#]*)/i.exec(address);
    const host = parts?.[1]?.toLowerCase().replace(/\.$/, "");
    if (host === undefined) return undefined;
    const rest = parts?.[2] ?? "";
    const path = rest.startsWith("/") ? rest : `/${rest}`;
    const entries = bySuffix.get(lastLabels(host));
    const all = entries === undefined ? anywhere : anywhere.length === 0 ? entries : [...entries, ...anywhere];
    let vendorOnly: Recognised | undefined;
    for (const entry of all) {
      const found = match(entry, host, path);
      if (found?.tenant != null) return found;
      vendorOnly ??= found;
    }
    return vendorOnly;
  }

  return {
    systems: compiled,
    recognise,
    isVendor: (site) => vendors.has(site),
    traces(text, kinds) {
      const present = scan(text);
      const hits: TraceHit[] = [];
      for (const [id, { system, trace, pattern, literal }] of traces.entries()) {
        if (!kinds.has(trace.kind) || (literal !== "" && !present.has(id))) continue;
        for (const found of matches(pattern, text)) {
          const groups = namedOf(found);
          const tenant = tenantOf(system, groups);
          if (tenant === undefined) continue;
          const board = fill(trace.board, groups, tenant);
          const recognised: Recognised = { system, tenant, groups, use: "embed", board };
          hits.push({ recognised, trace, start: found.index, raw: found[0] });
        }
      }
      return hits;
    },
    byCname(target) {
      const host = target.toLowerCase().replace(/\.$/, "");
      const named = recognise(`https://${host}/`);
      if (named !== undefined && named.tenant !== null) return named;
      const known = cnames.find(({ suffix }) => host === suffix || host.endsWith(`.${suffix}`));
      if (known === undefined) return named;
      return { system: known.system, tenant: null, groups: {}, use: "board", board: null };
    },
  };
}

function compile(source: RecruitingSystem): System {
  const reserved = new Set(source.reserved);
  const notBoards = source.notBoards.map((pattern) => new RegExp(pattern, "i"));
  return {
    id: source.id,
    name: source.name,
    role: source.role,
    probes: source.probes,
    vendorDomains: new Set(source.vendorDomains),
    isCaseSensitive: source.caseSensitive,
    isReserved: (tenant) => reserved.has(tenant.toLowerCase()),
    isNotBoard: (address) => notBoards.some((pattern) => pattern.test(address)),
  };
}

function match(entry: Entry, host: string, path: string): Recognised | undefined {
  const onHost = entry.host.exec(host);
  if (onHost === null) return undefined;
  const onPath = entry.path?.exec(path);
  if (onPath === null || entry.system.isNotBoard(host + path)) return undefined;
  const groups = { ...namedOf(onHost), ...(onPath ? namedOf(onPath) : {}) };
  const tenant = tenantOf(entry.system, groups);
  if (tenant === undefined) return undefined;
  return { system: entry.system, tenant, groups, use: entry.use, board: fill(entry.board, groups, tenant) };
}

/** `null`: none named. `undefined`: the name is a reserved word, so this is no customer's address. */
function tenantOf(system: System, groups: Record<string, string>): string | null | undefined {
  const named = groups["tenant"];
  if (named === undefined || named === "") return null;
  if (system.isReserved(named)) return undefined;
  return named;
}

/** One spelling per tenant: case counts only where the vendor lets it. */
export function foldedTenant({ system, tenant }: Pick<Recognised, "system" | "tenant">): string {
  if (tenant === null) return "?";
  return system.isCaseSensitive ? tenant : tenant.toLowerCase();
}

function namedOf(match: RegExpExecArray): Record<string, string> {
  const groups: Record<string, string> = {};
  for (const [name, value] of Object.entries(match.groups ?? {})) if (value !== undefined) groups[name] = decoded(value);
  return groups;
}

function decoded(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A template with its named parts filled in; `null` when one of them is unknown. */
export function fill(
  template: string | undefined,
  groups: Readonly<Record<string, string>>,
  tenant: string | null,
): string | null {
  if (template === undefined) return null;
  const all: Readonly<Record<string, string>> = tenant === null ? groups : { ...groups, tenant };
  let isWhole = true;
  const filled = template.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = all[name];
    if (value === undefined) isWhole = false;
    return value ?? "";
  });
  return isWhole ? filled : null;
}

function* matches(pattern: RegExp, text: string): Generator<RegExpExecArray> {
  pattern.lastIndex = 0;
  for (let count = 0; count < 20; count += 1) {
    const found = pattern.exec(text);
    if (found === null) return;
    yield found;
    if (found[0] === "") pattern.lastIndex += 1;
  }
}

function lastLabels(host: string): string {
  const last = host.lastIndexOf(".");
  return host.slice(host.lastIndexOf(".", last - 1) + 1);
}

/** The last two labels of every host that a pattern can match; empty when they can't be told. */
function suffixesOf(pattern: string): string[] {
  if (!pattern.endsWith("$")) return [];
  const found = new Set<string>();
  for (const expanded of expand(pattern.slice(0, -1))) {
    const literal = /(?:^|[^a-z0-9-])((?:[a-z0-9-]+\\\.)+[a-z0-9-]+)$/.exec(expanded)?.[1]?.replaceAll("\\.", ".");
    // A label may have begun before the literal: only whole labels count.
    const whole = literal !== undefined && (literal.split(".").length > 2 || isWholeFrom(expanded, literal)) ? literal : undefined;
    if (whole === undefined) return [];
    found.add(lastLabels(whole));
  }
  return [...found];
}

function isWholeFrom(expanded: string, literal: string): boolean {
  const before = expanded.slice(0, -literal.replaceAll(".", "\\.").length);
  return before === "^" || before.endsWith("\\.") || before.endsWith(")?") || before.endsWith(")");
}

/** Writes out the alternatives of the last plain group, so that `\.(?:de|com)` is two literals. */
function expand(pattern: string): string[] {
  const group = /\((?:\?:|\?<\w+>)([a-z0-9|\\.-]+)\)((?:\\\.|[a-z0-9-])*)$/.exec(pattern);
  if (group === null) return [pattern];
  const head = pattern.slice(0, group.index);
  return (group[1] ?? "").split("|").map((option) => `${head}${option}${group[2] ?? ""}`);
}
