/** How many rows a queue should hold: about what its workers take in the time that it buys. */
export interface PaceWindow {
  /** To be told of each row taken. */
  taken(): void;
  /** The window for now, from the pace since it was last asked for and before. */
  size(now: number): number;
}

const worthMs = 1_000;

/**
 * A window that follows the pace: slow tiers hold little, so that a new batch's turn comes soon;
 * quick ones hold enough that nobody waits for the feeder.
 */
export function paceWindow(
  { least, most }: { least: number; most: number },
  start: number,
): PaceWindow {
  let count = 0;
  let since = start;
  let perMs = 0;
  return {
    taken() {
      count += 1;
    },
    size(now) {
      const elapsedMs = now - since;
      // A moment too short to tell anything is left to the next.
      if (elapsedMs >= 20) {
        perMs = (perMs + count / elapsedMs) / 2;
        count = 0;
        since = now;
      }
      return Math.min(Math.max(Math.ceil(perMs * worthMs), least), most);
    },
  };
}
