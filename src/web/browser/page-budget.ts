import { failureOf } from "../fetch-failure.ts";
import type { FetchFailure } from "../web.ts";

/** Counts the pages of a session: an act costs one, whatever hops it takes. */
export interface PageBudget {
  /** The next act begins. */
  begin(): void;
  isSpent(): boolean;
  /** What speaks against one more navigation; otherwise it is counted. */
  objection(url: string): FetchFailure | undefined;
}

/** Hops of one act: redirects, and pages that move on by themselves, now or later. */
const maxHops = 15;

export function createPageBudget(maxPages: number): PageBudget {
  let pages = 0;
  let hops = 0;
  return {
    begin() {
      hops = 0;
    },
    isSpent: () => pages >= maxPages,
    objection(url) {
      if (hops === 0 && pages >= maxPages)
        return failureOf(url, { kind: "page_limit", detail: `${maxPages} pages opened` });
      if (hops === 0) pages += 1;
      hops += 1;
      if (hops <= maxHops) return undefined;
      return failureOf(url, { kind: "too_many_redirects", detail: `${maxHops} hops` });
    },
  };
}
