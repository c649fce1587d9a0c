import type { LedgerEntry } from "../money/ledger-entry.ts";
import type { ResultValue } from "./columns.ts";
import { csvLine } from "./csv-line.ts";

const columns = {
  call: ({ call }) => call,
  at: ({ at }) => new Date(at).toISOString(),
  record_id: ({ record }) => record,
  tier: ({ tier }) => tier,
  agent: ({ agent }) => agent,
  spec: ({ spec }) => spec,
  step: ({ step }) => step,
  kind: ({ kind }) => kind,
  provider: ({ model }) => model?.provider ?? null,
  model: ({ model }) => model?.model ?? null,
  effort: ({ model }) => model?.effort ?? null,
  key: ({ key }) => key,
  request: ({ request }) => request,
  outcome: ({ outcome }) => outcome,
  input_tokens: ({ usage }) => usage.input,
  cache_read_tokens: ({ usage }) => usage.cacheRead,
  cache_write_tokens: ({ usage }) => usage.cacheWrite,
  cache_write_long_tokens: ({ usage }) => usage.cacheWriteLong,
  output_tokens: ({ usage }) => usage.output,
  reasoning_tokens: ({ usage }) => usage.reasoning,
  quantity: ({ quantity }) => quantity,
  cost_usd: ({ nano }) => exactUsd(nano),
  reserved_usd: ({ reservedNano }) => exactUsd(reservedNano),
  is_estimate: ({ isEstimate }) => isEstimate,
  duration_ms: ({ durationMs }) => durationMs,
  prices: ({ prices }) => prices,
} as const satisfies Record<string, (entry: LedgerEntry) => ResultValue>;

/** A ledger as CSV: a line per call, money to the last nano-dollar. */
export async function* ledgerCsv(entries: AsyncIterable<LedgerEntry>): AsyncGenerator<string> {
  yield csvLine(Object.keys(columns));
  for await (const entry of entries) {
    yield csvLine(Object.values(columns).map((cell) => cell(entry)));
  }
}

/** Sums of these are exact where sums of rounded cents would not be. */
function exactUsd(nano: number): string {
  const whole = Math.floor(nano / 1e9);
  return `${whole}.${String(nano - whole * 1e9).padStart(9, "0")}`;
}
