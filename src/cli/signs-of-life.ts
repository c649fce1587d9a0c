export interface SignsOfLife {
  /** Somebody lives. */
  seen(who: number): void;
  /** Somebody is gone, or not to be watched any more. */
  forget(who: number): void;
  /** Those that have been silent for too long. To be asked every now and then. */
  silent(): number[];
}

/**
 * Who has been silent for longer than `afterMs`. Time in which nobody asked does not count: then
 * whoever asks was stopped itself, or the machine slept.
 */
export function signsOfLife(afterMs: number, now: () => number): SignsOfLife {
  const seenAt = new Map<number, number>();
  let askedAt = now();
  return {
    seen(who) {
      seenAt.set(who, now());
    },
    forget(who) {
      seenAt.delete(who);
    },
    silent() {
      const at = now();
      const missedMs = at - askedAt > afterMs / 2 ? at - askedAt : 0;
      askedAt = at;
      if (missedMs > 0) for (const [who, last] of seenAt) seenAt.set(who, last + missedMs);
      return [...seenAt].filter(([, last]) => at - last > afterMs).map(([who]) => who);
    },
  };
}
