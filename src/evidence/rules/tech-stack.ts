import type { Technology } from "../../../specs/tech-stack/technology.ts";
import type { AnswerClaim } from "../../domain/evidence.ts";
import type { Found, Rejection, Subject, WorkflowRule } from "../workflow-rule.ts";
import { endingObjections } from "./endings.ts";
import { ownWitness } from "./tech-stack-own.ts";
import { shows } from "./tech-stack-signature.ts";

/**
 * The rule of the tech-stack workflow: every technology of the answer is in the catalogue, shown
 * by one of its own signatures on a page or DNS name of the record's own, and the category
 * columns say exactly what the list says. What is not shown can't be answered.
 */
export function techStackRule(technologies: readonly Technology[]): WorkflowRule {
  const byId = new Map(technologies.map((technology) => [technology.id, technology]));
  return {
    answer(claim, subject, found) {
      const proofs = found
        .filter(({ evidence }) => evidence.fact === "leads")
        .map((item) => read(byId, item));
      const isOwn = ownWitness(subject, found);
      const objections = proofs.flatMap((proof) => objectionsTo(proof, isOwn));
      const values = listOf(claim, "technologies");
      return [
        ...objections,
        ...unknownValues(values, byId),
        ...valuesWithoutEvidence(
          values,
          byId,
          proofs.filter((proof) => objectionsTo(proof, isOwn).length === 0),
        ),
        ...columnObjections(claim, values, byId),
      ];
    },
    ending: (claim, subject: Subject, found) => endingObjections(claim, subject, found),
  };
}

/** One piece of evidence in terms of the catalogue. */
interface Proof {
  readonly item: Found;
  readonly technology: Technology | undefined;
  /** Positions of the signatures that really stand there. */
  readonly shown: readonly number[];
}

function read(byId: ReadonlyMap<string, Technology>, item: Found): Proof {
  const technology = byId.get(item.evidence.signature ?? "");
  const shown = (technology?.signatures ?? []).flatMap((signature, at) =>
    shows(signature, item) ? [at] : [],
  );
  return { item, technology, shown };
}

function objectionsTo(
  { item, technology, shown }: Proof,
  isOwn: (item: Found) => boolean,
): Rejection[] {
  const { evidence } = item;
  const where = `${evidence.kind} at ${evidence.url}`;
  if (technology === undefined) {
    return [
      {
        kind: "unknown_value",
        detail: `${where}: no signature ${evidence.signature ?? "is named"}`,
      },
    ];
  }
  if (evidence.supports !== `technologies/${technology.id}`) {
    return [
      {
        kind: "signature_mismatch",
        detail: `${where}: ${technology.id} can't support ${evidence.supports}`,
      },
    ];
  }
  if (!isOwn(item)) return [{ kind: "not_own_page", detail: `${where}: not the record's own` }];
  if (shown.length > 0) return [];
  return [
    {
      kind: "signature_mismatch",
      detail: `${where}: what stands there is no signature of ${technology.id}`,
    },
  ];
}

function unknownValues(
  values: readonly string[],
  byId: ReadonlyMap<string, Technology>,
): Rejection[] {
  const unknown = values.filter((value, at) => !byId.has(value) || values.indexOf(value) !== at);
  return unknown.map((value) => ({
    kind: "unknown_value",
    detail: `${value} is not in the catalogue, or named twice`,
  }));
}

function valuesWithoutEvidence(
  values: readonly string[],
  byId: ReadonlyMap<string, Technology>,
  proofs: readonly Proof[],
): Rejection[] {
  if (values.length === 0)
    return [{ kind: "value_without_evidence", detail: "the answer names no technology" }];
  return values.flatMap((value): Rejection[] => {
    const technology = byId.get(value);
    if (technology === undefined || isProven(technology, proofs)) return [];
    return [{ kind: "value_without_evidence", detail: `nothing that stands shows ${value}` }];
  });
}

/** One strong signature, or two different weak ones. */
function isProven(technology: Technology, proofs: readonly Proof[]): boolean {
  const shown = new Set(
    proofs.filter((proof) => proof.technology === technology).flatMap((proof) => proof.shown),
  );
  const isStrong = [...shown].some((at) => technology.signatures[at]?.weak !== true);
  return isStrong || shown.size >= 2;
}

/** Every column beside the list holds the ids of its category, all of them and no others. */
function columnObjections(
  claim: AnswerClaim,
  values: readonly string[],
  byId: ReadonlyMap<string, Technology>,
): Rejection[] {
  const columns = Object.keys(claim.output).filter((name) => name !== "technologies");
  const known = values.flatMap((value) => byId.get(value) ?? []);
  const homeless = known.filter(({ category }) => !columns.includes(category));
  const wrong = columns.filter((name) => {
    const expected = known.filter(({ category }) => category === name).map(({ id }) => id);
    return !isSameSet(listOf(claim, name), expected);
  });
  return [
    ...homeless.map(({ id, category }): Rejection => ({
      kind: "unknown_value",
      detail: `${id} has no column ${category}`,
    })),
    ...wrong.map((name): Rejection => ({
      kind: "unknown_value",
      detail: `${name} is not what the technologies say`,
    })),
  ];
}

function listOf({ output }: AnswerClaim, field: string): string[] {
  const value = output[field];
  return Array.isArray(value) ? value.map(String) : [];
}

function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value) => b.includes(value));
}
