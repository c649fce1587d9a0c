import type { Claim, Evidence } from "../domain/evidence.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import type { FindSnapshot } from "../evidence/verify.ts";
import type { Rejection } from "../evidence/workflow-rule.ts";
import { locateAnew } from "./refetch/locate-anew.ts";
import { createLooker, type LookDeps } from "./refetch/look-again.ts";
import { likely, waysBack } from "./refetch/ways-back.ts";

/** What became of a claim whose pages were fetched anew. */
export type Refetched =
  /** The same claim on new bytes: verify it, and store these snapshots. */
  | { readonly kind: "refetched"; readonly claim: Claim; readonly snapshots: readonly Snapshot[] }
  | { readonly kind: "rejected"; readonly rejections: readonly Rejection[] }
  /** A host asked for patience. */
  | { readonly kind: "postponed"; readonly retryAt: number; readonly detail: string };

type Anew =
  | { readonly evidence: Evidence; readonly snapshot: Snapshot }
  | { readonly rejection: Rejection }
  | { readonly postponed: { readonly retryAt: number; readonly detail: string } };

/** More pages than any honest claim cites. */
const mostSnapshots = 30;

/**
 * Fetches everything that a claim cites once more, by the verifier's own web (never the agent's,
 * which remembers), and looks every piece of evidence up in the new bytes: the same words in the
 * same channel, or the claim is rejected. Rejects only with the signal's reason.
 */
export async function refetchClaim(
  claim: Claim,
  snapshots: FindSnapshot,
  deps: LookDeps,
): Promise<Refetched> {
  deps.signal.throwIfAborted();
  const cited = new Set(claim.evidence.map(({ snapshot }) => snapshot));
  if (cited.size > mostSnapshots)
    return rejected([
      refusal(`the claim cites ${cited.size} pages; ${mostSnapshots} are the most`),
    ]);

  const looker = createLooker(deps);
  const find = (evidence: Evidence) => findAnew(evidence, snapshots, { ...deps, ...looker });
  const found = new Map<Evidence, { evidence: Evidence; snapshot: Snapshot }>();
  const rejections: Rejection[] = [];
  for (const evidence of inOrder(claim.evidence, snapshots)) {
    const anew = await find(evidence);
    if ("postponed" in anew)
      return rejections.length > 0
        ? rejected(rejections)
        : { kind: "postponed", ...anew.postponed };
    if ("rejection" in anew) rejections.push(anew.rejection);
    else found.set(evidence, anew);
  }
  if (rejections.length > 0) return rejected(rejections);
  const anew = claim.evidence.flatMap((evidence) => found.get(evidence) ?? []);
  return {
    kind: "refetched",
    claim: { ...claim, evidence: anew.map(({ evidence }) => evidence) },
    snapshots: [...new Map(anew.map(({ snapshot }) => [snapshot.hash, snapshot])).values()],
  };
}

const order = { dns: 0, http: 1, network: 2, browser: 3 } as const;

/** Cheap things first; and pages before their frames, which a render of the page brings along. */
function inOrder(evidence: readonly Evidence[], snapshots: FindSnapshot): readonly Evidence[] {
  const rank = ({ snapshot }: Evidence): number => {
    const old = snapshots(snapshot);
    if (old === undefined) return 0;
    // A frame without an address of its own comes with its page or not at all.
    return order[old.source] + (old.source === "browser" && !/^https?:/.test(old.url) ? 1 : 0);
  };
  return evidence.toSorted((a, b) => rank(a) - rank(b));
}

async function findAnew(
  evidence: Evidence,
  snapshots: FindSnapshot,
  { renderer, replay, look, rendered }: LookDeps & ReturnType<typeof createLooker>,
): Promise<Anew> {
  const old = snapshots(evidence.snapshot);
  if (old === undefined) {
    const detail = `snapshot ${evidence.snapshot.slice(0, 12)} is not at hand`;
    return { rejection: { kind: "snapshot_missing", detail } };
  }
  const among = (seen: readonly Snapshot[]) => {
    for (const snapshot of likely(old, seen)) {
      const located = locateAnew(evidence, old, snapshot);
      if (located !== undefined) return { evidence: located, snapshot };
    }
    return undefined;
  };
  const known = old.source === "browser" ? among(rendered()) : undefined;
  if (known !== undefined) return known;
  const details = new Set<string>();
  for (const way of waysBack(evidence, old, renderer !== undefined)) {
    const seen = await look(way);
    if (seen.kind === "postponed")
      return { postponed: { retryAt: seen.retryAt, detail: seen.detail } };
    const found = among(seen.snapshots);
    if (found !== undefined) return found;
    details.add(seen.detail);
  }
  const isShown = old.source === "browser" || old.source === "network";
  const redone = isShown && replay !== undefined ? among(await replay()) : undefined;
  if (redone !== undefined) return redone;
  const why = details.size > 0 ? [...details].join("; ") : "there is no way to fetch it again here";
  return { rejection: refusal(`${evidence.kind} at ${evidence.url}: not shown anew (${why})`) };
}

function rejected(rejections: readonly Rejection[]): Refetched {
  return { kind: "rejected", rejections };
}

function refusal(detail: string): Rejection {
  return { kind: "not_refetched", detail };
}
