import type { CallOutcome, ModelChoice, TokenUsage } from "../domain/model.ts";
import { callOutcomes, efforts, noTokens, providerNames } from "../domain/model.ts";
import type { NanoDollars } from "../domain/money.ts";
import { type Tier, tierNumber, tiers } from "../domain/tier.ts";
import { type ChargeKind, chargeKinds } from "../money/ledger-entry.ts";
import type { Reservation } from "./reserve.ts";

/** What one agent under one spec spent on one model (or on fetches, or on the browser). */
export interface Spend {
  readonly tier: Tier;
  readonly agent: string;
  readonly spec: string;
  readonly kind: ChargeKind;
  /** `null` for what is no model call. */
  readonly model: ModelChoice | null;
  readonly calls: number;
  readonly nano: NanoDollars;
  /** As the providers counted; estimates have no tokens. */
  readonly usage: TokenUsage;
  /** Calls that nobody counted, booked at their reservations; they are part of `calls` and `nano`. */
  readonly estimates: number;
  readonly estimatedNano: NanoDollars;
  readonly outcomes: Partial<Record<CallOutcome, number>>;
}

/** The name that a call's sums have: `money.lua` adds to `<name>|<what>`. */
export function sumsOf({ spender, kind, model }: Reservation): string {
  const { tier, agent, spec } = spender;
  const asked = [model?.provider ?? "", model?.model ?? "", model?.effort ?? ""];
  return [tierNumber(tier), agent, spec, kind, ...asked].map(encodeURIComponent).join("|");
}

/** Reads the whole hash of sums. */
export function parseSums(fields: Readonly<Record<string, string>>): Spend[] {
  const lines = new Map<string, Map<string, number>>();
  for (const [field, sum] of Object.entries(fields)) {
    const cut = field.lastIndexOf("|");
    const name = field.slice(0, cut);
    const line = lines.get(name) ?? new Map<string, number>();
    line.set(field.slice(cut + 1), Number(sum));
    lines.set(name, line);
  }
  return [...lines.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(parseLine);
}

function parseLine([name, sums]: [string, Map<string, number>]): Spend {
  const [tier, agent, spec, kind, provider, model, effort] = name
    .split("|")
    .map(decodeURIComponent);
  const sum = (what: string) => sums.get(what) ?? 0;
  const seller = providerNames.find((one) => one === provider);
  return {
    tier: tiers[Number(tier) - 1] ?? "http",
    agent: agent ?? "",
    spec: spec ?? "",
    kind: chargeKinds.find((one) => one === kind) ?? "model",
    model: seller
      ? {
          provider: seller,
          model: model ?? "",
          effort: efforts.find((one) => one === effort) ?? "low",
        }
      : null,
    calls: sum("calls"),
    nano: sum("nano"),
    usage: usageOf(sum),
    estimates: sum("estimates"),
    estimatedNano: sum("estimatedNano"),
    outcomes: Object.fromEntries(
      callOutcomes
        .map((outcome) => [outcome, sum(`outcome:${outcome}`)] as const)
        .filter(([, count]) => count > 0),
    ),
  };
}

function usageOf(sum: (what: string) => number): TokenUsage {
  const names = Object.keys(noTokens) as (keyof TokenUsage)[];
  return Object.fromEntries(names.map((name) => [name, sum(name)])) as unknown as TokenUsage;
}
