import { providerNames } from "../domain/model.ts";
import { tiers } from "../domain/tier.ts";
import type { KeyState } from "../models/keys/key-states.ts";
import { noticeCauses } from "../notices/notices.ts";
import type { BatchStatus } from "../records/batch.ts";
import { repairKinds } from "../watchdog/actions.ts";

/** A number as it stands in Redis. */
export interface GaugeSpec {
  /** It only ever grows, whoever counts it. */
  readonly isCounter?: true;
  readonly help: string;
  readonly labels: readonly string[];
  /** Combinations that are 0 unless something else is known; none where 0 would be a lie. */
  readonly series: readonly (readonly string[])[];
}

/** Where an open row can be. */
export const rowPlaces = ["due", "later", "sent", "held", "paused"] as const;
export const jobStates = ["waiting", "active"] as const;
export const openStatuses = [
  "active",
  "paused",
  "cancelled",
] as const satisfies readonly BatchStatus[];
const keyStatuses = [
  "ok",
  "cooling",
  "probing",
  "disabled",
] as const satisfies readonly KeyState["status"][];

const perTier = tiers.map((tier) => [tier]);
const once = [[]];

/** Every gauge that is read from Redis when somebody asks. Label values come in the order given. */
export const gauges = {
  assay_rows: {
    help: "Open rows by tier and place: due, due later (cooling down), sent to a queue, held by a worker, or paused with their batch.",
    labels: ["tier", "place"],
    series: tiers.flatMap((tier) => rowPlaces.map((place) => [tier, place])),
  },
  assay_oldest_due_row_timestamp_seconds: {
    help: "Since when the oldest due row waits; absent while none is due.",
    labels: ["tier"],
    series: [],
  },
  assay_queue_jobs: {
    help: "Jobs in the tier's queue.",
    labels: ["tier", "state"],
    series: tiers.flatMap((tier) => jobStates.map((state) => [tier, state])),
  },
  assay_workers: {
    help: "Worker processes that gave a sign of life within the last minute.",
    labels: ["tier"],
    series: perTier,
  },
  assay_worker_slots: {
    help: "Rows that these workers can hold at once.",
    labels: ["tier"],
    series: perTier,
  },
  assay_worker_slots_busy: {
    help: "Rows that these workers hold.",
    labels: ["tier"],
    series: perTier,
  },
  assay_worker_resident_memory_bytes: {
    help: "Memory of all live workers together.",
    labels: ["tier"],
    series: perTier,
  },
  assay_worker_event_loop_lag_seconds: {
    help: "The longest event loop lag among live workers at their last sign of life.",
    labels: ["tier"],
    series: perTier,
  },
  assay_batches: {
    help: "Batches with open rows, by status.",
    labels: ["status"],
    series: openStatuses.map((status) => [status]),
  },
  assay_batches_stored: {
    help: "Batches that Redis holds, finished ones included.",
    labels: [],
    series: once,
  },
  assay_batches_near_ceiling: {
    help: "Unfinished batches that have spent four fifths of their money ceiling or more.",
    labels: [],
    series: once,
  },
  assay_keys: {
    help: "Model keys by provider and status; a key that rests for some models only counts as resting.",
    labels: ["provider", "status"],
    series: providerNames.flatMap((provider) => keyStatuses.map((status) => [provider, status])),
  },
  assay_notices: {
    help: "Notices that stand: what a person should know or decide.",
    labels: ["cause"],
    series: noticeCauses.map((cause) => [cause]),
  },
  assay_watchdog_last_look_timestamp_seconds: {
    help: "When the watchdog last looked; absent before its first look.",
    labels: [],
    series: [],
  },
  assay_watchdog_interval_seconds: {
    help: "How far apart the watchdog's looks are.",
    labels: [],
    series: [],
  },
  assay_watchdog_looks_total: {
    isCounter: true,
    help: "Looks of the watchdog since ever.",
    labels: [],
    series: once,
  },
  assay_repairs_total: {
    isCounter: true,
    help: "What the watchdog mended by itself, since ever.",
    labels: ["kind"],
    series: repairKinds.map((kind) => [kind]),
  },
  assay_schedules: { help: "Schedules that begin batches.", labels: [], series: once },
  assay_schedules_unproductive: {
    help: "Schedules whose last time that was judged did not produce what is expected of it.",
    labels: [],
    series: once,
  },
  assay_schedules_oldest_output_timestamp_seconds: {
    help: "Of each schedule the last time that produced its output, and of these the oldest; absent before the first.",
    labels: [],
    series: [],
  },
  assay_redis_up: { help: "Whether Redis answered the exporter.", labels: [], series: once },
  assay_redis_memory_used_bytes: { help: "Memory that Redis uses.", labels: [], series: [] },
  assay_redis_memory_max_bytes: {
    help: "Memory that Redis may use; 0: no limit but the machine's.",
    labels: [],
    series: [],
  },
  assay_redis_evicts: {
    help: "1 when Redis' memory policy may throw rows away.",
    labels: [],
    series: [],
  },
  assay_redis_aof_enabled: { help: "Whether the append-only file is on.", labels: [], series: [] },
  assay_redis_aof_healthy: {
    help: "Whether the last writes to the append-only file, and its last rewrite, went well.",
    labels: [],
    series: [],
  },
  assay_redis_ping_seconds: {
    help: "How long Redis took to answer the exporter's first question.",
    labels: [],
    series: [],
  },
  assay_exporter_collect_seconds: {
    help: "How long the exporter took to read all this from Redis.",
    labels: [],
    series: [],
  },
  assay_exporter_batches_behind: {
    help: "Unfinished batches that this scrape did not look at; later ones do, in turn.",
    labels: [],
    series: once,
  },
} as const satisfies Record<string, GaugeSpec>;

export type GaugeName = keyof typeof gauges;

/** A gauge's value; label values as its spec orders them. */
export type Sample = readonly [name: GaugeName, values: readonly string[], value: number];
