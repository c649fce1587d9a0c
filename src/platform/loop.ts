import type { Logger } from "pino";

export interface Loop {
  /** Starts no further tick and wakes the wait; resolves when the tick in hand is over. */
  stop(): Promise<void>;
}

export interface LoopOptions {
  readonly name: string;
  /** Pause between the end of one tick and the start of the next. */
  readonly everyMs: number;
  /** The work; `signal` is aborted when the loop is told to stop. */
  readonly tick: (signal: AbortSignal) => Promise<unknown>;
  readonly log: Pick<Logger, "warn" | "info">;
}

/** However long the trouble lasts, the next try comes within this time (or the loop's own pace). */
const longestPauseMs = 2_000;
const shortestRetryMs = 50;

/**
 * Ticks at once and then for ever, one tick at a time. A tick that throws is logged (the first
 * time, and ever more rarely while it goes on), and the pause grows up to two seconds.
 */
export function startLoop({ name, everyMs, tick, log }: LoopOptions): Loop {
  const stopping = new AbortController();
  let failures = 0;

  async function once(): Promise<void> {
    try {
      await tick(stopping.signal);
      if (failures > 0) log.info({ loop: name, failures }, "loop works again");
      failures = 0;
    } catch (error) {
      if (stopping.signal.aborted) return;
      failures += 1;
      if (isPowerOfTwo(failures))
        log.warn({ loop: name, failures, err: error }, "loop failed; it goes on");
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await once();
      await pause(pauseMs(everyMs, failures), stopping.signal);
    }
  }

  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** How long to wait after so many failures in a row. */
export function pauseMs(everyMs: number, failures: number): number {
  if (failures === 0) return everyMs;
  const growing = Math.max(everyMs, shortestRetryMs) * 2 ** Math.min(failures, 16);
  return Math.min(growing, Math.max(everyMs, longestPauseMs));
}

/** Waits, or returns early when `signal` is aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done, { once: true });
  });
}

function isPowerOfTwo(n: number): boolean {
  return (n & (n - 1)) === 0;
}
