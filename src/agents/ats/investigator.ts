import { partText, type Snapshot } from "../../domain/snapshot.ts";
import type { Rendered, RenderPlan, Renderer } from "../../web/web.ts";
import type { Agent } from "../agent.ts";
import { clickWords } from "../page/careers-words.ts";
import { isServerFailing } from "../page/explorer.ts";
import { isCareersKind, usualPaths } from "../page/link-rank.ts";
import { parsePage } from "../page/parse.ts";
import { stateOf } from "../page/site-state.ts";
import { isBareFile } from "./bare-file.ts";
import type { Catalogue } from "./catalogue-index.ts";
import { openSearch } from "./enter.ts";
import type { Lead } from "./leads.ts";
import { proofAt } from "./proof.ts";
import { answered, unproven } from "./report.ts";
import { resume } from "./resume.ts";
import { absorb, type Search } from "./search.ts";
import { settle, type Settling } from "./settle.ts";
import { isOwn } from "./subject.ts";

const mostRenders = 5;
/** Time that must be left for one more render to be worth starting. */
const renderReserveMs = 15_000;

/** Tier 3: renders the careers page and what it leads to, and reads frames, clicks and requests. */
export function createInvestigator(catalogue: Catalogue): Agent {
  return async (handoff, tools) => {
    const search = openSearch(handoff, tools, catalogue);
    await resume(search, handoff, tools);
    addTargets(search);
    let settling: Settling = { resolution: { kind: "open" }, checked: [] };
    for (let renders = 0; renders < mostRenders; renders += 1) {
      if (tools.renderer === undefined || Date.now() > handoff.deadline - renderReserveMs) break;
      const lead = search.frontier.next(
        ({ score, url }) => score >= leastScore(search) && isRenderable(url, search),
      );
      if (lead === undefined) break;
      if (!(await render(search, lead, tools.renderer, tools.signal))) continue;
      settling = await settle(search, { isPatient: true, mostChecks: 5 });
      if (settling.resolution.kind === "settled") return answered(search, settling);
    }
    settling = await settle(search, { isPatient: true, mostChecks: 8 });
    return settling.resolution.kind === "settled"
      ? answered(search, settling)
      : unproven(search, settling, "browser");
  };
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
  return takeRendered(search, lead, rendered);
}

function takeRendered(search: Search, lead: Lead, { frames, network }: Rendered): boolean {
  let isTaken = false;
  for (const { snapshot, parent } of frames) {
    // Frames of other sites are read by their address in the page around them.
    if (parent !== null && !isOwn(search.subject, snapshot.url)) continue;
    search.explorer.keep(snapshot);
    const page = parsePage(snapshot);
    const visit = { ok: true, snapshot, page, state: stateOf(page) } as const;
    if (visit.state !== "blocked") search.walled.delete(lead.url);
    isTaken =
      absorb(search, visit, { ...lead, url: parent === null ? lead.url : snapshot.url }) || isTaken;
  }
  search.explorer.keep(network);
  readRequests(search, lead, network);
  return isTaken || search.sightings.length > 0;
}

/** What the page itself asked of vendors, or sent its visitor to. */
function readRequests(search: Search, lead: Lead, network: Snapshot): void {
  const text = partText(network, "body");
  let start = 0;
  for (const line of text.split("\n")) {
    const request = /^(\S+) (\S+) (\d+) (\S+) (\S+)$/.exec(line);
    const [, , type = "", status = "0", url = "", from = ""] = request ?? [];
    const known = request === null ? undefined : search.catalogue.recognise(url);
    if (known !== undefined && isAsked(search, from, lead)) {
      const isRefused = Number(status) >= 400;
      const isAsset =
        known.use === "asset" ||
        type === "image" ||
        type === "font" ||
        type === "stylesheet" ||
        (type === "script" && isBareFile(known, url));
      search.sightings.push({
        recognised: known,
        weight: isRefused || isAsset ? "hint" : "embed",
        proof: proofAt(network, "network", {
          raw: url,
          start: start + line.indexOf(` ${url} `) + 1,
        }),
        page: { url: from === "-" ? lead.url : from, kind: lead.kind },
        url,
        text: "",
        isAside: false,
        namesOther: false,
        via: undefined,
      });
    }
    start += line.length + 1;
  }
}

/** A request counts when an own page made it; what a vendor's frame asks for is the vendor's affair. */
function isAsked(search: Search, from: string, lead: Lead): boolean {
  return from === "-" ? isOwn(search.subject, lead.url) : isOwn(search.subject, from);
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
