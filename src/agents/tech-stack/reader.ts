import type { Handoff } from "../../domain/handoff.ts";
import type { AgentSpec } from "../../specs/kit.ts";
import type { Agent, AgentTools, AttemptReport } from "../agent.ts";
import { type Desk, openDesk } from "../reading/desk.ts";
import { withoutAnswer } from "../reading/without-answer.ts";
import { answerFrom } from "./answer.ts";
import { readSiteWithModel } from "./ask-reader.ts";
import type { Catalogue } from "./catalogue.ts";
import { recogniseFetched } from "./fetcher.ts";
import { pagesWorthReading } from "./further-pages.ts";
import { notRefused } from "./refused.ts";
import { answered, unproven } from "./report.ts";
import { ownScripts, readBundle, readOwnPage, type SiteReading } from "./site-reading.ts";
import { type Start, startAtHome } from "./start.ts";
import { recogniseZone } from "./zone.ts";

const mostBundles = 4;
/** Pages that are left to what a model may name. */
const spare = 3;

/** Tier 2: the pages where a site uses what its home page does not; what they leave open, a model may read. */
export function createReader(catalogue: Catalogue, spec: AgentSpec): Agent {
  return async (handoff, tools) => {
    const { web } = tools;
    const desk = openDesk(tools);
    const begun = await startAtHome(handoff, web);
    if ("settled" in begun) return begun.settled;
    const { domain, page: home, looked: before, otherwise } = begun.start;
    if (home === undefined) {
      const answer = answerFrom(notRefused(await recogniseZone(catalogue, web, domain), handoff));
      return answer === undefined ? otherwise : answered(answer, before);
    }
    const looked = [...before];
    const sightings = recogniseFetched(catalogue, home);
    const reading: SiteReading = { web, catalogue, home, pages: [home], looked, sightings };
    const urls = pagesWorthReading(home);
    const kept = mostBundles + (desk === undefined ? 0 : spare);
    const pages = urls.slice(0, Math.max(0, handoff.constraints.maxPages - looked.length - kept));
    await readPages(reading, pages, tools);
    sightings.push(...(await recogniseZone(catalogue, web, domain)));
    if (sightings.length === 0) await readHomeScripts(reading, tools);
    const report = reportOf(reading, begun.start, handoff);
    if (desk === undefined || report.outcome.kind === "claimed") return report;
    const rest = urls.slice(pages.length);
    return askAbout(reading, { spec, desk, handoff, tools, start: begun.start, rest });
  };
}

async function readPages(
  reading: SiteReading,
  urls: readonly string[],
  { signal }: AgentTools,
): Promise<void> {
  for (const url of urls) {
    signal.throwIfAborted();
    await readOwnPage(reading, url);
  }
}

async function readHomeScripts(reading: SiteReading, { signal }: AgentTools): Promise<void> {
  for (const url of ownScripts([reading.home]).slice(0, mostBundles)) {
    signal.throwIfAborted();
    await readBundle(reading, url);
  }
}

/** What was read, as an answer or as none. */
function reportOf({ sightings, looked }: SiteReading, { domain, site }: Start, handoff: Handoff) {
  const answer = answerFrom(notRefused(sightings, handoff), site);
  if (answer !== undefined) return answered(answer, looked);
  const why = `read ${looked.length} pages and scripts of ${domain}; nothing in them is in the catalogue`;
  return unproven("not_disclosed", why, looked);
}

interface Asking {
  readonly spec: AgentSpec;
  readonly desk: Desk;
  readonly handoff: Handoff;
  readonly tools: AgentTools;
  readonly start: Start;
  /** Pages that waited for the model's choice. */
  readonly rest: readonly string[];
}

async function askAbout(reading: SiteReading, asking: Asking): Promise<AttemptReport> {
  const { spec, desk, handoff, tools, start, rest } = asking;
  const left = () => Math.max(0, handoff.constraints.maxPages - reading.looked.length);
  const asked = await readSiteWithModel(reading, { spec, desk, handoff, pagesLeft: left() });
  const advised = reportOf(reading, start, handoff);
  if (asked.kind === "read" && advised.outcome.kind === "claimed")
    return desk.sign({ ...advised, origin: "model" }, { stop: "submitted", why: asked.why });
  // What waited for the model's choice is read now, as it would have been without one.
  const read = new Set(reading.looked.map(({ url }) => url));
  await readPages(reading, rest.filter((url) => !read.has(url)).slice(0, left()), tools);
  const report = reportOf(reading, start, handoff);
  if (asked.kind === "unanswered")
    return report.outcome.kind === "claimed" ? report : withoutAnswer(asked.reply, report, desk);
  const stop = asked.followed === 0 ? "gave_up" : "no_progress";
  return desk.sign(report, { stop, why: asked.why });
}
