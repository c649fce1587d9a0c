/** Notes a problem at a path below the place that is being checked. */
export type Note = (path: string, problem: string, cure: string) => void;
