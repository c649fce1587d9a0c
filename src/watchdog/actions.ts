import type { NoticeCause } from "../notices/causes.ts";
import type { NoticeDraft } from "../notices/notices.ts";
import type { StuckRow } from "./facts.ts";

export const repairKinds = [
  "resume",
  "release",
  "restart_worker",
  "kill_browser_orphans",
  "mend_scheduler",
  "discard_intake",
] as const;
export type RepairKind = (typeof repairKinds)[number];

/** What the watchdog does about what it sees. */
export type Action =
  | {
      /** Takes rows back whose worker or job is gone, and puts the batch back into the rotation. */
      readonly kind: "resume";
      readonly batch: string;
      readonly why: string;
      /** It stands still: jobs that are nowhere in their queue count as gone, too. */
      readonly isStalled: boolean;
    }
  | {
      /** Takes rows from workers that hold them for too long; each such attempt counts. */
      readonly kind: "release";
      readonly batch: string;
      readonly why: string;
      readonly rows: readonly StuckRow[];
      readonly dueAt: number;
    }
  | {
      readonly kind: "kill_browser_orphans";
      readonly why: string;
      readonly pids: readonly number[];
    }
  | { readonly kind: "raise"; readonly notice: NoticeDraft }
  | { readonly kind: "resolve"; readonly cause: NoticeCause; readonly subject: string };
