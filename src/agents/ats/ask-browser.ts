import type { StopReason } from "../../domain/model.ts";
import type { Handoff } from "../../domain/handoff.ts";
import type { AgentSpec } from "../../specs/kit.ts";
import type { AgentTools, AttemptReport } from "../agent.ts";
import { type Browsed, browse } from "../browse/loop.ts";
import type { BrowseTask } from "../browse/browse-task.ts";
import { siteOf } from "../../domain/site.ts";
import { type Desk, openDesk } from "../reading/desk.ts";
import { withoutAnswer } from "../reading/without-answer.ts";
import { type BrowseLook, createBrowseLook } from "./browse-look.ts";
import { browseInstructions, browseQuestion, knownSoFar, startUrls } from "./browse-words.ts";
import { checkSubmission, whyOpen } from "./judge-submission.ts";
import { BrowseAnswer } from "./browse-answer.ts";
import { answered, unproven } from "./report.ts";
import type { Search } from "./search.ts";
import { settle, type Settling } from "./settle.ts";
import { isOwn } from "./subject.ts";

/** What a model is asked to find, and with what. */
export interface BrowserAsk {
  readonly spec: AgentSpec;
  readonly handoff: Handoff;
  readonly tools: AgentTools;
  /** What patterns came to. */
  readonly settling: Settling;
  /** The model must answer by itself: pages that prove it don't end the work. */
  readonly isAlone?: boolean;
}

/** Whether there are a model and pages for it to drive. */
export function canBrowse({ model, sessions }: AgentTools): boolean {
  return model !== undefined && sessions !== undefined;
}

/** What a person with a browser might still find: pages were read, and nobody keeps us waiting. */
export function mayBeFound({ outcome }: AttemptReport): boolean {
  if (outcome.kind !== "unproven") return false;
  const { reason } = outcome;
  return reason === "no_candidate_found" || reason === "not_disclosed" || reason === "conflict";
}

/**
 * Lets a model drive the browser. It chooses the way; what proves the answer is read from the
 * pages by the same patterns as ever, and the vendors are asked as ever.
 */
export async function askBrowser(search: Search, ask: BrowserAsk): Promise<AttemptReport> {
  const { tools, settling } = ask;
  const { model, sessions, checkpoints, approvals, browsing, log, signal } = tools;
  const desk = openDesk(tools);
  if (model === undefined || sessions === undefined || desk === undefined)
    throw new Error("a browser was asked of an attempt without one; this is a bug");
  const eyes = createBrowseLook(search, settling);
  const browsed = await browse(taskOf(search, ask, eyes), {
    model,
    sessions,
    checkpoints,
    approvals,
    log,
    asks: browsing?.asks ?? new Set(),
    allowed: browsing?.allowed ?? [],
    signal,
    now: Date.now,
  });
  signal.throwIfAborted();
  return reportOf(search, browsed, { desk, eyes });
}

function taskOf(
  search: Search,
  { spec, handoff, settling, isAlone = false }: BrowserAsk,
  eyes: BrowseLook,
): BrowseTask<BrowseAnswer, Settling> {
  const { catalogue, subject } = search;
  return {
    name: `ats ${handoff.task.record}`,
    system: browseInstructions(spec, catalogue),
    question: browseQuestion(search, handoff),
    known: knownSoFar(search, settling),
    submission: BrowseAnswer,
    startUrls: startUrls(search),
    isOwn: (url) => isOwn(subject, url),
    reaches: (url) =>
      catalogue.recognise(url) !== undefined || catalogue.isVendor(siteOf(url) ?? ""),
    isTelling: (url) => catalogue.recognise(url) !== undefined,
    async look(captured) {
      const now = await eyes.look(captured);
      return { signals: signalsOf(search), proven: isSettled(now) && !isAlone ? now : undefined };
    },
    async judge(submission, documentOf) {
      const checked = checkSubmission(submission, documentOf, search);
      if (checked.kind === "refused") return checked;
      const now = await settle(search, { isPatient: true, mostChecks: 8 });
      const isIts =
        now.resolution.kind === "settled" &&
        now.resolution.winner.candidate.system === checked.system;
      return isIts
        ? { kind: "accepted", result: now }
        : { kind: "refused", check: null, detail: whyOpen(now, checked.system) };
    },
  };
}

function isSettled({ resolution }: Settling): boolean {
  return resolution.kind === "settled";
}

function signalsOf({ sightings }: Search): string[] {
  const named = sightings
    .filter(({ weight }) => weight !== "noise")
    .map(({ recognised: { system, tenant } }) => `${system.id}/${tenant ?? "?"}`);
  return [...new Set(named)];
}

function reportOf(
  search: Search,
  { end, state }: Browsed<Settling>,
  { desk, eyes }: { desk: Desk; eyes: BrowseLook },
): AttemptReport {
  const refusals = state.ledger.refused.length;
  const walked = `A model took ${state.step} steps in the browser, over ${state.ledger.visited.length} pages${refusals === 0 ? "" : `; ${refusals} of its calls or submissions were refused`}`;
  if (end.kind !== "postponed") for (const check of state.fired) desk.refuse(check);
  if (end.kind === "accepted") {
    const { trails } = state;
    const found: AttemptReport = { ...answered(search, end.result), origin: "model", trails };
    const how = end.stop === "proven" ? "the pages then proved the answer" : "what it quoted stood";
    return withLedger(desk.sign(found, { stop: end.stop, why: `${walked}; ${how}.` }), state);
  }
  const found = unproven(search, eyes.settling(), "browser");
  if (end.kind === "postponed") {
    const { retryAt, detail, by } = end;
    // What was refused so far is counted once, when the work ends.
    return withLedger({ ...found, outcome: { kind: "postponed", retryAt, detail, by } }, state);
  }
  const sign = (report: AttemptReport, stop: StopReason) =>
    withLedger(desk.sign(report, { stop, why: `${walked}; ${end.detail}.` }), state);
  if (end.limit !== undefined) {
    const { limit, detail } = end;
    return withLedger(withoutAnswer({ kind: "limit", limit, detail }, found, desk), state);
  }
  return sign(found, end.stop);
}

/** What the harness noted, beside the findings that the next attempt goes on from. */
function withLedger(report: AttemptReport, { ledger }: Browsed<unknown>["state"]): AttemptReport {
  const findings = report.findings as Record<string, unknown>;
  return { ...report, findings: { ...findings, browsed: ledger } };
}
