import { folded, saysCareers, saysNoise, saysOpenings } from "../page/careers-words.ts";
import { isCareersKind, type PageKind } from "../page/link-rank.ts";
import type { Link, LinkTag, Place } from "../page/page.ts";
import { isBareFile } from "./bare-file.ts";
import type { Weight } from "./sighting.ts";
import type { Recognised } from "./system.ts";

const frame: ReadonlySet<Place["region"]> = new Set(["nav", "header", "footer"]);

/** A link by what it says and where it stands. */
export function weighLink({ text, place }: Link, kind: PageKind, { use }: Recognised): Weight {
  if (use === "asset" || /powered by|software by|provided by/i.test(text)) return "hint";
  if (saysCareers(text) || saysOpenings(text)) return "call";
  if (saysNoise(text)) return "noise";
  // What stands around every page of a site says less about its jobs than what stands among them.
  if (isCareersKind(kind)) return frame.has(place.region) ? "link" : "call";
  if (saysNoise(place.heading)) return "noise";
  return place.region === "article" ? "hint" : "link";
}

/** Frames and forms: what the page loads. */
export function weighLoaded(kind: PageKind, { use }: Recognised): Weight {
  if (use === "asset") return "hint";
  return isCareersKind(kind) || kind === "home" ? "embed" : "link";
}

/** Scripts: the vendor's bare code may be left over, or be there for something else. */
export function weighScript(kind: PageKind, known: Recognised, url: string): Weight {
  return isBareFile(known, url) ? "hint" : weighLoaded(kind, known);
}

/** Addresses in code: on a careers page they are for its jobs, elsewhere for anything. */
export function weighCode(kind: PageKind, { use, tenant }: Recognised): Weight {
  return use !== "asset" && tenant !== null && isCareersKind(kind) ? "call" : "hint";
}

/** Hints to the browser and style sheets say that something may be loaded, not whose it is. */
export function weighTag({ rel }: LinkTag, kind: PageKind): Weight {
  return isCareersKind(kind) && (rel === "canonical" || rel === "alternate") ? "call" : "hint";
}

/** Addresses in attributes that are made for scripts. */
export function weighAttribute(kind: PageKind, { use }: Recognised): Weight {
  if (use === "asset") return "hint";
  return isCareersKind(kind) ? "call" : "link";
}

const aside =
  /talent (?:community|network|pool|cloud)|stay (?:connected|in touch)|job alerts?|newsletter|join our (?:community|network)|keep in touch|campus|alumni|referr?al|internal (?:careers|jobs|mobility)|employees?\b|returning applicant|candidate (?:login|home|portal)|log ?in|sign ?in/;

/** Whether a link is for people who know the company already, or may one day: no list of jobs. */
export function isAsideLink({ text, place }: Link): boolean {
  return aside.test(folded(text)) || (!saysOpenings(text) && aside.test(folded(place.heading)));
}
