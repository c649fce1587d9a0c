import type { Handoff } from "../../domain/handoff.ts";
import type { Snapshot } from "../../domain/snapshot.ts";
import type { AgentTools } from "../agent.ts";
import { parsePage } from "../page/parse.ts";
import { stateOf } from "../page/site-state.ts";
import { type Findings, findingsIn, type ProofNote } from "./findings.ts";
import { hopOf } from "./home.ts";
import type { Proof } from "./proof.ts";
import { redirectSightings } from "./sightings.ts";
import { claimSite, type Search, takeIn } from "./search.ts";
import { isOwn } from "./subject.ts";

/** Takes up where an earlier attempt stopped, from its stored snapshots: nothing known is fetched again. */
export async function resume(
  search: Search,
  handoff: Handoff,
  tools: AgentTools,
): Promise<Findings | undefined> {
  const findings = findingsIn(handoff);
  if (findings === undefined) return undefined;
  const recalled = new Map<string, Snapshot>();
  const recall = async (hash: string): Promise<Snapshot | undefined> => {
    const known = recalled.get(hash) ?? (await tools.recall(hash));
    if (known !== undefined) recalled.set(hash, known);
    return known;
  };
  const proofFrom = async (note: ProofNote | null): Promise<Proof | undefined> => {
    const snapshot = note === null ? undefined : await recall(note.snapshot);
    return note === null || snapshot === undefined ? undefined : { ...note, snapshot };
  };
  for (const url of findings.advised) search.advised.add(url);
  for (const { snapshot: hash, url, kind, via } of findings.pages) {
    const snapshot = await recall(hash);
    if (snapshot === undefined) continue;
    search.explorer.keep(snapshot);
    const page = parsePage(snapshot);
    const visit = { ok: true, snapshot, page, state: stateOf(page) } as const;
    search.sightings.push(...redirectSightings(snapshot, kind, search));
    const proof = (await proofFrom(via)) ?? hopOf(snapshot);
    if (!isOwn(search.subject, snapshot.url)) {
      if (proof === undefined) continue;
      claimSite(search, snapshot.url, proof);
    }
    search.frontier.done(url);
    takeIn(search, { url, kind, visit, via: proof });
  }
  for (const lead of findings.leads) {
    search.frontier.add({
      url: lead.url,
      kind: lead.kind,
      score: lead.score,
      via: await proofFrom(lead.via),
      isGuess: false,
    });
  }
  // What answered nothing useful is not asked again on this tier's account.
  for (const { url, answer } of handoff.context.notes.flatMap(({ looked }) => looked)) {
    if (typeof answer === "number" && answer >= 400 && answer < 500 && answer !== 429)
      search.frontier.done(url);
  }
  for (const url of findings.walled) search.walled.add(url);
  for (const url of findings.shells) search.shells.add(url);
  return findings;
}
