import type { IncomingMessage, ServerResponse } from "node:http";
import type { Claim, Evidence } from "../../../src/domain/evidence.ts";
import type { Snapshot } from "../../../src/domain/snapshot.ts";
import { type Refetched, refetchClaim } from "../../../src/agents/refetch.ts";
import type { LookDeps } from "../../../src/agents/refetch/look-again.ts";
import { verify, type WorkflowRule } from "../../../src/evidence/verify.ts";
import { among } from "../../evidence/support.ts";
import { startSite } from "../../web/support.ts";

export type Answer = string | ((request: IncomingMessage, response: ServerResponse) => void);

/** A site whose pages a test changes between two looks. */
export async function changingSite(answers: Record<string, Answer>) {
  let served = answers;
  const site = await startSite((request, response) => {
    const answer = served[request.url ?? ""];
    if (answer === undefined) response.writeHead(404).end("nothing here");
    else if (typeof answer === "function") answer(request, response);
    else response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(answer);
  });
  return {
    ...site,
    at: (path: string, host = "acme.test") => `http://${host}:${site.port}${path}`,
    change(next: Record<string, Answer>) {
      served = { ...served, ...next };
      site.seen.length = 0;
    },
  };
}

export function claimOf(...evidence: Evidence[]): Claim {
  return { kind: "answer", output: { ats: "greenhouse" }, evidence };
}

/** Everything stands: only what stands where is asked. */
export const anyRule: WorkflowRule = { answer: () => [], ending: () => [] };

export async function refetch(
  claim: Claim,
  snapshots: readonly Snapshot[],
  deps: Pick<LookDeps, "web"> & Partial<LookDeps>,
): Promise<Refetched> {
  return refetchClaim(claim, among(snapshots), {
    renderer: undefined,
    signal: new AbortController().signal,
    ...deps,
  });
}

/** The evidence on new bytes, after the verifier found all of it standing in them. */
export function provenAnew(refetched: Refetched): readonly Evidence[] {
  if (refetched.kind !== "refetched") throw new Error(JSON.stringify(refetched));
  const { claim, snapshots } = refetched;
  const verdict = verify(claim, { input: {} }, among(snapshots), anyRule);
  if (!verdict.confirmed) throw new Error(JSON.stringify(verdict));
  return claim.evidence;
}

/** Why a claim was refused. */
export function refusalsOf(refetched: Refetched): readonly string[] {
  if (refetched.kind !== "rejected") throw new Error(JSON.stringify(refetched));
  return refetched.rejections.map(({ kind, detail }) => `${kind} ${detail}`);
}
