import { createHash } from "node:crypto";
import type { Verdict } from "../domain/evidence.ts";
import type { Handoff, Look } from "../domain/handoff.ts";
import { isSameSite } from "../domain/site.ts";
import type { Tier } from "../domain/tier.ts";
import type { Memory } from "../memory/host-memory.ts";
import type { HostMemory } from "../memory/memory.ts";
import { isSharedHost } from "../web/shared-hosts.ts";
import type { Agent, AttemptReport } from "./agent.ts";

/** One attempt, as far as it teaches something about hosts. */
export interface AttemptSeen {
  readonly tier: Tier;
  /** The record's own host; `undefined` when its input names none. */
  readonly domain: string | undefined;
  readonly report: AttemptReport;
  readonly verdict: Verdict | undefined;
}

export interface Lesson {
  readonly host: string;
  readonly facts: HostMemory;
}

const walls: ReadonlySet<Look["answer"]> = new Set([401, 403, 407, 429, 999]);

/**
 * What an attempt teaches: only what our own code saw (statuses, verdicts, where confirmed
 * evidence stood). Where a model had a say, none of its words: neither its reason nor its careers page.
 */
export function factsFrom({ tier, domain, report, verdict }: AttemptSeen): readonly Lesson[] {
  const byHost = new Map<string, HostMemory>();
  const add = (host: string, facts: HostMemory) => {
    if (Object.keys(facts).length > 0) byHost.set(host, { ...byHost.get(host), ...facts });
  };
  if (tier !== "browser") {
    const plain = looksByHost(report.looked);
    for (const [host, looks] of plain) if (isSharedHost(host)) add(host, wallSeen(looks, false));
    if (domain !== undefined) add(domain, wallSeen(ownLooks(plain, domain), isBlocked(report)));
  }
  if (domain !== undefined && verdict?.confirmed) add(domain, shownBy(tier, domain, report));
  for (const { host, facts } of report.learnt ?? []) {
    const { careersUrl: _, ...shared } = facts;
    add(host, host === domain ? facts : shared);
  }
  return [...byHost].map(([host, facts]) => ({ host, facts }));
}

function looksByHost(looked: readonly Look[]): Map<string, Look[]> {
  const byHost = new Map<string, Look[]>();
  for (const look of looked) {
    if (!URL.canParse(look.url)) continue;
    const { hostname } = new URL(look.url);
    byHost.set(hostname, [...(byHost.get(hostname) ?? []), look]);
  }
  return byHost;
}

/** A site answers at its name with and without `www.`. */
function ownLooks(byHost: ReadonlyMap<string, Look[]>, domain: string): readonly Look[] {
  return [...(byHost.get(domain) ?? []), ...(byHost.get(`www.${domain}`) ?? [])];
}

/** Our own judgement that a wall stood in the way; a model's word for it teaches nothing. */
function isBlocked({ outcome, origin, stop }: AttemptReport): boolean {
  const hadModel = origin === "model" || stop !== undefined;
  return !hadModel && outcome.kind === "unproven" && outcome.reason === "blocked";
}

/** A wall that every fetch met, or one that looked like a page; any page that came through denies it. */
function wallSeen(looks: readonly Look[], isJudgedBlocked: boolean): HostMemory {
  const answered = looks.filter(({ answer }) => typeof answer === "number");
  if (answered.length === 0) return {};
  if (isJudgedBlocked || answered.every(({ answer }) => walls.has(answer)))
    return { blocksBots: true };
  const isOpen = answered.some(({ answer }) => Number(answer) < 400);
  return isOpen ? { blocksBots: false } : {};
}

/** What a confirmed answer shows of the record's own host. */
function shownBy(
  tier: Tier,
  domain: string,
  { outcome, origin, looked, snapshots }: AttemptReport,
): HostMemory {
  if (outcome.kind !== "claimed" || outcome.claim.kind !== "answer") return {};
  const { evidence, output } = outcome.claim;
  const source = new Map(snapshots.map((snapshot) => [snapshot.hash, snapshot.source]));
  const leads = evidence.filter(({ fact, url }) => fact === "leads" && isSameSite(url, domain));
  const isRendered =
    leads.length > 0 &&
    leads.every(({ snapshot }) => ["browser", "network"].includes(source.get(snapshot) ?? ""));
  const needs: HostMemory =
    tier !== "browser" ? { needsBrowser: false } : isRendered ? { needsBrowser: true } : {};
  const careersUrl = output["careers_url"];
  const isOurs =
    origin !== "model" &&
    typeof careersUrl === "string" &&
    careersUrl.length <= 500 &&
    isSameSite(careersUrl, domain) &&
    (evidence.some(({ url }) => url === careersUrl) ||
      looked.some(({ url, answer }) => url === careersUrl && Number(answer) < 400));
  return isOurs ? { ...needs, careersUrl } : needs;
}

/** Writes down what an attempt taught. */
export async function learnFrom(
  memory: Pick<Memory, "learn">,
  { workflow, record }: { readonly workflow: string; readonly record: string },
  lessons: readonly Lesson[],
): Promise<void> {
  await Promise.all(lessons.map(({ host, facts }) => memory.learn(workflow, host, facts, record)));
}

/** So many recent records must agree before a row takes a short cut. */
const fewestAgreeing = 3;
/** One record in so many takes the long way all the same, so that memory can unlearn. */
const recheckEvery = 10;

/**
 * An agent that may remember: on the first tier a host that is well known to keep plain fetches
 * out sends its row straight to the browser, unless this record is one that checks. When nothing
 * is known, or the batch may not use a browser, it is the agent itself.
 */
export function withMemory(
  agent: Agent,
  workflow: string,
  memory: Pick<Memory, "scope" | "agreeing">,
  maxTier: Tier = "browser",
): Agent {
  return async (handoff, tools) => {
    const report = maxTier === "browser" ? await shortCut(handoff, workflow, memory) : undefined;
    return report ?? agent(handoff, { memory: memory.scope(workflow), ...tools });
  };
}

async function shortCut(
  { task, context }: Handoff,
  workflow: string,
  memory: Pick<Memory, "agreeing">,
): Promise<AttemptReport | undefined> {
  const { domain } = context.input;
  if (task.tier !== "http" || typeof domain !== "string" || isRecheck(task.record))
    return undefined;
  const agreeing = await memory.agreeing(workflow, domain, "blocksBots");
  if (agreeing < fewestAgreeing) return undefined;
  return {
    outcome: { kind: "unproven", reason: "blocked", to: "browser" },
    why: `${domain} kept plain fetches out on ${agreeing} other records lately; on to the browser`,
    looked: [],
    findings: null,
    snapshots: [],
  };
}

/** The same record always decides alike, so that a retry takes the same way. */
function isRecheck(record: string): boolean {
  const [first = 0, second = 0] = createHash("sha256").update(record).digest();
  return (first * 256 + second) % recheckEvery === 0;
}
