import type { Claim, Evidence, Verdict } from "../domain/evidence.ts";
import { partText, type Snapshot, snapshotHash } from "../domain/snapshot.ts";
import { spotOf } from "./scan/spot.ts";
import type { Found, Rejection, Subject, WorkflowRule } from "./workflow-rule.ts";

export type { Subject, WorkflowRule } from "./workflow-rule.ts";

/** Finds the snapshot of a hash among those that are at hand. */
export type FindSnapshot = (hash: string) => Snapshot | undefined;

/**
 * Confirms or refuses a claim. A pure function of the claim, the record and the bytes: the same
 * three give the same verdict today, offline, years later. First every piece of evidence must
 * stand where it says, in the channel it says; only then is the workflow's rule asked whether
 * all of it together proves the answer.
 */
export function verify(
  claim: Claim,
  subject: Subject,
  snapshots: FindSnapshot,
  rule: WorkflowRule,
): Verdict {
  const check = sealChecker(snapshots);
  const results = claim.evidence.map((evidence) => find(evidence, check(evidence.snapshot)));
  const refused = results.filter(isRejection);
  if (refused.length > 0) return refuse(refused);
  const found = results.filter((result): result is Found => !isRejection(result));
  if (found.length === 0)
    return refuse([{ kind: "value_without_evidence", detail: "the claim cites no evidence" }]);
  const objections =
    claim.kind === "answer"
      ? rule.answer(claim, subject, found)
      : rule.ending(claim, subject, found);
  return objections.length === 0 ? { confirmed: true } : refuse(objections);
}

function refuse(rejections: readonly Rejection[]): Verdict {
  return { confirmed: false, rejections: [...rejections] };
}

function isRejection(result: Found | Rejection): result is Rejection {
  return "kind" in result;
}

/** Checks each snapshot once, however often it is cited. */
function sealChecker(snapshots: FindSnapshot): (hash: string) => Snapshot | Rejection {
  const checked = new Map<string, Snapshot | Rejection>();
  return (hash) => {
    const known = checked.get(hash);
    if (known) return known;
    const result = unsealed(hash, snapshots(hash));
    checked.set(hash, result);
    return result;
  };
}

/** The snapshot, its text decoded anew: what reading it from the store would give. */
function unsealed(hash: string, snapshot: Snapshot | undefined): Snapshot | Rejection {
  const short = hash.slice(0, 12);
  if (!snapshot) return { kind: "snapshot_missing", detail: `snapshot ${short} is not at hand` };
  if (snapshotHash(snapshot, snapshot.body) !== hash) {
    return {
      kind: "snapshot_altered",
      detail: `the bytes of snapshot ${short} do not have that hash`,
    };
  }
  const text = decoded(snapshot);
  if (text === undefined) {
    return {
      kind: "snapshot_altered",
      detail: `snapshot ${short} names an unknown charset, ${snapshot.charset}`,
    };
  }
  return { ...snapshot, hash, text };
}

function decoded({ charset, body }: Snapshot): string | undefined {
  try {
    return new TextDecoder(charset).decode(body);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function find(evidence: Evidence, snapshot: Snapshot | Rejection): Found | Rejection {
  if (!("body" in snapshot)) return snapshot;
  const { url, at, match, locator } = evidence;
  const where = `${evidence.kind} at ${url}`;
  if (!isAddressOf(evidence, snapshot))
    return { kind: "match_not_found", detail: `${where}: the snapshot is of ${snapshot.url}` };
  if (at !== snapshot.fetchedAt)
    return {
      kind: "match_not_found",
      detail: `${where}: fetched ${snapshot.fetchedAt}, not ${at}`,
    };
  const text = partText(snapshot, locator.part);
  if (!text.startsWith(match, locator.start)) {
    return {
      kind: "match_not_found",
      detail: `${where}: not there, verbatim, at ${locator.part} ${locator.start}`,
    };
  }
  const spot = spotOf(evidence, {
    text,
    start: locator.start,
    end: locator.start + match.length,
    snapshot,
  });
  if (typeof spot === "string") return { kind: "wrong_channel", detail: `${where}: ${spot}` };
  return { evidence, snapshot, spot };
}

/** The snapshot's own address or, for what its hops prove, one of theirs. */
function isAddressOf({ url, locator }: Evidence, snapshot: Snapshot): boolean {
  if (url === snapshot.url) return true;
  if (locator.part === "body") return false;
  return snapshot.redirects.some(({ from, to }) => url === from || url === to);
}
