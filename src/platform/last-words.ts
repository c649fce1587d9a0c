import type { Logger } from "pino";

/** The part of a process that this needs. */
export interface Dying {
  on(event: "uncaughtException", listener: (error: unknown, origin: string) => void): unknown;
  exit(code: number): unknown;
}

/**
 * What nobody caught, a rejection too, is one line of the log and the process's end with exit code 1:
 * nobody knows what state it left, and the rows in hand come back by themselves.
 */
export function endOnUncaught(log: Pick<Logger, "fatal">, process_: Dying = process): void {
  process_.on("uncaughtException", (error, origin) => {
    log.fatal({ err: error, origin }, "nobody caught an error; the process ends");
    process_.exit(1);
  });
}
