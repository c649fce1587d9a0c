import type { Snapshot } from "../../domain/snapshot.ts";
import type { Catalogue } from "./catalogue.ts";
import { isOwn, loadsOf } from "./loads.ts";
import { sighting, type Sighting } from "./sighting.ts";

/** What a request of this type may prove. */
const kindsOf = {
  script: ["script", "network"],
  document: ["iframe", "network"],
  stylesheet: ["link", "network"],
} as const satisfies Record<string, readonly ("script" | "iframe" | "link" | "network")[]>;

/**
 * Everything that the requests of a rendered page prove. Only what the page itself asked for
 * counts: an embedded frame's own requests are the embedded party's.
 */
export function recogniseNetwork(
  catalogue: Catalogue,
  network: Snapshot,
  pageUrl: string,
): Sighting[] {
  const found: Sighting[] = [];
  let start = 0;
  for (const line of network.text.split(/(?<=\n)/)) {
    const [, type = "", status = "", url = "", page = ""] = line.trimEnd().split(" ");
    if (isOwn(page, pageUrl) && wasAnswered(status)) {
      const kinds = kindsOf[type as keyof typeof kindsOf] ?? ["network"];
      for (const probe of loadsOf(catalogue, url, pageUrl, kinds)) {
        found.push(
          sighting(probe, network, { kind: "network", part: "body", start, match: line.trimEnd() }),
        );
      }
    }
    start += line.length;
  }
  return found;
}

function wasAnswered(status: string): boolean {
  const code = Number(status);
  return code >= 200 && code < 400;
}
