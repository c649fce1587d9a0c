import { z } from "zod";
import { noticeCauses, severities } from "./causes.ts";
import { plainLine } from "./plain.ts";

const Fact = z.union([z.string(), z.number(), z.boolean(), z.null()]);
/** Numbers and short words that go with a notice, by name. */
export type Facts = Readonly<Record<string, z.infer<typeof Fact>>>;
const Facts = z.record(z.string(), Fact);

/** Something that a person must know or decide, as it is stored. */
export const Notice = z.object({
  /** Of this time that it stands; the next time has another. */
  id: z.string(),
  cause: z.enum(noticeCauses),
  /** What it is about: a key's alias, a batch, a tier. */
  subject: z.string(),
  /** Never falls while the notice stands. */
  severity: z.enum(severities),
  /** What happened. */
  text: z.string(),
  /** What a person must decide. */
  decide: z.string(),
  /** What Assay already did. */
  did: z.string().nullable(),
  batch: z.string().nullable(),
  // As text, because Redis' JSON would round large numbers.
  facts: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(Facts),
  /** Numbers that are worse when they are larger. */
  worsens: z.record(z.string(), z.number()),
  /** How often it was told so far: raised, each time it got worse, resolved. */
  revision: z.int(),
  /** Epoch ms. */
  raisedAt: z.int(),
  /** When its cause was seen last. */
  updatedAt: z.int(),
  /** When it was raised or got worse last. */
  toldAt: z.int(),
});
export type Notice = z.infer<typeof Notice>;

export const eventKinds = ["raised", "worse", "resolved"] as const;

/** One thing to tell about a notice, with the notice as it was then. */
export const NoticeEvent = z.object({
  /** `<notice>-<revision>`: receivers see it again when they are told again. */
  id: z.string(),
  kind: z.enum(eventKinds),
  at: z.int(),
  /** What its severity was before it got worse. */
  severityBefore: z.enum(severities).nullable(),
  notice: Notice,
});
export type NoticeEvent = z.infer<typeof NoticeEvent>;

const mostFacts = 20;
const mostNameChars = 40;
const mostFactChars = 200;
/** A text's and a subject's bounds, in characters. */
export const mostTextChars = 600;
const mostSubjectChars = 200;

/** A subject as it is stored; raising and resolving must agree on it. */
export function plainSubject(subject: string): string {
  return plainLine(subject, mostSubjectChars);
}

/** Facts within bounds: few, short, on one line, no numbers that JSON has no words for. */
export function plainFacts(facts: Facts): Facts {
  return Object.fromEntries(
    Object.entries(facts)
      .slice(0, mostFacts)
      .map(([name, value]) => [plainLine(name, mostNameChars), plainFact(value)]),
  );
}

function plainFact(value: Facts[string] | undefined): Facts[string] {
  if (typeof value === "string") return plainLine(value, mostFactChars);
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  return value ?? null;
}
