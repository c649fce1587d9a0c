/** Slows down whoever guesses: so many wrong passwords per address, and in all, within a while. */
export interface LoginLimit {
  /** Seconds to wait before the next try; 0: it may be tried now. */
  waitSeconds(address: string, now: number): number;
  failed(address: string, now: number): void;
  succeeded(address: string): void;
}

const windowMs = 600_000;
const mostPerAddress = 10;
const mostInAll = 100;

export function loginLimit(): LoginLimit {
  const failures = new Map<string, number[]>();

  const recent = (times: readonly number[], now: number) =>
    times.filter((at) => now - at < windowMs);
  const wait = (times: readonly number[], most: number, now: number) => {
    const oldest = times.at(-most);
    return oldest === undefined ? 0 : Math.ceil((oldest + windowMs - now) / 1_000);
  };

  return {
    waitSeconds(address, now) {
      for (const [known, times] of failures) {
        const left = recent(times, now);
        if (left.length === 0) failures.delete(known);
        else failures.set(known, left);
      }
      const all = [...failures.values()].flat().toSorted((a, b) => a - b);
      return Math.max(
        wait(failures.get(address) ?? [], mostPerAddress, now),
        wait(all, mostInAll, now),
      );
    },
    failed(address, now) {
      failures.set(address, [...(failures.get(address) ?? []), now]);
    },
    succeeded(address) {
      failures.delete(address);
    },
  };
}
