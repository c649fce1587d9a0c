import { tierNumber, type Tier } from "../domain/tier.ts";

/** Every key of one batch carries the batch's hash tag, so a cluster keeps them together. */
export function batchKeys(batch: string) {
  const base = `assay:{${batch}}`;
  return {
    batch: `${base}:batch`,
    counters: `${base}:count`,
    dedupe: `${base}:dedupe`,
    sent: `${base}:sent`,
    held: `${base}:held`,
    events: `${base}:events`,
    /** Hash of what is spent and reserved, in nano-dollars: in all, and by agent. */
    money: `${base}:money`,
    /** Hash of open reservations by call. */
    calls: `${base}:calls`,
    /** Stream of finished calls. */
    ledger: `${base}:ledger`,
    /** Hash of sums over the ledger. */
    spend: `${base}:spend`,
    /** Hash of paid answers by what was asked. */
    journal: `${base}:journal`,
    /** Hash of the steps of attempts in hand, by row. */
    steps: `${base}:steps`,
    /** Hash of how attempts went, by agent and spec. */
    figures: `${base}:figures`,
    /** Hash of what of all this was added to the sums of all time. */
    told: `${base}:told`,
    dues: `${base}:due:`,
    due: (tier: Tier) => `${base}:due:${tierNumber(tier)}`,
    rows: `${base}:r:`,
    row: (n: number) => `${base}:r:${n}`,
  };
}

/** Keys that belong to no batch. Never touched by a script that touches a batch's. */
export const globalKeys = {
  /** List of batches with work, rotated so that each gets its turn. */
  active: "assay:active",
  /** Zset of all batches by creation time (ms). */
  batches: "assay:batches",
  /** Hash: batches whose numbers may still grow -> how often they were (re)activated. */
  growing: "{assay:all}:growing",
  /** Hash: batch -> the last growth of it that is part of the sums of all time. */
  added: "{assay:all}:added",
  /** Hash: sums over all batches there ever were. */
  allTime: "{assay:all}:sums",
  idempotency: (key: string) => `assay:idempotency:${key}`,
  /** The batch that a command line began for an input. */
  run: (hash: string) => `assay:run:${hash}`,
};

/** A record's public name: `<batch>-<row>`. */
export function recordId(batch: string, n: number): string {
  return `${batch}-${n}`;
}

/** One attempt's name, `<record>.<fence>`: on every log line and span of it. */
export function runId({ batch, n, fence }: { batch: string; n: number; fence: number }): string {
  return `${recordId(batch, n)}.${fence}`;
}

/** The batch and row of a record's public name, or `undefined` when it is not one. */
export function parseRecordId(id: string): { batch: string; n: number } | undefined {
  const match = /^([a-z0-9]+)-(\d{1,9})$/.exec(id);
  if (!match?.[1] || !match[2]) return undefined;
  return { batch: match[1], n: Number(match[2]) };
}
