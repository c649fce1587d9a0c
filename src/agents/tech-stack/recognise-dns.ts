import type { Snapshot } from "../../domain/snapshot.ts";
import type { Catalogue } from "./catalogue.ts";
import { sighting, type Sighting } from "./sighting.ts";

/** `acme.com. 300 IN MX 10 mx.example.` */
const zoneLine =
  /^(?<owner>\S+)\s+(?:\d+\s+)?(?:IN\s+)?(?<type>MX|TXT|NS|CNAME)\s+(?<data>.+?)\s*$/i;

/** Everything that one DNS answer about the domain's own name proves. */
export function recogniseDns(catalogue: Catalogue, snapshot: Snapshot, name: string): Sighting[] {
  const found: Sighting[] = [];
  let start = 0;
  for (const line of snapshot.text.split(/(?<=\n)/)) {
    const parts = zoneLine.exec(line.trimEnd())?.groups;
    if (parts !== undefined && bare(parts["owner"]) === bare(name)) {
      const type = (parts["type"] ?? "").toUpperCase();
      const value = valueOf(type, parts["data"] ?? "");
      for (const probe of catalogue.dns.get(type) ?? []) {
        if (probe.pattern?.test(value) !== true) continue;
        found.push(
          sighting(probe, snapshot, { kind: "dns", part: "body", start, match: line.trimEnd() }),
        );
      }
    }
    start += line.length;
  }
  return found;
}

function valueOf(type: string, data: string): string {
  if (type === "MX") return bare(data.replace(/^\d+\s+/, ""));
  if (type !== "TXT") return bare(data);
  // One text may come in several strings; they join without a space.
  const strings = [...data.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1] ?? "");
  return (strings.length > 0 ? strings.join("") : data).toLowerCase();
}

function bare(name = ""): string {
  return name.toLowerCase().replace(/\.$/, "");
}
