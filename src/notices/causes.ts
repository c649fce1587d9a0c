/** How much a notice matters: `critical` means that work stands still or can't be trusted. */
export const severities = ["warning", "critical"] as const;
export type Severity = (typeof severities)[number];

interface CauseWords {
  readonly severity: Severity;
  /** What is the matter, in a few words. */
  readonly title: string;
  /** What a person must decide. */
  readonly decide: string;
  /** Where the matter can be seen. */
  readonly page: "batch" | "keys" | "notices";
}

/** Everything that can need a person. A notice about a batch has the batch's id as its subject's first word. */
export const causes = {
  failure_spike: {
    severity: "warning",
    title: "Far more rows fail than before",
    decide: "Look at the reasons: pause the batch if something is broken, else let it go on.",
    page: "batch",
  },
  rows_exhausted: {
    severity: "warning",
    title: "Rows are out of retries",
    decide: "Retry them once what stopped them is cured, or accept them as failed.",
    page: "batch",
  },
  ceiling_near: {
    severity: "warning",
    title: "A batch nears its money ceiling",
    decide: "Top it up now, or let it stop at its ceiling.",
    page: "batch",
  },
  ceiling_reached: {
    severity: "critical",
    title: "A batch has reached its money ceiling",
    decide: "Top it up and its rows go on, or accept what is answered so far.",
    page: "batch",
  },
  key_disabled: {
    severity: "warning",
    title: "A key for models is disabled",
    decide: "Pay for it or replace it, then enable it; or go on without it.",
    page: "keys",
  },
  unknown_model: {
    severity: "warning",
    title: "A model is not known to its provider",
    decide: "Name another model in the spec, or give the key access to this one.",
    page: "keys",
  },
  no_worker: {
    severity: "critical",
    title: "Rows wait and no worker takes them",
    decide: "Start workers of this tier, or cancel the batches that need it.",
    page: "notices",
  },
  invariant_broken: {
    severity: "critical",
    title: "The books of a batch don't agree",
    decide: "Don't use its results before this is understood: keep its log, and run it anew.",
    page: "batch",
  },
  redis_trouble: {
    severity: "critical",
    title: "Redis is in trouble",
    decide: "Give it memory or disk, or correct its settings; no work is taken on until it writes.",
    page: "notices",
  },
  dependency_failed: {
    severity: "warning",
    title: "Something that Assay needs does not work",
    decide: "Mend it or take it out of the settings; `assay health` says since when.",
    page: "notices",
  },
  output_missing: {
    severity: "warning",
    title: "A scheduled batch did not produce its output",
    decide: "Look at why; start it by hand if its output is needed before the next time.",
    page: "notices",
  },
  watchdog_silent: {
    severity: "critical",
    title: "The watchdog is silent",
    decide: "Start it again: until then nothing is repaired and nobody is told.",
    page: "notices",
  },
  repairs_exhausted: {
    severity: "critical",
    title: "A repair was tried as often as it may be",
    decide: "Find out what breaks again and again; it does not come back by itself.",
    page: "notices",
  },
} as const satisfies Readonly<Record<string, CauseWords>>;

export type NoticeCause = keyof typeof causes;

/** What can need a person. */
export const noticeCauses = Object.keys(causes) as [NoticeCause, ...NoticeCause[]];
