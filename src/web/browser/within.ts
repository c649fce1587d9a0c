/** The time for something in the browser is up. */
export class OutOfTime extends Error {
  override readonly name = "OutOfTime";

  constructor(what: string, afterMs: number) {
    super(`${what}: nothing after ${afterMs} ms`);
  }
}

/**
 * Waits for `work`, but no longer than `limitMs`: a page can keep most of the driver's promises
 * pending for ever. The work itself goes on until its page is closed; its late end is nobody's.
 */
export async function within<T>(limitMs: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new OutOfTime(what, limitMs)), Math.max(limitMs, 0));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Like `within`, but a miss or a failure is `undefined`: for what is welcome and not needed. */
export async function attempt<T>(limitMs: number, work: Promise<T>): Promise<T | undefined> {
  try {
    return await within(limitMs, "attempt", work);
  } catch {
    return undefined; // the page went away, navigated or hangs; the deadline judges that
  }
}

/** Waits for `work`, but no longer than until the caller gives up. */
export async function unlessAborted<T>(
  what: string,
  work: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(new OutOfTime(`${what}: the caller's time is up`, 0));
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
