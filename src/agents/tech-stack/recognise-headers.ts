import type { Snapshot } from "../../domain/snapshot.ts";
import { partText } from "../../domain/snapshot.ts";
import type { Catalogue } from "./catalogue.ts";
import { sighting, type Sighting } from "./sighting.ts";

/** Everything that the response headers and cookies of one page prove. */
export function recogniseHeaders(catalogue: Catalogue, snapshot: Snapshot): Sighting[] {
  const found: Sighting[] = [];
  let start = 0;
  for (const line of partText(snapshot, "headers").split(/(?<=\n)/)) {
    const text = line.trimEnd();
    const colon = text.indexOf(":");
    const name = text.slice(0, colon).toLowerCase();
    const value = text.slice(colon + 1).trim();
    const probes =
      name === "set-cookie"
        ? catalogue.cookies.filter(({ pattern }) =>
            pattern?.test(value.slice(0, value.indexOf("="))),
          )
        : (catalogue.headers.get(name) ?? []).filter(({ pattern }) => pattern?.test(value) ?? true);
    for (const probe of probes) {
      const isCookie = name === "set-cookie";
      // Of a cookie its name is proof enough; its value is nobody's business.
      const match = isCookie ? text.slice(0, text.indexOf("=") + 1) : text;
      found.push(
        sighting(probe, snapshot, {
          kind: isCookie ? "cookie" : "header",
          part: "headers",
          start,
          match,
        }),
      );
    }
    start += line.length;
  }
  return found;
}
