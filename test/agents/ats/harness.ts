import { recruitingSystems } from "../../../specs/ats/catalogue.ts";
import { atsAgents } from "../../../src/agents/ats/ats-agents.ts";
import type { AttemptReport } from "../../../src/agents/agent.ts";
import type { Handoff, StepNote } from "../../../src/domain/handoff.ts";
import { sealSnapshot, type Snapshot } from "../../../src/domain/snapshot.ts";
import type { Tier } from "../../../src/domain/tier.ts";
import type { Verdict } from "../../../src/domain/evidence.ts";
import { atsRule } from "../../../src/evidence/rules/ats.ts";
import { verify } from "../../../src/evidence/verify.ts";
import type {
  FetchFailure,
  FetchFailureKind,
  Rendered,
  Renderer,
  Web,
} from "../../../src/web/web.ts";

/** A small made-up web: what stands at each address. */
export type Sites = Readonly<Record<string, string | Answer>>;
export interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
  readonly to?: string;
  readonly fails?: FetchFailureKind;
  readonly retryAt?: number;
}

const at = "2026-11-21T12:00:00.000Z";
const agents = atsAgents(recruitingSystems);
const rule = atsRule(recruitingSystems);

function plain(url: string): string {
  return url.replace(/#.*$/, "").replace(/\/$/, "");
}

export function snapshotOf(
  url: string,
  body: string,
  more: {
    status?: number;
    type?: string;
    source?: Snapshot["source"];
    requestedUrl?: string;
    redirects?: Snapshot["redirects"];
    headers?: readonly (readonly [string, string])[];
  } = {},
): Snapshot {
  const type =
    more.type ?? (/^\s*[{[]/.test(body) ? "application/json" : "text/html; charset=utf-8");
  const { source = "http", status = 200, redirects = [], requestedUrl = url } = more;
  const headers: [string, string][] =
    source === "http"
      ? [
          ["content-type", type],
          ...(more.headers ?? []).map(([name, value]): [string, string] => [name, value]),
        ]
      : [];
  return sealSnapshot(
    { source, requestedUrl, url, status, headers, redirects, charset: "utf-8", fetchedAt: at },
    new TextEncoder().encode(body),
  );
}

export function fakeWeb(
  sites: Sites,
  names: Readonly<Record<string, string>> | undefined,
): Web & { asked: string[] } {
  const pages = new Map(Object.entries(sites).map(([url, answer]) => [plain(url), answer]));
  const hosts = new Set(Object.keys(sites).map((url) => new URL(url).hostname));
  const asked: string[] = [];
  return {
    asked,
    async get(requestedUrl) {
      asked.push(requestedUrl);
      let url = new URL(requestedUrl).href;
      const redirects: Snapshot["redirects"] = [];
      for (let hops = 0; hops < 8; hops += 1) {
        const found = pages.get(plain(url));
        if (found === undefined && !hosts.has(new URL(url).hostname)) return gone(url);
        const answer: Answer =
          typeof found === "string"
            ? { body: found }
            : (found ?? { status: 404, body: "<title>404 Not Found</title><h1>Not found</h1>" });
        if (answer.fails !== undefined) {
          const failure: FetchFailure = {
            ok: false,
            kind: answer.fails,
            url,
            detail: answer.fails,
          };
          return answer.retryAt === undefined ? failure : { ...failure, retryAt: answer.retryAt };
        }
        if (answer.to === undefined) {
          const { status = 200, type, headers = [] } = answer;
          return {
            ok: true,
            snapshot: snapshotOf(url, answer.body ?? "", {
              status,
              ...(type === undefined ? {} : { type }),
              headers,
              requestedUrl: new URL(requestedUrl).href,
              redirects,
            }),
          };
        }
        const to = new URL(answer.to, url).href;
        redirects.push({ status: answer.status ?? 301, from: url, to });
        url = to;
      }
      return { ok: false, kind: "too_many_redirects", url, detail: "8 hops" };
    },
    async dns(name, type) {
      if (names === undefined) return undefined;
      const target = type === "CNAME" ? names[name] : undefined;
      const exists = target !== undefined;
      const text = exists
        ? `${name}. 0 IN CNAME ${target}.\n`
        : `; ${name}. IN ${type}: NXDOMAIN\n`;
      return snapshotOf(`dns:${name}?type=${type}`, text, {
        source: "dns",
        status: exists ? 0 : 3,
      });
    },
  };
}

function gone(url: string): FetchFailure {
  const host = new URL(url).hostname;
  const proof = snapshotOf(`dns:${host}?type=A`, `; ${host}. IN A: NXDOMAIN\n`, {
    source: "dns",
    status: 3,
  });
  return { ok: false, kind: "no_such_domain", url, detail: `${host} does not exist`, proof };
}

export interface Run {
  readonly report: AttemptReport;
  readonly verdict: Verdict | undefined;
  readonly asked: readonly string[];
  /** The answer, or the reason there is none. */
  readonly result: Readonly<Record<string, unknown>> | string;
}

export interface Case {
  readonly company?: string | null;
  readonly domain?: string;
  readonly careersUrl?: string | null;
  readonly sites: Sites;
  readonly names?: Readonly<Record<string, string>>;
  readonly rendered?: Readonly<Record<string, Rendered | FetchFailure>>;
  readonly maxPages?: number;
}

const pagesOf: Readonly<Record<Tier, number>> = { http: 8, classifier: 20, browser: 10 };

/** Runs the tiers in order, from `first` to `last`, as the engine would, until one is confirmed. */
export async function climb(
  each: Case,
  last: Tier = "http",
  first: Tier = "http",
): Promise<Run & { tier: Tier; runs: readonly Run[] }> {
  const stored = new Map<string, Snapshot>();
  const notes: StepNote[] = [];
  const runs: Run[] = [];
  const tiers: readonly Tier[] = ["http", "classifier", "browser"];
  for (const tier of tiers.slice(tiers.indexOf(first))) {
    const run = await attempt(each, tier, notes, stored);
    runs.push(run);
    const { report, verdict } = run;
    for (const snapshot of report.snapshots) stored.set(snapshot.hash, snapshot);
    const findings = JSON.parse(JSON.stringify(report.findings)) as StepNote["findings"];
    notes.push({
      tier,
      agent: tier,
      attempt: 1,
      why: report.why,
      looked: [...report.looked],
      findings,
      rejections: [],
    });
    if (tier === last || verdict?.confirmed === true) return { ...run, tier, runs };
  }
  throw new Error("no tier ran");
}

async function attempt(
  each: Case,
  tier: Tier,
  notes: StepNote[],
  stored: ReadonlyMap<string, Snapshot>,
): Promise<Run> {
  const {
    company = "Acme",
    domain = "acme.example",
    careersUrl = null,
    sites,
    names,
    rendered = {},
  } = each;
  const web = fakeWeb(sites, names);
  const input = { company, domain, careers_url: careersUrl };
  const handoff: Handoff = {
    task: { workflow: "ats", batch: "b", record: "b-1", tier, attempt: 1 },
    context: { input, notes },
    constraints: { timeoutMs: 60_000, maxPages: each.maxPages ?? pagesOf[tier] },
    deadline: Date.now() + 60_000,
  };
  const byUrl = new Map(Object.entries(rendered).map(([url, result]) => [plain(url), result]));
  const renderer: Renderer = {
    async render(url) {
      return (
        byUrl.get(plain(url)) ?? {
          ok: false,
          kind: "bad_response",
          url,
          detail: "not in this test",
        }
      );
    },
  };
  const report = await agents[tier](handoff, {
    web,
    renderer: tier === "browser" ? renderer : undefined,
    recall: async (hash) => stored.get(hash),
    signal: new AbortController().signal,
  });
  const { outcome } = report;
  if (outcome.kind !== "claimed")
    return {
      report,
      verdict: undefined,
      asked: web.asked,
      result: outcome.kind === "unproven" ? outcome.reason : "postponed",
    };
  const known = new Map([
    ...stored,
    ...report.snapshots.map((snapshot): [string, Snapshot] => [snapshot.hash, snapshot]),
  ]);
  const verdict = verify(outcome.claim, { input }, (hash) => known.get(hash), rule);
  const result = verdict.confirmed
    ? outcome.claim.kind === "answer"
      ? outcome.claim.output
      : `ended: ${outcome.claim.reason}`
    : `rejected: ${verdict.rejections.map(({ kind, detail }) => `${kind}: ${detail}`).join("; ")}`;
  return { report, verdict, asked: web.asked, result };
}

/** What a page that a browser rendered looks like to an agent. */
export function renderedPage(
  url: string,
  html: string,
  requests: readonly string[] = [],
  frames: readonly { url: string; html: string }[] = [],
): Rendered {
  return {
    ok: true,
    url,
    frames: [
      { snapshot: snapshotOf(url, html, { source: "browser" }), parent: null },
      ...frames.map((frame) => ({
        snapshot: snapshotOf(frame.url, frame.html, { source: "browser" }),
        parent: url,
      })),
    ],
    network: snapshotOf(url, requests.map((line) => `${line}\n`).join(""), { source: "network" }),
  };
}
