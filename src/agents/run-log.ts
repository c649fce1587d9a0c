import type { Logger } from "pino";

/** Where work on a record tells what it did, for whoever looks closely; each line names the run. */
export type RunLog = Pick<Logger, "debug">;
