import { partText, type Snapshot } from "../../domain/snapshot.ts";
import type { Rendered } from "../../web/web.ts";
import { parsePage } from "../page/parse.ts";
import { stateOf } from "../page/site-state.ts";
import { isBareFile } from "./bare-file.ts";
import type { Lead } from "./leads.ts";
import { proofAt } from "./proof.ts";
import { absorb, type Search } from "./search.ts";
import { isOwn } from "./subject.ts";

/** Takes in the frames of a page that a browser showed. Whether one of them was an own page worth reading. */
export function takeFrames(search: Search, lead: Lead, frames: Rendered["frames"]): boolean {
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
  return isTaken;
}

/** One request of a page, as the network log tells it. */
export interface Request {
  readonly type: string;
  readonly status: number;
  readonly url: string;
  /** The page that made it; `-`: the browser itself, on its way to what was opened. */
  readonly from: string;
  /** Where `url` stands in the log. */
  readonly start: number;
  /** The visitor was taken there: no more than a link would be, for anything can be clicked. */
  readonly isVisit?: boolean;
}

/** Reads a network log line by line; what is no request is left out. */
export function requestsIn(network: Snapshot): Request[] {
  const requests: Request[] = [];
  let start = 0;
  for (const line of partText(network, "body").split("\n")) {
    const [, , type = "", status = "0", url = "", from = ""] =
      /^(\S+) (\S+) (\d+) (\S+) (\S+)$/.exec(line) ?? [];
    if (url !== "") {
      const at = start + line.indexOf(` ${url} `) + 1;
      requests.push({ type, status: Number(status), url, from, start: at });
    }
    start += line.length + 1;
  }
  return requests;
}

/** Reads what the page itself asked of vendors, or sent its visitor to. */
export function readRequests(
  search: Search,
  lead: Lead,
  network: Snapshot,
  requests: readonly Request[],
): void {
  search.explorer.keep(network);
  for (const { type, status, url, from, start, isVisit = false } of requests) {
    const known = search.catalogue.recognise(url);
    if (known === undefined || !isAsked(search, from, lead)) continue;
    const isAsset =
      known.use === "asset" ||
      type === "image" ||
      type === "font" ||
      type === "stylesheet" ||
      (type === "script" && isBareFile(known, url));
    search.sightings.push({
      recognised: known,
      weight: status >= 400 || isAsset ? "hint" : isVisit ? "link" : "embed",
      proof: proofAt(network, "network", { raw: url, start }),
      page: { url: from === "-" ? lead.url : from, kind: lead.kind },
      url,
      text: "",
      isAside: false,
      namesOther: false,
      via: undefined,
    });
  }
}

/** A request counts when an own page made it; what a vendor's frame asks for is the vendor's affair. */
function isAsked(search: Search, from: string, lead: Lead): boolean {
  return from === "-" ? isOwn(search.subject, lead.url) : isOwn(search.subject, from);
}
