import type { Redis } from "ioredis";
import type { Logger } from "pino";
import { type PassReport, passChannel } from "./channel-pass.ts";
import type { NoticeChannels } from "./channels/open.ts";
import { LeaseLost, openOutbox } from "./outbox.ts";

export interface DeliverDeps {
  readonly redis: Redis;
  readonly channels: NoticeChannels;
  readonly log: Pick<Logger, "info" | "warn">;
  readonly now?: () => number;
  /** In 0 … 1. */
  readonly random?: () => number;
  /** Aborting it ends sends in hand; they are tried again. */
  readonly signal?: AbortSignal;
}

/** What was done; `ran` is false when another process does it at the moment. */
export interface DeliveryReport extends PassReport {
  readonly ran: boolean;
}

const nothing: PassReport = { sent: 0, failed: 0, skipped: 0, pending: 0, nextTryAt: null };

/**
 * Tells every channel what happened, and tries again what is due; one process at a time does, however
 * many call this. A message goes out at least once, each time under the same id. Call it again at
 * `nextTryAt` at the latest.
 */
export async function deliverNotices(deps: DeliverDeps): Promise<DeliveryReport> {
  const { now = Date.now, random = Math.random, signal = new AbortController().signal } = deps;
  const { redis, channels, log } = deps;
  const outbox = await openOutbox(redis);
  if (!outbox) return { ...nothing, ran: false };
  try {
    const open = channels.list.filter(({ name }) => !channels.disabled.has(name));
    const pass = { redis, outbox, channels, log, now, random, signal };
    const results = await Promise.allSettled(open.map((channel) => passChannel(channel, pass)));
    const broken = results.filter((result) => result.status === "rejected");
    for (const { reason } of broken) if (!(reason instanceof LeaseLost)) throw reason;
    if (broken.length > 0) log.info({ err: broken[0]?.reason }, "notices: another process sends");
    const reports = results.flatMap((result) =>
      result.status === "fulfilled" ? [result.value] : [],
    );
    return { ...reports.reduce(add, nothing), ran: broken.length === 0 };
  } finally {
    await outbox.close();
  }
}

function add(a: PassReport, b: PassReport): PassReport {
  const times = [a.nextTryAt, b.nextTryAt].filter((at) => at !== null);
  return {
    sent: a.sent + b.sent,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    pending: a.pending + b.pending,
    nextTryAt: times.length === 0 ? null : Math.min(...times),
  };
}
