import { tiers } from "../domain/tier.ts";
import type { NoticeDraft } from "../notices/notices.ts";
import type { Action } from "./actions.ts";
import type { BatchFacts, Facts } from "./facts.ts";
import type { Memory } from "./memory.ts";
import type { WatchdogSettings } from "./settings.ts";

type Repair = Extract<Action, { kind: "resume" | "release" | "kill_browser_orphans" }>;

export interface JudgedRepairs {
  readonly actions: readonly Repair[];
  /** When each repair was made, this look's included. */
  readonly repairs: Memory["repairs"];
  readonly stalled: readonly string[];
  readonly notices: readonly NoticeDraft[];
}

/** What must be repaired, and what has been repaired as often as it may be. */
export function judgeRepairs(
  facts: Facts,
  memory: Memory,
  settings: WatchdogSettings,
): JudgedRepairs {
  const { now } = facts;
  const wanted = facts.batches
    .filter(({ status }) => status === "active")
    .flatMap((batch) => wantedFor(batch, facts, settings));
  if (facts.browserOrphans.length > 0) wanted.push(killing(facts.browserOrphans));

  const repairs: Record<string, number[]> = {};
  for (const [name, times] of Object.entries(memory.repairs)) {
    const recent = times.filter((at) => at > now - settings.repairWindowMs);
    if (recent.length > 0) repairs[name] = recent;
  }
  const actions: Repair[] = [];
  const notices: NoticeDraft[] = [];
  for (const action of wanted) {
    const name = nameOf(action);
    const times = repairs[name] ?? [];
    const isSpent = times.length >= settings.mostRepairs;
    if (!isSpent) {
      actions.push(action);
      repairs[name] = [...times, now];
    }
    if (isSpent || isStanding(memory, name)) notices.push(exhausted(action, name, settings));
  }
  const stalled = actions.flatMap((action) =>
    action.kind === "resume" && action.isStalled ? [action.batch] : [],
  );
  return { actions, repairs, stalled, notices };
}

function wantedFor(batch: BatchFacts, facts: Facts, settings: WatchdogSettings): Repair[] {
  const repairs: Repair[] = [];
  const isStalled = standsStill(batch, facts, settings);
  const why = whyResume(batch, facts, isStalled);
  if (why !== undefined) repairs.push({ kind: "resume", batch: batch.id, why, isStalled });
  if (batch.stuck.length > 0) {
    const longest = Math.max(...batch.stuck.map(({ heldSince }) => facts.now - heldSince));
    repairs.push({
      kind: "release",
      batch: batch.id,
      why: `held for up to ${Math.round(longest / 1_000)} s, longer than their agents may take`,
      rows: batch.stuck,
      dueAt: facts.now + settings.coolDownMs,
    });
  }
  return repairs;
}

/**
 * Rows wait for a tier whose live workers have nothing in hand, and nothing of the batch has
 * changed for long. Rows that wait behind others', or for a worker to be started, don't stand still.
 */
function standsStill(batch: BatchFacts, facts: Facts, settings: WatchdogSettings): boolean {
  if (batch.held > 0 || facts.now - batch.lastChangeAt <= settings.stalledAfterMs) return false;
  return tiers.some((tier) => {
    const { held, workers } = facts.tiers[tier];
    return batch.waiting[tier] > 0 && held === 0 && workers.length > 0;
  });
}

function whyResume(batch: BatchFacts, { now }: Facts, isStalled: boolean): string | undefined {
  if (batch.lost > 0) return `${batch.lost} rows lost their job or their worker`;
  if (!batch.isInRotation) return "it was not fed to the queues any more";
  if (!isStalled) return undefined;
  const seconds = Math.round((now - batch.lastChangeAt) / 1_000);
  return `rows wait, workers are idle, and nothing changed for ${seconds} s`;
}

function killing(pids: readonly number[]): Repair {
  return { kind: "kill_browser_orphans", pids, why: "their worker is dead" };
}

function nameOf(action: Repair): string {
  return action.kind === "kill_browser_orphans" ? action.kind : `${action.batch} ${action.kind}`;
}

function isStanding({ standing }: Memory, subject: string): boolean {
  return standing.some((one) => one.cause === "repairs_exhausted" && one.subject === subject);
}

function exhausted(action: Repair, subject: string, settings: WatchdogSettings): NoticeDraft {
  const minutes = Math.max(1, Math.round(settings.repairWindowMs / 60_000));
  const what = {
    resume: "A batch had to be brought going",
    release: "Rows had to be taken from workers that hold them too long",
    kill_browser_orphans: "Browsers of dead workers had to be ended",
  }[action.kind];
  return {
    cause: "repairs_exhausted",
    subject,
    text: `${what} ${settings.mostRepairs} times in ${minutes} min, and it is needed again: ${action.why}.`,
    did: `Tried ${settings.mostRepairs} times; it goes on trying at that pace.`,
    ...("batch" in action ? { batch: action.batch } : {}),
  };
}
