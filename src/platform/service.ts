import type { Logger } from "pino";

/** Something that runs: started once, stopped once, in this order. */
export interface Service {
  readonly name: string;
  start(): Promise<void>;
  /** Finishes or hands back what is in hand. */
  stop(): Promise<void>;
}

type Log = Pick<Logger, "info" | "warn" | "error">;

/**
 * Starts services in order and returns how to stop them: in reverse, each one even if another
 * fails. When one can't start, those already running are stopped and its error is thrown.
 */
export async function startAll(
  services: readonly Service[],
  log: Log,
): Promise<{ stop(): Promise<void> }> {
  const started: Service[] = [];
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= stopInReverse(started, log));
  for (const service of services) {
    try {
      await service.start();
    } catch (error) {
      await stop().catch((stopError: unknown) => {
        log.error(
          { err: stopError, service: service.name },
          "could not stop cleanly after a failed start",
        );
      });
      throw error;
    }
    started.push(service);
  }
  return { stop };
}

async function stopInReverse(started: readonly Service[], log: Log): Promise<void> {
  const errors: unknown[] = [];
  for (const service of started.toReversed()) {
    try {
      await service.stop();
    } catch (error) {
      log.error({ err: error, service: service.name }, "service could not stop cleanly");
      errors.push(error);
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, "not every service stopped cleanly");
}

export type StopCause = "SIGINT" | "SIGTERM" | "disconnect";

/** What tells a process to stop. A worker whose parent is gone (`disconnect`) stops too. */
export interface StopSource {
  on(event: StopCause, listener: () => void): unknown;
  off(event: StopCause, listener: () => void): unknown;
}

const causes = ["SIGINT", "SIGTERM", "disconnect"] as const;

/**
 * Resolves at the first request to stop. From then on `force` is called at the second signal,
 * for whoever can't wait for the drain.
 */
export function untilStopped({
  source = process,
  force = (cause) => process.exit(cause === "SIGINT" ? 130 : 143),
}: {
  source?: StopSource;
  force?: (cause: StopCause) => void;
} = {}): Promise<StopCause> {
  return new Promise((resolve) => {
    let first = true;
    for (const cause of causes) {
      source.on(cause, () => {
        if (first) {
          first = false;
          resolve(cause);
        } else if (cause !== "disconnect") {
          force(cause);
        }
      });
    }
  });
}
