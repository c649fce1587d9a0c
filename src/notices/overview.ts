import type { Redis } from "ioredis";
import type { Delivery } from "./delivery.ts";
import { linkOf } from "./message.ts";
import { listNotices, listResolved, type Notice } from "./notices.ts";
import { listDeliveries } from "./outbox.ts";

/** A notice, whether it is over, and how far each channel has been told. */
export interface NoticeStanding {
  readonly notice: Notice;
  /** Epoch ms; null while it stands. */
  readonly resolvedAt: number | null;
  readonly link: string | null;
  readonly deliveries: readonly Delivery[];
}

/** Those that stand, the oldest first; with `all` those that were resolved come after, the last first. */
export async function readNotices(
  redis: Redis,
  { all, publicUrl }: { readonly all: boolean; readonly publicUrl: string | undefined },
): Promise<NoticeStanding[]> {
  const [standing, resolved, deliveries] = await Promise.all([
    listNotices(redis),
    all ? listResolved(redis) : [],
    listDeliveries(redis),
  ]);
  const found = [...standing.map((notice) => ({ notice, resolvedAt: null })), ...resolved];
  const byNotice = new Map<string, Delivery[]>();
  for (const delivery of deliveries) {
    byNotice.set(delivery.notice, [...(byNotice.get(delivery.notice) ?? []), delivery]);
  }
  return found.map(({ notice, resolvedAt }) => ({
    notice,
    resolvedAt,
    link: linkOf(notice, publicUrl),
    deliveries: byNotice.get(notice.id) ?? [],
  }));
}
