import type { BrowseState } from "./browse-state.ts";

const most = { visited: 60, hosts: 200, signals: 100, refused: 40 } as const;

/** Notes an address and how it answered; a new own one is news. */
export function noteVisit(state: BrowseState, url: string, answer: string): BrowseState {
  const { visited } = state.ledger;
  const known = visited.filter((visit) => visit.url !== url);
  return withLedger(state, {
    visited: [...known, { url, answer }].slice(-most.visited),
  });
}

/** Whether an address was noted before. */
export function isVisited({ ledger }: BrowseState, url: string): boolean {
  return ledger.visited.some((visit) => visit.url === url);
}

/** Notes hosts or signals; says whether one of them was new. */
export function noteFound(
  state: BrowseState,
  what: "hosts" | "signals",
  found: readonly string[],
): { state: BrowseState; hasNews: boolean } {
  const known = new Set(state.ledger[what]);
  const fresh = [...new Set(found)].filter((each) => !known.has(each));
  const kept = [...state.ledger[what], ...fresh].slice(0, most[what]);
  return { state: withLedger(state, { [what]: kept }), hasNews: fresh.length > 0 };
}

/** Notes what was refused, and by which rule. */
export function noteRefusal(state: BrowseState, what: string, why: string): BrowseState {
  const refused = [...state.ledger.refused, { what: what.slice(0, 300), why }];
  return withLedger(state, { refused: refused.slice(-most.refused) });
}

/** The ledger as a model that begins anew reads it. */
export function ledgerText({ ledger, documents }: BrowseState): string {
  const { visited, hosts, signals, refused } = ledger;
  return [
    ...visited.map(({ url, answer }) => `visited ${url}: ${answer}`),
    ...documents.slice(-20).map(({ id, kind, url }) => `document ${id}: ${kind} ${url}`),
    `hosts asked by pages: ${hosts.slice(0, 60).join(" ")}`,
    `recognised: ${signals.join(" ")}`,
    ...refused.map(({ what, why }) => `refused ${what}: ${why}`),
  ].join("\n");
}

function withLedger(state: BrowseState, changes: Partial<BrowseState["ledger"]>): BrowseState {
  return { ...state, ledger: { ...state.ledger, ...changes } };
}
