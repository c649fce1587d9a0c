import { z } from "zod";
import { callOutcomes, ModelChoice, providerNames, efforts } from "../domain/model.ts";
import { tierNumber, tiers } from "../domain/tier.ts";
import { chargeKinds, type LedgerEntry } from "../money/ledger-entry.ts";
import type { Booking } from "./book.ts";
import { recordId } from "./keys.ts";
import type { Reservation } from "./reserve.ts";

const count = z.int().min(0);

/** A ledger line as the scripts put it together: time, then `headOf`, then `tailOf`. */
const Line = z.tuple([
  z.int(),
  z.string(),
  count,
  z.int().min(1).max(tiers.length),
  z.string(),
  z.string(),
  z.enum(chargeKinds),
  z.enum(providerNames).nullable(),
  z.string().nullable(),
  z.enum(efforts).nullable(),
  z.string().nullable(),
  z.string(),
  z.string().nullable(),
  count,
  count,
  count,
  count,
  count,
  count,
  count,
  count,
  z.number(),
  z.string().nullable(),
  count,
  z.enum(callOutcomes),
  z.boolean(),
]);

/** What a line says of a call before it is made: JSON without brackets. */
export function headOf({ spender, call, kind, model, key, step, nano, prices }: Reservation) {
  const { n, tier, agent, spec } = spender;
  const asked = [model?.provider ?? null, model?.model ?? null, model?.effort ?? null];
  return inner([call, n, tierNumber(tier), agent, spec, kind, ...asked, key, step, prices, nano]);
}

/** What it says of the end. A lost call's is written by `money.lua` itself. */
export function tailOf({ nano, usage, quantity, request, durationMs, ...end }: Booking): string {
  const { input, cacheRead, cacheWrite, cacheWriteLong, output, reasoning } = usage;
  const counts = [input, cacheRead, cacheWrite, cacheWriteLong, output, reasoning];
  return inner([nano, ...counts, quantity, request, durationMs, end.outcome, end.isEstimate]);
}

function inner(values: readonly (string | number | boolean | null)[]): string {
  return JSON.stringify(values).slice(1, -1);
}

/** Reads a line of `batch`. */
export function parseLine(batch: string, text: string): LedgerEntry {
  const line = Line.parse(JSON.parse(text));
  const [at, call, n, tier, agent, spec, kind, provider, model, effort, key, step, prices] = line;
  const [, , , , , , , , , , , , , reservedNano, nano, ...end] = line;
  const [input, cacheRead, cacheWrite, cacheWriteLong, output, reasoning] = end;
  const [, , , , , , quantity, request, durationMs, outcome, isEstimate] = end;
  return {
    call,
    at,
    record: recordId(batch, n),
    tier: tiers[tier - 1] ?? "http",
    agent,
    spec,
    kind,
    model: provider === null ? null : ModelChoice.parse({ provider, model, effort }),
    key,
    request,
    step,
    usage: { input, cacheRead, cacheWrite, cacheWriteLong, output, reasoning },
    quantity,
    nano,
    reservedNano,
    durationMs,
    outcome,
    isEstimate,
    prices,
  };
}
