import { type Tier, tiers } from "../domain/tier.ts";
import type { BatchPlaces } from "../records/places.ts";
import { openStatuses, type Sample } from "./gauges.ts";

/** Share of the ceiling from which a batch is near it. */
const nearCeiling = 0.8;

/** What the unfinished batches are together. */
export function batchSamples(batches: readonly BatchPlaces[]): Sample[] {
  const near = batches.filter(
    ({ maxUsdNano, spentNano }) => maxUsdNano !== null && spentNano >= maxUsdNano * nearCeiling,
  );
  return [
    ...tiers.flatMap((tier) => tierSamples(tier, batches)),
    ...openStatuses.map((status): Sample => {
      const count = batches.filter((batch) => batch.status === status).length;
      return ["assay_batches", [status], count];
    }),
    ["assay_batches_near_ceiling", [], near.length],
  ];
}

function tierSamples(tier: Tier, batches: readonly BatchPlaces[]): Sample[] {
  const sum = (of: (batch: BatchPlaces) => number) =>
    batches.reduce((total, batch) => total + of(batch), 0);
  const runs = ({ status }: BatchPlaces) => status === "active";
  const place = (name: string, of: (batch: BatchPlaces) => number): Sample => [
    "assay_rows",
    [tier, name],
    sum(of),
  ];
  // Rows of a batch that does not run wait for a person, not for a worker.
  const oldest = batches.flatMap((batch) =>
    runs(batch) ? (batch.tiers[tier].oldestDueAt ?? []) : [],
  );
  const samples = [
    place("due", (batch) => (runs(batch) ? batch.tiers[tier].due : 0)),
    place("later", (batch) => (runs(batch) ? batch.tiers[tier].later : 0)),
    place("paused", (batch) => {
      const { due, later } = batch.tiers[tier];
      return runs(batch) ? 0 : due + later;
    }),
    place("sent", (batch) => batch.tiers[tier].sent),
    place("held", (batch) => batch.tiers[tier].held),
  ];
  if (oldest.length === 0) return samples;
  const since = Math.min(...oldest) / 1_000;
  return [...samples, ["assay_oldest_due_row_timestamp_seconds", [tier], since]];
}
