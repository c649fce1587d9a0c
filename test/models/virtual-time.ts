import type { Clock } from "./keys-support.ts";

/** Time that passes only when every runner waits for it. */
export interface VirtualTime {
  readonly clock: Clock;
  /** Runs `work` so many times side by side; ends when all have ended. */
  run(runners: number, work: (runner: number) => Promise<void>): Promise<void>;
  sleepUntil(at: number): Promise<void>;
}

/** A simulation is as fast as its work, and the same on a slow machine. */
export function createVirtualTime(clock: Clock): VirtualTime {
  let alive = 0;
  let sleepers: { at: number; wake: () => void }[] = [];

  function passIfIdle(): void {
    if (alive === 0 || sleepers.length < alive) return;
    clock.now = Math.max(clock.now, Math.min(...sleepers.map(({ at }) => at)));
    const due = sleepers.filter(({ at }) => at <= clock.now);
    sleepers = sleepers.filter(({ at }) => at > clock.now);
    for (const { wake } of due) wake();
  }

  return {
    clock,
    async run(runners, work) {
      alive = runners;
      const runner = async (n: number) => {
        await work(n);
        alive -= 1;
        passIfIdle();
      };
      await Promise.all(Array.from({ length: runners }, (_, n) => runner(n)));
    },
    sleepUntil: (at) =>
      new Promise((wake) => {
        sleepers.push({ at, wake });
        passIfIdle();
      }),
  };
}
