import type { Probe } from "../../../specs/ats/recruiting-system.ts";
import type { Snapshot } from "../../domain/snapshot.ts";
import type { Catalogue } from "./catalogue-index.ts";
import { compareName, compareWebsite, type Identity } from "./identity.ts";
import { type Proof, proofAt } from "./proof.ts";
import { saysGone } from "./says-gone.ts";
import type { Subject } from "./subject.ts";

/** What one answer of a vendor tells of a tenant. */
export interface Told {
  readonly life: "alive" | "dead" | "unknown";
  readonly identity: Identity;
  /** Where the answer shows that the tenant is in use. */
  readonly alive: Proof | undefined;
  /** Where it names the owner. */
  readonly owner: Proof | undefined;
  /** Whom it names, for a person. */
  readonly told: string | undefined;
}

export const nothingTold: Told = {
  life: "unknown",
  identity: "unstated",
  alive: undefined,
  owner: undefined,
  told: undefined,
};

/** Where nothing particular is asked for, the page's title or the beginning of the data will do. */
const anySign =
  /<title[^>]{0,80}>[^<]{1,120}|<body\b[^>]{0,80}>|^\s*[^\s<][^\n]{0,119}|<(?!!|\?)[a-z][^>]{0,80}>/i;

/** Reads an answer that came with a status of life. */
export function readAnswer(
  probe: Probe,
  snapshot: Snapshot,
  subject: Subject,
  catalogue: Catalogue,
): Told {
  const { text } = snapshot;
  // A vendor whose place holder is not known may still have one that says so in its headline.
  const isDead =
    probe.deadPattern === undefined ? saysGone(text) : pattern(probe.deadPattern).test(text);
  if (isDead) return { ...nothingTold, life: "dead" };
  const sign = (probe.alivePattern === undefined ? anySign : pattern(probe.alivePattern)).exec(
    text,
  );
  // Without its sign of life a tenant is undecided: an empty list of jobs is no closed account.
  if (sign === null) return nothingTold;
  const alive = proofAt(snapshot, "text", { raw: sign[0].slice(0, 200), start: sign.index });
  const owner = ownerIn(probe, text, subject, catalogue);
  if (owner === undefined) return { ...nothingTold, life: "alive", alive };
  return {
    life: "alive",
    alive,
    identity: owner.identity,
    owner: proofAt(snapshot, "text", owner),
    told: owner.raw,
  };
}

const titles =
  /<title[^>]{0,80}>([^<]{2,200})<\/title>|property=["']og:(?:title|site_name)["'][^>]{0,80}content=["']([^"']{2,200})/gi;

/** As `readAnswer`, of a page that is no probe: its titles may say yes as well, but never no. */
export function namesInTitle(
  probe: Probe,
  snapshot: Snapshot,
  subject: Subject,
  catalogue: Catalogue,
): Told {
  const told = readAnswer(probe, snapshot, subject, catalogue);
  if (told.life !== "alive" || told.identity !== "unstated") return told;
  for (const found of [...snapshot.text.matchAll(titles)].slice(0, 4)) {
    const title = found[1] ?? found[2] ?? "";
    if (compareName(title, subject) !== "match") continue;
    const raw = found[0].slice(0, 500);
    const owner = proofAt(snapshot, "text", { raw, start: found.index });
    return { ...told, identity: "match", owner, told: title };
  }
  return told;
}

interface Statement {
  readonly identity: Identity;
  readonly raw: string;
  readonly start: number;
}

/** A site outweighs a name; a match of either outweighs the other's difference. */
function ownerIn(
  probe: Probe,
  text: string,
  subject: Subject,
  catalogue: Catalogue,
): Statement | undefined {
  const website = statementIn(text, probe.websitePatterns, "website", (told) =>
    compareWebsite(told, subject, catalogue.isVendor),
  );
  if (website?.identity === "match") return website;
  const name = statementIn(text, probe.companyPatterns, "company", (told) =>
    compareName(told, subject),
  );
  return name?.identity === "match" ? name : (website ?? name);
}

/** The first statement that says something; a match anywhere outweighs it. */
function statementIn(
  text: string,
  patterns: readonly string[],
  group: "company" | "website",
  compare: (told: string) => Identity,
): Statement | undefined {
  const said: Statement[] = [];
  for (const source of patterns) {
    const found = pattern(source).exec(text);
    const raw = found?.groups?.[group]?.trim() === "" ? undefined : found?.groups?.[group];
    const start = found?.indices?.groups?.[group]?.[0];
    if (raw !== undefined && start !== undefined) said.push({ identity: compare(raw), raw, start });
  }
  return (
    said.find(({ identity }) => identity === "match") ??
    said.find(({ identity }) => identity === "mismatch")
  );
}

const compiled = new Map<string, RegExp>();

/** Patterns come from the catalogue: few, and the same for every record. */
function pattern(source: string): RegExp {
  const known = compiled.get(source) ?? new RegExp(source, "d");
  compiled.set(source, known);
  return known;
}
