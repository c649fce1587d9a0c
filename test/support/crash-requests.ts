import type { LoggedRequest, SmallWeb } from "../small-web/server.ts";

export interface KeptRequests {
  /** Every request since the start, oldest first. */
  all(): readonly LoggedRequest[];
  count(): number;
  stop(): void;
}

const everyMs = 1_000;

/** Keeps every request of a small web, which itself remembers the last ones only. */
export function keepRequests(web: Pick<SmallWeb, "requests">): KeptRequests {
  const kept: LoggedRequest[] = [];
  const take = () => {
    const last = kept.at(-1);
    const recent = web.requests();
    kept.push(...recent.slice(last === undefined ? 0 : recent.lastIndexOf(last) + 1));
  };
  const timer = setInterval(take, everyMs);
  const all = () => {
    take();
    return kept;
  };
  return { all, count: () => all().length, stop: () => clearInterval(timer) };
}
