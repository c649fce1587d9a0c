import type { Redis } from "ioredis";
import type { Claimed } from "../records/claim.ts";
import { renewLeases } from "../records/lease.ts";

/** Why work on a row must end before it is settled; the reason of the row's abort signal. */
export type Interruption = "lost" | "cancelled" | "draining" | "deadline";

export interface LeaseKeeper {
  /** Keeps the row's lease alive until `drop` is called; the controller says when to stop working on it. */
  hold(claimed: Claimed): { controller: AbortController; drop: () => void };
  /** Prolongs every lease once; rows that are lost or cancelled are interrupted. */
  renew(): Promise<void>;
  /** Interrupts everything in hand: the worker stops. */
  interruptAll(): void;
  /** Rows in hand. */
  size(): number;
}

interface Held {
  readonly claimed: Claimed;
  readonly controller: AbortController;
}

export function createLeaseKeeper(redis: Redis, leaseMs: number): LeaseKeeper {
  const held = new Set<Held>();

  async function renewBatch(batch: string, rows: readonly Held[]): Promise<void> {
    const { status, lost } = await renewLeases(
      redis,
      { batch, leaseMs },
      rows.map(({ claimed: { n, fence } }) => ({ n, fence })),
    );
    const gone = new Set(lost);
    for (const row of rows) {
      if (gone.has(row.claimed.n)) interrupt(row, "lost");
      else if (status === "cancelled") interrupt(row, "cancelled");
    }
  }

  return {
    hold(claimed) {
      const row = { claimed, controller: new AbortController() };
      held.add(row);
      return { controller: row.controller, drop: () => void held.delete(row) };
    },
    async renew() {
      await Promise.all([...groupByBatch(held)].map(([batch, rows]) => renewBatch(batch, rows)));
    },
    interruptAll() {
      for (const row of held) interrupt(row, "draining");
    },
    size: () => held.size,
  };
}

function interrupt({ controller }: Held, why: Interruption): void {
  controller.abort(why);
}

function groupByBatch(rows: Iterable<Held>): Map<string, Held[]> {
  const groups = new Map<string, Held[]>();
  for (const row of rows) {
    const group = groups.get(row.claimed.batch);
    if (group) group.push(row);
    else groups.set(row.claimed.batch, [row]);
  }
  return groups;
}
