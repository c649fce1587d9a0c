import { investigator } from "../../../specs/ats/investigator.ts";
import type { Handoff } from "../../domain/handoff.ts";
import type { AgentSpec } from "../../specs/kit.ts";
import type { RenderPlan, Renderer } from "../../web/web.ts";
import type { Agent, AgentTools } from "../agent.ts";
import { clickWords } from "../page/careers-words.ts";
import { isServerFailing } from "../page/explorer.ts";
import { isCareersKind, usualPaths } from "../page/link-rank.ts";
import { askBrowser, canBrowse, mayBeFound } from "./ask-browser.ts";
import { requireStrictTools } from "./browse-answer.ts";
import type { Catalogue } from "./catalogue-index.ts";
import { openSearch } from "./enter.ts";
import type { Lead } from "./leads.ts";
import { answered, unproven } from "./report.ts";
import { resume } from "./resume.ts";
import type { Search } from "./search.ts";
import { settle, type Settling } from "./settle.ts";
import { isOwn } from "./subject.ts";
import { readRequests, requestsIn, takeFrames } from "./take-rendered.ts";

const mostRenders = 5;
/** Time that must be left for one more render to be worth starting. */
const renderReserveMs = 15_000;

export interface InvestigatorOptions {
  /** A model drives from the start and answers by itself: what the cascade is measured against. */
  readonly modelFirst?: boolean;
}

/**
 * Tier 3: renders the careers page and what it leads to, and reads frames, clicks and requests;
 * where that proves nothing, a model may drive the browser.
 */
export function createInvestigator(
  catalogue: Catalogue,
  spec: AgentSpec = investigator,
  { modelFirst = false }: InvestigatorOptions = {},
): Agent {
  requireStrictTools();
  return async (handoff, tools) => {
    const search = openSearch(withModelTime(handoff, tools), tools, catalogue);
    await resume(search, handoff, tools);
    if (modelFirst)
      return askBrowser(search, { spec, handoff, tools, settling: nothingKnown, isAlone: true });
    const isUnderWay = canBrowse(tools) && (await tools.checkpoints?.load()) !== undefined;
    const settling = isUnderWay
      ? await settle(search, { isPatient: true, mostChecks: 8 })
      : await look(search, handoff, tools);
    if (settling.resolution.kind === "settled") return answered(search, settling);
    const found = unproven(search, settling, "browser");
    return isUnderWay || (canBrowse(tools) && mayBeFound(found))
      ? askBrowser(search, { spec, handoff, tools, settling })
      : found;
  };
}

const nothingKnown: Settling = { resolution: { kind: "open" }, checked: [] };

/** Vendors may still be asked while a model drives; renders end at the handoff's own deadline. */
function withModelTime(handoff: Handoff, { model }: AgentTools): Handoff {
  return model === undefined ? handoff : { ...handoff, deadline: model.deadline };
}

async function look(search: Search, { deadline }: Handoff, tools: AgentTools): Promise<Settling> {
  const { renderer, signal } = tools;
  addTargets(search);
  for (let renders = 0; renders < mostRenders; renders += 1) {
    if (renderer === undefined || Date.now() > deadline - renderReserveMs) break;
    const lead = search.frontier.next(
      ({ score, url }) => score >= leastScore(search) && isRenderable(url, search),
    );
    if (lead === undefined) break;
    if (!(await render(search, lead, renderer, signal))) continue;
    const settling = await settle(search, { isPatient: true, mostChecks: 5 });
    if (settling.resolution.kind === "settled") return settling;
  }
  return settle(search, { isPatient: true, mostChecks: 8 });
}

/** Where to look: careers pages that kept their list from plain visitors first, then the home page, then usual places. */
function addTargets(search: Search): void {
  const { subject, frontier, pages } = search;
  const add = (url: string, kind: Lead["kind"], score: number, isGuess = false) =>
    frontier.add({ url, kind, score, via: undefined, isGuess });
  const known = pages.filter(({ kind }) => isCareersKind(kind));
  for (const { url, kind, visit } of known) {
    frontier.reopen(url);
    add(
      url,
      kind,
      (kind === "job" ? 40 : kind === "openings" ? 92 : 90) + (visit.state === "shell" ? 5 : 0),
    );
  }
  for (const url of search.walled) {
    frontier.reopen(url);
    add(
      url,
      new URL(url).pathname.length > 1 ? "careers" : "home",
      new URL(url).pathname.length > 1 ? 88 : 80,
    );
  }
  if (subject.careersUrl !== null && isOwn(subject, subject.careersUrl))
    add(subject.careersUrl, "careers", 94);
  // Every address of a site that is one script answers the same: only a rendered home page tells the real ones.
  if (known.some(({ visit }) => visit.state !== "shell")) return;
  const home = pages.find(({ kind }) => kind === "home")?.url ?? `https://${subject.domain}/`;
  frontier.reopen(home);
  add(home, "home", 85);
  const lang = pages[0]?.visit.page.lang ?? "";
  for (const [i, path] of usualPaths(lang).slice(0, 2).entries())
    add(new URL(path, home).href, "careers", 45 - i, true);
}

function leastScore(search: Search): number {
  return search.pages.some(({ kind }) => isCareersKind(kind)) ? 35 : 30;
}

/** A browser is for own pages: a vendor's board says nothing there that its endpoints don't. */
function isRenderable(url: string, { subject, catalogue }: Search): boolean {
  return isOwn(subject, url) || catalogue.recognise(url) === undefined;
}

async function render(
  search: Search,
  lead: Lead,
  renderer: Renderer,
  signal: AbortSignal,
): Promise<boolean> {
  const plan: RenderPlan = {
    click: clickWords,
    maxClicks: 3,
    until: (url) => isTelling(url, search.catalogue),
  };
  const rendered = await renderer.render(lead.url, plan, signal);
  if (!rendered.ok) {
    search.explorer.note({ url: lead.url, answer: rendered.kind, snapshot: null });
    if (!lead.isGuess) search.failures.set(lead.url, rendered.kind);
    const isClosed = rendered.kind === "robots_denied";
    if (isClosed && !(await isServerFailing(search.explorer, lead.url)))
      search.walled.add(lead.url);
    return false;
  }
  search.explorer.note({
    url: lead.url,
    answer: rendered.frames[0]?.snapshot.status ?? 0,
    snapshot: rendered.frames[0]?.snapshot.hash ?? null,
  });
  const isTaken = takeFrames(search, lead, rendered.frames);
  readRequests(search, lead, rendered.network, requestsIn(rendered.network));
  return isTaken || search.sightings.length > 0;
}

function isTelling(url: string, catalogue: Catalogue): boolean {
  const known = catalogue.recognise(url);
  return (
    known !== undefined &&
    known.tenant !== null &&
    known.system.role === "system" &&
    known.use !== "asset"
  );
}
