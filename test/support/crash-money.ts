import type { Redis } from "ioredis";
import { totalTokens } from "../../src/domain/model.ts";
import { costOf } from "../../src/money/cost.ts";
import type { LedgerEntry } from "../../src/money/ledger-entry.ts";
import { loadPrices, priceOf } from "../../src/money/prices.ts";
import { readLedger } from "../../src/records/ledger.ts";
import { batchKeys } from "../../src/records/keys.ts";
import { allCalls } from "../../src/retention/batch-source.ts";
import { readMoney } from "../../src/records/money.ts";
import type { AssayRecord } from "../../src/records/record.ts";
import type { ServedCall } from "../model-server/request-log.ts";
import { checkConversations } from "./crash-conversations.ts";

/** What a run with models came to, by the ledger and by the model server. */
export interface MoneyChecked {
  readonly problems: readonly string[];
  /** Every model call of the batch, in the order in which they ended. */
  readonly ledger: readonly LedgerEntry[];
  readonly calls: number;
  readonly booked: number;
  /** Ledger entries that nobody counted: lost, timed out, cut off. */
  readonly estimates: number;
  /** Billed by the server, and only covered by an estimate. */
  readonly unseen: number;
  readonly tokens: number;
  readonly spentNano: number;
  readonly servedNano: number;
  /** The same step of the same record answered twice: with other words, or it is a problem. */
  readonly askedAnew: readonly string[];
  /** Records whose conversation lost a holder and went on. */
  readonly continued: number;
  /** Conversations begun anew. */
  readonly restarts: number;
}

const answers = new Set(["ok", "refusal", "truncated"]);

/** The same company, the same model: what an estimate may cover. */
const placeOf = (n: number | string, model: string) => `${n} ${model}`;

/** Compares the ledger of a batch at rest with what the model server served, call by call. */
export async function checkMoney(
  redis: Redis,
  batch: string,
  {
    records,
    served,
    rowOf,
  }: {
    readonly records: readonly AssayRecord[];
    readonly served: readonly ServedCall[];
    /** The row of a company, by its number in the list. */
    readonly rowOf: (company: number) => number | undefined;
  },
): Promise<MoneyChecked> {
  const problems: string[] = [];
  const ledger: LedgerEntry[] = [];
  for await (const entry of allCalls({ calls: (page) => readLedger(redis, batch, page) }))
    if (entry.kind === "model") ledger.push(entry);
  const { reservedNano, spentNano } = await readMoney(redis, batch);
  if (reservedNano !== 0) problems.push(`${reservedNano} nano-dollars are still reserved`);
  const over = await redis.hget(batchKeys(batch).counters, "money:over_reservation");
  if (Number(over ?? 0) > 0) problems.push(`${over} calls cost more than was reserved for them`);

  const byId = new Map(served.map((call) => [call.requestId, call]));
  const named = new Map(
    ledger.flatMap((entry) => (entry.request === null ? [] : [[entry.request, entry] as const])),
  );
  problems.push(...checkNamed(ledger, byId), ...checkRepeats(served, named));
  const { unseen, problems: uncovered } = checkUnseen({ served, named, ledger, rowOf });
  problems.push(...uncovered);
  const talks = checkConversations({ records, served, ledger, rowOf });
  problems.push(...talks.problems);
  const counted = ledger.filter(({ isEstimate }) => !isEstimate);
  return {
    problems,
    ledger,
    calls: served.filter(({ kind }) => kind !== "models").length,
    booked: ledger.length,
    estimates: ledger.length - counted.length,
    unseen,
    tokens: counted.reduce((sum, { usage }) => sum + totalTokens(usage), 0),
    spentNano,
    servedNano: served.reduce((sum, call) => sum + costOfCall(call), 0),
    askedAnew: twice(ledger),
    continued: talks.continued,
    restarts: talks.restarts,
  };
}

const prices = loadPrices();

/** What the server billed, at our prices. */
export function costOfCall({ provider, model, usage }: ServedCall): number {
  if (usage === null) return 0;
  return costOf(priceOf(prices, { provider, model }), usage);
}

/** Every entry with a request id is that request, to the token. */
function checkNamed(ledger: readonly LedgerEntry[], byId: ReadonlyMap<string, ServedCall>) {
  const seen = new Set<string>();
  return ledger.flatMap(({ call, request, usage, isEstimate }) => {
    if (request === null) return [];
    if (seen.has(request)) return [`${request} is in the ledger twice`];
    seen.add(request);
    const served = byId.get(request);
    if (served === undefined) return [`${call} names ${request}, which nobody served`];
    const [own, theirs] = [totalTokens(usage), served.usage ? totalTokens(served.usage) : 0];
    return isEstimate || own === theirs ? [] : [`${call} has ${own} tokens, served ${theirs}`];
  });
}

/** What was answered and booked is never asked again. */
function checkRepeats(
  served: readonly ServedCall[],
  named: ReadonlyMap<string, LedgerEntry>,
): string[] {
  const bought = new Map<string, { readonly n: number; readonly entry: LedgerEntry }>();
  return served.flatMap((call) => {
    const before = bought.get(call.hash);
    const entry = named.get(call.requestId);
    if (entry && answers.has(entry.outcome) && !before) bought.set(call.hash, { n: call.n, entry });
    return before
      ? [
          `request ${call.n} repeats ${before.n}, booked as ${before.entry.call} (${before.entry.step})`,
        ]
      : [];
  });
}

/** What was billed and is not booked by name is covered by an estimate of the same row and model. */
function checkUnseen({
  served,
  named,
  ledger,
  rowOf,
}: {
  served: readonly ServedCall[];
  named: ReadonlyMap<string, LedgerEntry>;
  ledger: readonly LedgerEntry[];
  rowOf: (company: number) => number | undefined;
}) {
  const covers = new Map<string, LedgerEntry[]>();
  for (const entry of ledger) {
    if (!entry.isEstimate || entry.request !== null || entry.model === null) continue;
    const place = placeOf(Number(entry.call.split("-")[0]), entry.model.model);
    covers.set(place, [...(covers.get(place) ?? []), entry]);
  }
  const unseen = served.filter(({ usage, requestId }) => usage !== null && !named.has(requestId));
  const problems = unseen.flatMap((call) => {
    const n = call.about === null ? undefined : rowOf(Number(call.about));
    const cover = covers.get(placeOf(n ?? "?", call.model))?.shift();
    if (cover === undefined)
      return [`request ${call.n} (row ${n}, ${call.model}) was billed and is in no book`];
    return costOfCall(call) > cover.nano ? [`${cover.call} covers less than was billed`] : [];
  });
  return { unseen: unseen.length, problems };
}

/** Steps of a record that were answered twice. */
function twice(ledger: readonly LedgerEntry[]): string[] {
  const seen = new Set<string>();
  return ledger.flatMap(({ record, tier, step, outcome, call }) => {
    if (!answers.has(outcome)) return [];
    const place = `${record} ${tier} ${step}`;
    if (seen.has(place)) return [`${place} again as ${call}`];
    seen.add(place);
    return [];
  });
}
