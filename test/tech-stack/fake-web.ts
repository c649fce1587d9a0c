import type { AttemptReport } from "../../src/agents/agent.ts";
import { techStackAgents } from "../../src/agents/tech-stack/tech-stack-agents.ts";
import type { Claim, Verdict } from "../../src/domain/evidence.ts";
import type { Handoff, StepNote } from "../../src/domain/handoff.ts";
import { sealSnapshot, type Snapshot, type SnapshotMeta } from "../../src/domain/snapshot.ts";
import type { Tier } from "../../src/domain/tier.ts";
import { techStackRule } from "../../src/evidence/rules/tech-stack.ts";
import { verify } from "../../src/evidence/verify.ts";
import type { DnsType, FetchFailure, FetchFailureKind, Renderer, Web } from "../../src/web/web.ts";
import { technologies } from "../../specs/tech-stack/technologies.ts";

const fetchedAt = "2026-11-21T12:00:00.000Z";

export interface FakePage {
  readonly status?: number;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
  /** Where the redirects lead, one hop each. */
  readonly redirects?: readonly string[];
}

export interface FakeWorld {
  /** Pages, or how the fetch fails; any other address is refused. */
  readonly pages?: Readonly<Record<string, FakePage | FetchFailureKind>>;
  /** Zone lines under `acme.com MX`. */
  readonly zone?: Readonly<Record<string, readonly string[]>>;
}

export function snapshotOf(body: string, meta: Partial<SnapshotMeta> = {}): Snapshot {
  const full: SnapshotMeta = {
    source: "http",
    requestedUrl: "https://acme.com/",
    url: "https://acme.com/",
    status: 200,
    headers: [["content-type", "text/html; charset=utf-8"]],
    redirects: [],
    charset: "utf-8",
    fetchedAt,
    ...meta,
  };
  return sealSnapshot(full, Buffer.from(body), body);
}

export function pageSnapshot(requestedUrl: string, page: FakePage): Snapshot {
  const stops = [requestedUrl, ...(page.redirects ?? [])];
  return snapshotOf(page.body ?? "<html><body>Hello</body></html>", {
    requestedUrl,
    url: stops.at(-1) ?? requestedUrl,
    status: page.status ?? 200,
    headers: [
      ...(page.headers ?? []).map(([name, value]) => [name, value] as [string, string]),
      ["content-type", "text/html; charset=utf-8"],
    ],
    redirects: stops.slice(1).map((to, at) => ({ status: 301, from: stops[at] ?? "", to })),
  });
}

export function dnsSnapshot(
  name: string,
  type: string,
  lines: readonly string[],
  status = 0,
): Snapshot {
  const url = `dns:${name}?type=${type}`;
  const verdict = `; ${name}. IN ${type}: ${status === 3 ? "NXDOMAIN" : "no data"}\n`;
  const text = lines.length > 0 ? lines.map((line) => `${line}\n`).join("") : verdict;
  return snapshotOf(text, { source: "dns", requestedUrl: url, url, status, headers: [] });
}

/** A web that holds just what a test says. */
export function fakeWeb({ pages = {}, zone }: FakeWorld): Web & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async get(url) {
      asked.push(url);
      const page = pages[url] ?? "refused";
      if (typeof page !== "string") return { ok: true, snapshot: pageSnapshot(url, page) };
      const failure: FetchFailure = { ok: false, kind: page, url, detail: `${url}: ${page}` };
      const host = new URL(url).hostname;
      return page === "no_such_domain"
        ? { ...failure, proof: dnsSnapshot(host, "A", [], 3) }
        : failure;
    },
    async dns(name: string, type: DnsType) {
      return zone === undefined
        ? undefined
        : dnsSnapshot(name, type, zone[`${name} ${type}`] ?? []);
    },
  };
}

export function handoffOf(
  input: Record<string, string | null>,
  tier: Tier = "http",
  rejections: StepNote["rejections"] = [],
): Handoff {
  const note = {
    tier,
    agent: "fetcher",
    attempt: 1,
    why: "refused",
    looked: [],
    findings: null,
    rejections,
  };
  return {
    task: { workflow: "tech-stack", batch: "b", record: "r", tier, attempt: 1 },
    context: { input: { company: null, ...input }, notes: rejections.length > 0 ? [note] : [] },
    constraints: { timeoutMs: 10_000, maxPages: 14 },
    deadline: Date.now() + 60_000,
  };
}

const agents = techStackAgents(technologies);
export const rule = techStackRule(technologies);

export interface Ran {
  readonly report: AttemptReport;
  readonly claim: Claim | undefined;
  readonly verdict: Verdict | undefined;
  /** What the answer names; empty when there is none. */
  readonly found: readonly string[];
}

export interface RunOptions {
  readonly tier?: Tier;
  readonly input?: Record<string, string | null>;
  readonly renderer?: Renderer;
  /** What the verifier refused on the attempt before. */
  readonly rejections?: StepNote["rejections"];
}

/** Runs one agent in a made-up world and lets the verifier judge whatever it claims. */
export async function run(
  world: FakeWorld,
  { tier = "http", input = { domain: "acme.com" }, renderer, rejections = [] }: RunOptions = {},
): Promise<Ran> {
  const tools = {
    web: fakeWeb(world),
    renderer,
    recall: async () => undefined,
    signal: new AbortController().signal,
  };
  const report = await agents[tier](handoffOf(input, tier, rejections), tools);
  const { outcome, snapshots } = report;
  const claim = outcome.kind === "claimed" ? outcome.claim : undefined;
  const verdict = claim && judge(claim, snapshots, input);
  const list = claim?.kind === "answer" ? claim.output["technologies"] : [];
  return { report, claim, verdict, found: Array.isArray(list) ? list.map(String) : [] };
}

export function judge(
  claim: Claim,
  snapshots: readonly Snapshot[],
  input: Record<string, string | null> = { domain: "acme.com" },
): Verdict {
  return verify(claim, { input }, (hash) => snapshots.find((each) => each.hash === hash), rule);
}

/** The world of a company whose home page is this. */
export function home(page: FakePage): FakeWorld {
  return { pages: { "https://acme.com/": page } };
}

/** A whole page around a snippet. */
export function around(snippet: string): string {
  return `<!doctype html><html lang="en"><head><title>Acme, makers of anvils</title></head><body><h1>Acme</h1><p>${"We make anvils of every size and ship them worldwide. ".repeat(40)}</p>\n${snippet}\n</body></html>`;
}
