/**
 * Why a record ended without an answer: the closed list, each with what would settle it.
 * `hopeless` reasons end the climb early, because no higher tier could do better; they must
 * carry their own proof.
 */
export const reasons = {
  no_such_domain: { hopeless: true, settledBy: "a domain that exists in DNS" },
  unreachable: { hopeless: false, settledBy: "a site that answers; retry when it is back" },
  blocked: { hopeless: false, settledBy: "permission from the site, or a proxy of your own" },
  parked: { hopeless: true, settledBy: "the domain the company really uses" },
  no_candidate_found: { hopeless: false, settledBy: "a page that names the vendor; give its URL" },
  not_disclosed: { hopeless: false, settledBy: "the company publishing it" },
  conflict: { hopeless: false, settledBy: "a person choosing between the named candidates" },
  evidence_rejected: { hopeless: false, settledBy: "evidence that the verifier can confirm" },
  out_of_scope: { hopeless: true, settledBy: "a workflow that covers this kind of record" },
  record_budget: { hopeless: false, settledBy: "a higher limit per record" },
  batch_ceiling: { hopeless: false, settledBy: "a higher ceiling for the batch" },
  model_unavailable: { hopeless: false, settledBy: "a model key that works; see `assay keys`" },
  deadline: { hopeless: false, settledBy: "more time per record" },
  retries_exhausted: { hopeless: false, settledBy: "a retry once the cause is gone" },
  cancelled: { hopeless: false, settledBy: "a retry of the batch" },
  invalid_input: { hopeless: true, settledBy: "a corrected input line" },
  agent_error: { hopeless: false, settledBy: "a fix in Assay; please report it" },
} as const satisfies Record<string, { hopeless: boolean; settledBy: string }>;

export type Reason = keyof typeof reasons;
export const reasonNames = Object.keys(reasons) as [Reason, ...Reason[]];
