import { isOnlySoft, namePartsOf, type NameParts, wordsOf } from "./name-parts.ts";

/** Whose record it is, by every name that is known of it. */
export interface RecordNames {
  readonly company: string;
  /** The label of its domain: `acme` of acme.co.uk. */
  readonly label: string | undefined;
  /** What its own pages call it. */
  readonly own: readonly string[];
}

/**
 * Whether a name that somebody else tells is the record's. `unclear`: it names nobody, as
 * "Careers" does. Words in common are not enough: Acme Foods is not Acme Health, nor is it Acme.
 */
export function isRecordsName(told: string, record: RecordNames): "same" | "different" | "unclear" {
  const candidates = readingsOf(told);
  if (candidates.every((name) => namePartsOf(name).core.length === 0)) return "unclear";
  const names = [record.company, ...record.own].flatMap(readingsOf);
  const isSame = candidates.some(
    (candidate) =>
      names.some((name) => isSameName(candidate, name) || isInitialsOf(candidate, name)) ||
      (record.label !== undefined && isLabelOf(record.label, candidate)),
  );
  return isSame ? "same" : "different";
}

/** Whether two names are one company's, differing at most in legal form, spelling or a soft word. */
export function isSameName(a: string, b: string): boolean {
  const one = namePartsOf(a);
  const other = namePartsOf(b);
  if (one.core.length === 0 || other.core.length === 0) return false;
  if (compact(a) === compact(b)) return true;
  if (!isSameCore(one, other)) return sameInFull(one, other);
  // One may say "Technologies" where the other says nothing; "Labs" and "Foods" are two companies.
  const onlyOne = one.soft.filter((word) => !other.soft.includes(word));
  const onlyOther = other.soft.filter((word) => !one.soft.includes(word));
  return onlyOne.length === 0 || onlyOther.length === 0;
}

function isSameCore(one: NameParts, other: NameParts): boolean {
  if (one.core.join("") === other.core.join("")) return true;
  // "University of Acme", "Acme University".
  return one.core.length > 1 && one.core.toSorted().join(" ") === other.core.toSorted().join(" ");
}

/** "Data Dog" and "Datadog Labs"; soft words may be part of the other's only word: "JetTech". */
function sameInFull(one: NameParts, other: NameParts): boolean {
  const full = (parts: NameParts) => [...parts.core, ...parts.soft].join("");
  return full(one) === full(other);
}

/** All letters and digits of a name. */
function compact(name: string): string {
  return wordsOf(name).join("");
}

/**
 * Initials stand for a long name ("IBM" told of International Business Machines). Never the other
 * way round: any number of companies have those initials.
 */
function isInitialsOf(told: string, name: string): boolean {
  const words = wordsOf(told);
  const [initials] = words;
  if (words.length !== 1 || initials === undefined || initials.length < 3) return false;
  const long = wordsOf(name).filter((word) => word !== "the");
  const short = long.filter(
    (word) =>
      !/^(?:and|of|for|de|inc|llc|ltd|corp|corporation|company|co|plc|gmbh|ag|sa)$/.test(word),
  );
  const first = (all: readonly string[]) => all.map((word) => word.charAt(0)).join("");
  return short.length >= 3 && (first(short) === initials || first(long) === initials);
}

const affixes =
  /^(?:get|try|join|use|go|my|the|we|we-are|weare|hello|hey|team|work-at|workat|with)-?(?=[a-z0-9]{3})|(?<=[a-z0-9]{4})-?(?:hq|app|inc|corp|group|labs|tech|global|online|usa|llc|ltd|gmbh|software|careers|jobs|team)$/g;

/** Whether a domain's label is a name written together: `getacme`, `acme-hq`, `acmehealth`. */
export function isLabelOf(label: string, name: string): boolean {
  const parts = namePartsOf(name);
  const wholes = new Set([
    compact(name),
    [...parts.core, ...parts.soft].join(""),
    parts.core.join(""),
  ]);
  const plain = label.toLowerCase();
  const labels = [plain.replaceAll("-", ""), plain.replace(affixes, "").replaceAll("-", "")];
  return labels.some((each) => each.length >= 2 && wholes.has(each));
}

/**
 * The names that a written name may stand for: "Acme (formerly Beta)" both, "Acme, a Beta company"
 * and "Acme by Beta" the first, "Acme Ltd t/a Beta" both.
 */
function readingsOf(written: string): string[] {
  const text = written.replace(/\s+/g, " ").trim();
  const [bare = text] = text.split(
    /\s*(?:,|[-–—|]|\bis)\s+(?:an?|part of|member of|powered by)\s/i,
  );
  const [own = bare] = bare.split(/\s+(?:by|part of|powered by)\s+(?=\p{Lu})/u);
  const inside = /\(([^)]{2,80})\)/.exec(own)?.[1];
  const outside = own.replace(/\([^)]*\)/g, " ").trim();
  const others = outside.split(
    /\s+(?:dba|d\/b\/a|t\/a|trading as|doing business as|formerly|fka|aka|[|–—])\s+/i,
  );
  const former = inside?.replace(/^(?:formerly|fka|aka|previously|now|dba|d\/b\/a)\s+/i, "");
  const parts = [...others, ...(former === undefined ? [] : [former])].filter(
    (part) => !isOnlySoft(part),
  );
  return [...new Set([outside, ...parts])].filter(Boolean);
}
