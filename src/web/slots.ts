import { allowAll, type RobotsRules } from "./robots-rules.ts";
import type { Egress } from "./egress.ts";
import type { HostBusy, HostSlot, HostVerdict } from "./politeness.ts";
import { paceOf } from "./shared-hosts.ts";
import type { RobotsVerdict } from "./robots.ts";
import { askRobots } from "./ask-robots.ts";

/** How long one fetch may wait for its turn without giving its worker back. */
const longestWaitMs = 5_000;

/** How long the hosts of a dead worker stay taken. */
const slotLeaseMs = 9_000;

/** A host's slot in hand, for as many requests as one fetch makes there in a row. */
export interface HeldHost {
  /** Whether the slot is good for this URL too: the same host, or the same shared budget. */
  covers(url: URL): boolean;
  /** The rules of a site of this host. */
  rulesFor(url: URL): Promise<RobotsVerdict>;
  /** What the last response said about the host. */
  learn(verdict: HostVerdict): void;
  /** Gives the slot back; says for how many ms the host is closed. */
  release(): Promise<number>;
}

/** Who waits for a host. */
export interface Waiter {
  /** Epoch ms. */
  readonly deadline: number;
  readonly signal: AbortSignal;
  /**
   * Hosts' budgets that have sent it away: each was a turn that is kept for it, and asking again
   * would take another one.
   */
  readonly sentAway?: Map<string, HostBusy>;
}

/** Waits for the turn at a URL's host. */
export async function holdHost(
  egress: Egress,
  url: URL,
  { deadline, signal, sentAway }: Waiter,
): Promise<HeldHost | HostBusy> {
  const { config, politeness, robots } = egress;
  const { key, pace } = paceOf(url.hostname, config.ASSAY_HOST_PAUSE_MS);
  const known = sentAway?.get(key);
  if (known && known.retryAt > Date.now()) return known;
  const knownDelayMs = robots.crawlDelayMs(url.origin);
  const slot = await politeness.acquire(
    {
      key,
      // A site that asks for a delay means it for all of us together.
      pace:
        knownDelayMs > 0 ? { concurrent: 1, pauseMs: Math.max(pace.pauseMs, knownDelayMs) } : pace,
      origin: url.origin,
      wantsRobots: config.ASSAY_ROBOTS && !robots.knows(url.origin),
      longestWaitMs: Math.min(longestWaitMs + knownDelayMs, Math.max(deadline - Date.now(), 0)),
      leaseMs: slotLeaseMs,
    },
    signal,
  );
  if (!("retryAt" in slot))
    return held(egress, url.origin, { key, slot, pauseMs: pace.pauseMs, signal });
  sentAway?.set(key, slot);
  return slot;
}

interface Holding {
  readonly key: string;
  readonly slot: HostSlot;
  readonly pauseMs: number;
  readonly signal: AbortSignal;
}

function held(
  egress: Egress,
  firstOrigin: string,
  { key, slot, pauseMs, signal }: Holding,
): HeldHost {
  const { config, robots } = egress;
  let verdict: HostVerdict = "none";
  let delayMs = 0;
  let keep: { text: string; ttlMs: number } | undefined;
  return {
    covers: ({ hostname }) => paceOf(hostname, 0).key === key,
    learn: (said) => {
      verdict = said;
    },
    async rulesFor({ origin }) {
      if (!config.ASSAY_ROBOTS) return allowAll;
      // Redis was asked, and can be told, about the site that the slot was taken for.
      const isFirst = origin === firstOrigin;
      const asked = robots.rulesFor(origin, isFirst ? slot.robots : undefined, () =>
        askRobots(egress, origin),
      );
      const found = await untilAborted(asked, signal);
      if (isFirst) keep = found.keep ?? keep;
      if (!("failure" in found.verdict)) delayMs = Math.max(delayMs, delayOf(found.verdict));
      return found.verdict;
    },
    release: () => slot.release({ pauseMs: Math.max(pauseMs, delayMs), verdict, robots: keep }),
  };
}

const delayOf = ({ crawlDelayMs }: RobotsRules): number => crawlDelayMs;

/** Waits for work that others may be waiting for too: one that gives up must not stop it. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
