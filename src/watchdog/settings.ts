/** What the watchdog's decisions depend on besides the facts. Durations in ms. */
export interface WatchdogSettings {
  /** Between two looks. */
  readonly everyMs: number;
  /** A batch with work and no change for this long stands still. */
  readonly stalledAfterMs: number;
  /** A row that is released waits this long for its next attempt. */
  readonly coolDownMs: number;
  /** Repairs of one kind on one subject: so many within the time; then a person is told. */
  readonly mostRepairs: number;
  readonly repairWindowMs: number;
  /** Looks in a row at which a tier had work and no worker, before a person is told. */
  readonly looksWithoutWorker: number;
  /** Share of the money ceiling at which a person is told. */
  readonly ceilingShare: number;
  /** Share of Redis' memory at which a person is told. */
  readonly memoryShare: number;
}

/** Settings for looks that are `everyMs` apart. */
export function watchdogSettings(everyMs: number): WatchdogSettings {
  return {
    everyMs,
    stalledAfterMs: everyMs,
    coolDownMs: Math.min(60_000, everyMs / 2),
    mostRepairs: 3,
    repairWindowMs: 5 * everyMs,
    looksWithoutWorker: 3,
    ceilingShare: 0.8,
    memoryShare: 0.9,
  };
}
