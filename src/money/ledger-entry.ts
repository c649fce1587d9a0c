import { z } from "zod";
import { callOutcomes, ModelChoice, TokenUsage } from "../domain/model.ts";
import { tiers } from "../domain/tier.ts";

/** What money can be spent on. */
export const chargeKinds = ["model", "fetch", "browser"] as const;
export type ChargeKind = (typeof chargeKinds)[number];

/** Who spends: one attempt of one agent on one record, under one spec. */
export interface Spender {
  readonly batch: string;
  readonly n: number;
  readonly fence: number;
  readonly tier: (typeof tiers)[number];
  readonly agent: string;
  /** Content hash of the agent's spec. */
  readonly spec: string;
}

/** One line of a batch's ledger: every call that was made or might have been. Money in nano-dollars. */
export const LedgerEntry = z.strictObject({
  /** Unique in its batch: `<row>-<fence>-<count>`. */
  call: z.string(),
  /** Epoch ms of its end. */
  at: z.int(),
  record: z.string(),
  tier: z.enum(tiers),
  agent: z.string(),
  spec: z.string(),
  kind: z.enum(chargeKinds),
  /** `null` for what is no model call. */
  model: ModelChoice.nullable(),
  /** The key's alias; never the key. */
  key: z.string().nullable(),
  /** The provider's request id. */
  request: z.string().nullable(),
  step: z.string(),
  usage: TokenUsage,
  /** Pages fetched or milliseconds of browser, for those kinds. */
  quantity: z.number(),
  nano: z.int().min(0),
  reservedNano: z.int().min(0),
  durationMs: z.int().min(0),
  outcome: z.enum(callOutcomes),
  /** Nobody counted it (timeout, reset, dead worker): booked at its reservation. */
  isEstimate: z.boolean(),
  /** The price file's date, for models. */
  prices: z.string().nullable(),
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;
