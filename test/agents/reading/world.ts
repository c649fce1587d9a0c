import { recruitingSystems } from "../../../specs/ats/catalogue.ts";
import { classifier } from "../../../specs/ats/classifier.ts";
import { discoverer } from "../../../specs/ats/discoverer.ts";
import type { AgentTools, AttemptReport } from "../../../src/agents/agent.ts";
import { indexCatalogue } from "../../../src/agents/ats/catalogue-index.ts";
import { createClassifier } from "../../../src/agents/ats/classifier.ts";
import { createDiscoverer } from "../../../src/agents/ats/discoverer.ts";
import type { Handoff, StepNote } from "../../../src/domain/handoff.ts";
import type { Snapshot } from "../../../src/domain/snapshot.ts";
import type { Verdict } from "../../../src/domain/evidence.ts";
import { atsRule } from "../../../src/evidence/rules/ats.ts";
import { verify } from "../../../src/evidence/verify.ts";
import type { CompletionAsk, ModelReply } from "../../../src/models/access.ts";
import type { ModelLimits } from "../../../src/specs/kit.ts";
import { fakeWeb, type Sites } from "../ats/harness.ts";

/** What a model is shown. */
export interface Shown {
  readonly step: string;
  readonly system: string;
  readonly user: string;
  /** The numbers of listed links whose line matches. */
  readonly numbered: (line: RegExp) => number[];
}

/** A model: what it answers, or a reply without an answer; `undefined`: empty lists. */
export type Mind = (shown: Shown) => unknown;

/** A reply of the gateway's instead of an answer. */
export class Instead {
  readonly reply: ModelReply<never>;

  constructor(reply: ModelReply<never>) {
    this.reply = reply;
  }
}

const by = { provider: "openai", model: "test", effort: "low" } as const;

export interface Ask {
  readonly step: string;
  readonly system: string;
  readonly user: string;
  readonly schemaName: string;
  readonly shown: readonly string[];
}

/** Models that think with `mind`, and what they were asked. */
export function fakeModel(
  mind: Mind,
  limits: ModelLimits,
): { model: NonNullable<AgentTools["model"]>; asks: Ask[] } {
  const asks: Ask[] = [];
  return {
    asks,
    model: {
      limits,
      deadline: Date.now() + 60_000,
      access: {
        async complete<T>(ask: CompletionAsk<T>): Promise<ModelReply<T>> {
          asks.push(ask);
          if (asks.length > limits.maxCalls)
            return { kind: "limit", limit: "agent_calls", detail: "no more calls" };
          const answer = mind({ ...ask, numbered: (line) => numbered(ask.user, line) });
          if (answer instanceof Instead) return answer.reply;
          const parsed = ask.schema.safeParse(answer ?? nothing[ask.schemaName]);
          return parsed.success
            ? { kind: "ok", value: parsed.data, by, isReplayed: false }
            : { kind: "invalid", detail: parsed.error.message };
        },
        converse: () => Promise.reject(new Error("nobody converses here")),
      },
    },
  };
}

export const emptyReading = { evidence: [], system: null, tenant: null, links: [], paths: [] };
const nothing: Readonly<Record<string, unknown>> = {
  ats_links: { numbers: [] },
  ats_reading: emptyReading,
  tech_reading: { evidence: [], links: [], scripts: [] },
};

function numbered(user: string, wanted: RegExp): number[] {
  return [...user.matchAll(/^(\d+)\. (.*)$/gm)]
    .filter(([, , line = ""]) => wanted.test(line))
    .map(([, number]) => Number(number));
}

export interface Case {
  readonly company?: string | null;
  readonly domain?: string;
  readonly sites: Sites;
  readonly names?: Readonly<Record<string, string>>;
  readonly notes?: readonly StepNote[];
}

export interface Attempted {
  readonly report: AttemptReport;
  readonly verdict: Verdict | undefined;
  readonly asks: readonly Ask[];
  readonly asked: readonly string[];
  /** The confirmed answer, or the reason there is none. */
  readonly result: unknown;
}

