import { z } from "zod";
import { LedgerEntry } from "../money/ledger-entry.ts";
import { timestamp, usd } from "./batch-view.ts";

/** One call of a batch's ledger as the API shows it. */
export const LedgerLine = LedgerEntry.omit({ at: true, nano: true, reservedNano: true })
  .extend({ at: timestamp, costUsd: usd, reservedUsd: usd })
  .meta({ id: "LedgerLine" });
export type LedgerLine = z.infer<typeof LedgerLine>;

export function ledgerLine({ at, nano, reservedNano, ...entry }: LedgerEntry): LedgerLine {
  return {
    ...entry,
    at: new Date(at).toISOString(),
    costUsd: nano / 1e9,
    reservedUsd: reservedNano / 1e9,
  };
}
