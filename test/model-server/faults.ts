import { createHash } from "node:crypto";
import type { ProviderName } from "../../src/domain/model.ts";
import type { Ask, Reply } from "./ask.ts";

/** Something that goes wrong before the mind is asked. The first rule that applies wins. */
export interface Fault {
  readonly provider?: ProviderName;
  readonly key?: string;
  readonly model?: string;
  /** How often it happens; left out: until the faults are set anew. */
  readonly times?: number;
  /** Passes over this many matching requests first. */
  readonly after?: number;
  /** Share of the matching requests that it hits, by the server's seed; left out: all. */
  readonly rate?: number;
  /** What happens; `null` only lets the request wait for `delayMs`. */
  readonly reply: Reply | null;
  readonly delayMs?: number;
}

/** What a fault does to one request. */
export interface Hit {
  readonly reply: Reply | null;
  readonly delayMs: number;
}

/** Applies faults; the same seed and order of requests bring the same ones. */
export function createFaults(seed: number): {
  set(faults: readonly Fault[]): void;
  hit(ask: Ask): Hit | undefined;
} {
  let rules: { fault: Fault; seen: number; left: number }[] = [];
  return {
    set(faults) {
      rules = faults.map((fault) => ({ fault, seen: 0, left: fault.times ?? Infinity }));
    },
    hit(ask) {
      for (const [index, rule] of rules.entries()) {
        const { provider, key, model, after, rate, reply, delayMs } = rule.fault;
        if (provider !== undefined && provider !== ask.provider) continue;
        if (key !== undefined && key !== ask.key) continue;
        if (model !== undefined && model !== ask.model) continue;
        if (rule.left <= 0) continue;
        rule.seen += 1;
        if (rule.seen <= (after ?? 0)) continue;
        if (rate !== undefined && chance(`${seed} ${index} ${ask.n}`) >= rate) continue;
        rule.left -= 1;
        return { reply, delayMs: delayMs ?? 0 };
      }
      return undefined;
    },
  };
}

function chance(of: string): number {
  return createHash("sha256").update(of).digest().readUInt32BE(0) / 2 ** 32;
}
