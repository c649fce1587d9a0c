import { tiers } from "../domain/tier.ts";
import type { NameSums } from "../records/all-time.ts";
import {
  type AllTimeName,
  allTimeCounters,
  reasonedEvents,
  tokenKinds,
} from "./all-time-counters.ts";
import { type KnownLabels, other } from "./known-labels.ts";

/** A sum's name in Redis: the counter's, then the label values in their order. */
export function sumName(counter: AllTimeName, values: readonly string[]): string {
  return [counter, ...values.map(encodeURIComponent)].join("|");
}

/** The counter and label values that a sum's name says; `undefined` for a counter of another version. */
export function parseSumName(
  name: string,
): { counter: AllTimeName; values: readonly string[] } | undefined {
  const [counter = "", ...values] = name.split("|");
  if (!isKnown(counter) || allTimeCounters[counter].labels.length !== values.length)
    return undefined;
  return { counter, values: values.map(decodeURIComponent) };
}

function isKnown(name: string): name is AllTimeName {
  return Object.hasOwn(allTimeCounters, name);
}

/**
 * Names the sums that a batch's numbers belong to. A number may belong to several: the name of each.
 * Values outside their sets become `other`, so that no label can grow without end.
 */
export function sumNames(known: KnownLabels): NameSums {
  const within = withinSeries(known);
  return (raw, workflow) => {
    const source = raw.slice(0, 1);
    const name = raw.slice(2);
    const found =
      source === "c"
        ? fromCounter(name, workflow)
        : source === "s"
          ? fromSpend(name)
          : fromFigure(name);
    return found.map(([counter, values]) => sumName(counter, within(counter, values)));
  };
}

type Named = readonly [AllTimeName, readonly string[]];

function tierOf(number = ""): string {
  return tiers[Number(number) - 1] ?? other;
}

function fromCounter(name: string, workflow: string): Named[] {
  const [kind = "", first = "", tier, reason = ""] = name.split(":");
  switch (kind) {
    case "lines":
      return [["assay_lines_accepted_total", [workflow]]];
    case "duplicates":
      return [["assay_lines_duplicate_total", [workflow]]];
    case "redline":
      return [["assay_redlines_total", [first]]];
    case "rejection":
      return [["assay_evidence_rejections_total", [first]]];
    case "stop":
      return [["assay_model_stops_total", [first]]];
    case "did": {
      const change: Named = ["assay_record_transitions_total", [workflow, tierOf(tier), first]];
      const saysWhy = reasonedEvents.some((event) => event === first);
      return saysWhy
        ? [change, ["assay_record_reasons_total", [tierOf(tier), first, reason]]]
        : [change];
    }
    default:
      return [];
  }
}

/** `tier|agent|spec|kind|provider|model|effort|what`, each escaped. */
function fromSpend(name: string): Named[] {
  const [number, agent = "", , kind = "", provider = "", model = "", , what = ""] = name
    .split("|")
    .map(decodeURIComponent);
  const tier = tierOf(number);
  if (what === "nano") return [["assay_cost_usd_total", [tier, agent, kind, provider, model]]];
  if (what === "estimatedNano") return [["assay_estimated_cost_usd_total", [tier, kind]]];
  if (kind !== "model") return [];
  if (what === "reasoning")
    return [["assay_reasoning_tokens_total", [tier, agent, provider, model]]];
  if (what.startsWith("outcome:")) {
    return [["assay_ledger_calls_total", [provider, model, what.slice("outcome:".length)]]];
  }
  const token = Object.entries(tokenKinds).find(([key]) => key === what)?.[1];
  return token ? [["assay_tokens_total", [tier, agent, provider, model, token]]] : [];
}

/** `agent@spec|what`. */
function fromFigure(name: string): Named[] {
  const cut = name.lastIndexOf("|");
  const agent = decodeURIComponent(name.slice(0, cut).split("@")[0] ?? "");
  const what = name.slice(cut + 1);
  return what === "records" ? [] : [["assay_agent_attempts_total", [agent, what]]];
}

/** Puts `other` in the place of each value that its label can't have. */
function withinSeries(known: KnownLabels) {
  const allowed = new Map(
    Object.entries(allTimeCounters).map(([name, counter]) => {
      const series = counter.series(known);
      return [name, counter.labels.map((_label, i) => new Set(series.map((one) => one[i])))];
    }),
  );
  return (counter: AllTimeName, values: readonly string[]): string[] =>
    values.map((value, i) => (allowed.get(counter)?.[i]?.has(value) ? value : other));
}
