import type { Reason } from "../../src/domain/reason.ts";
import type { Tier } from "../../src/domain/tier.ts";
import { type Line, createLines } from "./companies/lines.ts";
import { type Entry, createRoster } from "./companies/roster.ts";
import type { Step } from "./kinds/kind.ts";

/** What is true of one company, known to tests and never to the product. */
export type Truth = { readonly kind: string; readonly language: string } & (
  | {
      readonly determinable: true;
      /** The system of record, a slug of the catalogue. */
      readonly ats: string;
      /** How the vendor names the customer. */
      readonly tenant: string;
      readonly frontEnd: string | null;
      readonly boardUrl: string;
      /** The cheapest rung that can be expected to settle it. */
      readonly tier: Tier;
      /** Endings without an answer that are no fault. */
      readonly orElse: readonly Reason[];
      /** The way from the company's own site to the vendor. */
      readonly trail: readonly Step[];
    }
  | {
      readonly determinable: false;
      /** Acceptable reasons; empty for lines that are no record at all. */
      readonly reasons: readonly Reason[];
      /** Answers that would not be wrong. */
      readonly orAnswers: readonly string[];
    }
);

/** The truth about one entry. */
export function truthOf({ kind, scene, site }: Entry): Truth {
  const about = { kind: kind.name, language: scene.words.code };
  if ("reasons" in kind.truth) {
    const { reasons, orAnswers = [] } = kind.truth;
    return { ...about, determinable: false, reasons, orAnswers };
  }
  return {
    ...about,
    determinable: true,
    ats: scene.vendor.id,
    tenant: scene.tenant.key,
    frontEnd: site.frontEnd ?? kind.truth.frontEnd ?? null,
    boardUrl: scene.vendor.board(scene.tenant),
    tier: kind.truth.tier,
    orElse: kind.truth.orElse ?? [],
    trail: site.trail,
  };
}

/** Every line of `companies.csv`, in its order, with the truth about it. */
export function createTruth(): readonly { readonly line: Line; readonly truth: Truth }[] {
  return createLines(createRoster()).map((line) => ({ line, truth: truthOfLine(line) }));
}

function truthOfLine({ entry }: Line): Truth {
  if (entry) return truthOf(entry);
  return {
    kind: "bad-line",
    language: "",
    determinable: false,
    reasons: ["invalid_input"],
    orAnswers: [],
  };
}
