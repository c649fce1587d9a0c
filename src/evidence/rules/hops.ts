import { partText } from "../../domain/snapshot.ts";
import type { Found } from "../workflow-rule.ts";

export interface Hop {
  readonly from: string;
  readonly to: string;
}

/** The unbroken chain of hops of the snapshot up to and with the one that was matched. */
export function hopsTo({ snapshot, evidence }: Found): readonly Hop[] {
  const before = partText(snapshot, "redirects").slice(0, evidence.locator.start);
  const index = before.split("\n").length - 1;
  const chain = snapshot.redirects.slice(0, index + 1);
  let first = chain.length - 1;
  while (first > 0 && isSame(chain[first - 1]?.to, chain[first]?.from)) first -= 1;
  return first < 0 ? [] : chain.slice(first);
}

function isSame(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a.replace(/#.*$/, "") === b.replace(/#.*$/, "");
}

/** A hop that goes wherever its own address says proves nothing about who sent us. */
export function isOpenRedirect({ from, to }: Hop): boolean {
  if (!URL.canParse(from) || !URL.canParse(to)) return true;
  const source = new URL(from);
  const target = new URL(to);
  if (source.hostname === target.hostname) return false;
  return decoded(source.pathname + source.search).includes(target.hostname);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text).toLowerCase();
  } catch {
    return text.toLowerCase(); // Not UTF-8 underneath: read as it stands.
  }
}

/** The name that a DNS answer is about, followed back from the matched record through CNAMEs. */
export function dnsOwner({ snapshot, spot }: Found): string | undefined {
  const asked = dnsName(snapshot.url);
  const records = snapshot.text
    .split("\n")
    .map((line) => /^(\S+?)\.?\s+\d+\s+IN\s+CNAME\s+(\S+?)\.?\s*$/i.exec(line));
  let name = /^(\S+?)\.?\s/.exec(spot.value)?.[1]?.toLowerCase();
  for (let steps = 0; steps < records.length && name !== asked; steps += 1) {
    const record = records.find((each) => each?.[2]?.toLowerCase() === name);
    if (!record?.[1]) break;
    name = record[1].toLowerCase();
  }
  return name === asked ? asked : undefined;
}

/** `acme.com` of `dns:acme.com?type=A`. */
export function dnsName(url: string): string | undefined {
  return /^dns:([^?/]+?)\.?(?:\?|$)/i.exec(url)?.[1]?.toLowerCase();
}
