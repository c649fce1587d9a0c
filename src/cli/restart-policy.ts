/** Why a worker process is no more. */
export type Loss = "died" | "hung";

const limits = {
  // Whoever kills workers for sport, or a machine short of memory, is no reason to give up soon.
  died: { most: 10, withinMs: 60_000 },
  hung: { most: 3, withinMs: 600_000 },
} as const satisfies Record<Loss, { most: number; withinMs: number }>;
const promptMs = 200;
const resignedMs = 300_000;

export interface Restart {
  /** How long to wait before it is started again. */
  readonly delayMs: number;
  /** It was restarted as often as it may be: from here on only now and then. */
  readonly isExhausted: boolean;
  /** The losses that still count, this one among them. */
  readonly losses: readonly number[];
}

/** When a worker is started again that was lost at these times before, for the same reason. */
export function nextRestart(loss: Loss, earlier: readonly number[], now: number): Restart {
  const { most, withinMs } = limits[loss];
  const recent = earlier.filter((at) => now - at < withinMs);
  const isExhausted = recent.length >= most;
  const losses = [...recent, now];
  return { delayMs: isExhausted ? resignedMs : promptMs, isExhausted, losses };
}

/** A worker that has run for this long again is over its trouble. */
export const steadyAfterMs = 600_000;