const catalogue = indexCatalogue(recruitingSystems);
const agents = {
  http: createDiscoverer(catalogue, discoverer),
  classifier: createClassifier(catalogue, classifier),
};
const rule = atsRule(recruitingSystems);
const limitsOf = {
  http: discoverer.constraints.model,
  classifier: classifier.constraints.model,
};
const pagesOf = {
  http: discoverer.constraints.maxPages,
  classifier: classifier.constraints.maxPages,
};

/** One attempt of one tier; without a mind there is no model. */
export async function attempt(
  tier: "http" | "classifier",
  each: Case,
  mind?: Mind,
  recall: (hash: string) => Snapshot | undefined = () => undefined,
): Promise<Attempted> {
  const { company = "Acme", domain = "acme.example", sites, names } = each;
  const web = fakeWeb(sites, names);
  const input = { company, domain, careers_url: null };
  const handoff: Handoff = {
    task: { workflow: "ats", batch: "b-secret", record: "b-secret-17", tier, attempt: 1 },
    context: { input, notes: [...(each.notes ?? [])] },
    constraints: { timeoutMs: 60_000, maxPages: pagesOf[tier] },
    deadline: Date.now() + 60_000,
  };
  const limits = limitsOf[tier];
  if (limits === undefined) throw new Error(`${tier} has no model`);
  const fake = fakeModel(mind ?? (() => undefined), limits);
  const report = await agents[tier](handoff, {
    web,
    renderer: undefined,
    recall: async (hash) => recall(hash),
    signal: new AbortController().signal,
    ...(mind && { model: fake.model }),
  });
  const { outcome } = report;
  const base = { report, asks: fake.asks, asked: web.asked };
  if (outcome.kind !== "claimed") {
    const result = outcome.kind === "unproven" ? outcome.reason : `postponed by ${outcome.by}`;
    return { ...base, verdict: undefined, result };
  }
  const known = new Map(report.snapshots.map((snapshot) => [snapshot.hash, snapshot]));
  const find = (hash: string) => known.get(hash) ?? recall(hash);
  const verdict = verify(outcome.claim, { input }, find, rule);
  const result = verdict.confirmed
    ? outcome.claim.kind === "answer"
      ? outcome.claim.output
      : `ended: ${outcome.claim.reason}`
    : `rejected: ${verdict.rejections.map(({ kind, detail }) => `${kind}: ${detail}`).join("; ")}`;
  return { ...base, verdict, result };
}

/** The first tier, then the second with what the first left, each with its mind. */
export async function climb(
  each: Case,
  minds: { readonly http?: Mind; readonly classifier?: Mind } = {},
): Promise<Attempted & { readonly first: Attempted }> {
  const first = await attempt("http", each, minds.http);
  if (first.verdict?.confirmed) return { ...first, first };
  const stored = new Map(first.report.snapshots.map((snapshot) => [snapshot.hash, snapshot]));
  const note: StepNote = {
    tier: "http",
    agent: "discoverer",
    attempt: 1,
    why: first.report.why,
    looked: [...first.report.looked],
    findings: JSON.parse(JSON.stringify(first.report.findings)) as StepNote["findings"],
    rejections: [],
  };
  const again = { ...each, notes: [...(each.notes ?? []), note] };
  const second = await attempt("classifier", again, minds.classifier, (hash) => stored.get(hash));
  return { ...second, first };
}

/** An own page with some text of its own. */
export const page = (body: string, title = "Acme") =>
  `<html><head><title>${title}</title></head><body>${body}<p>${"Acme makes things that people like. ".repeat(20)}</p></body></html>`;

export const lever = (site: string, name: string): Sites => ({
  [`https://jobs.lever.co/${site}`]: `<html><head><title>${name}</title><meta property="og:title" content="${name} jobs"></head><body class="list"><a class="posting" href="/x">Engineer</a></body></html>`,
});

export const greenhouse = (token: string, name: string): Sites => ({
  [`https://boards-api.greenhouse.io/v1/boards/${token}`]: JSON.stringify({ name, content: "" }),
});
