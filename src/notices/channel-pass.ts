import type { Redis } from "ioredis";
import { backoffMs } from "./backoff.ts";
import type { Channel } from "./channels/channel.ts";
import { type Delivery, ended } from "./delivery.ts";
import { fanOut } from "./fan-out.ts";
import { hourMs, isCapReached } from "./hourly-cap.ts";
import { keepAlive } from "./keep-alive.ts";
import { type Line, type LineDeps, openLine } from "./line.ts";
import { messageOf } from "./message.ts";
import type { NoticeEvent } from "./notice.ts";
import { sayMore } from "./say-more.ts";
import { whySkip } from "./skip.ts";

export interface PassDeps extends LineDeps {
  readonly redis: Redis;
}

/** What one pass over one channel did, and what it leaves. */
export interface PassReport {
  readonly sent: number;
  readonly failed: number;
  readonly skipped: number;
  readonly pending: number;
  /** Epoch ms; null when nothing waits. */
  readonly nextTryAt: number | null;
}

const longestWaitMs = 24 * hourMs;

/** Tells one channel what happened since it was told last, and tries again what it did not take. */
export async function passChannel(channel: Channel, deps: PassDeps): Promise<PassReport> {
  const { redis, outbox, now } = deps;
  const line = await openLine(channel, deps);
  const counts = { sent: 0, failed: 0, skipped: 0 };
  let waiting = await outbox.pending(channel.name);
  let isNews = true;
  while (isNews) {
    const { place, deliveries } = await fanOut(redis, channel.name, line.state(), now());
    line.change({ place });
    await line.save(deliveries);
    const after = await workOff([...waiting, ...deliveries], line, deps);
    for (const { state } of after) if (state !== "pending") counts[state] += 1;
    waiting = after.filter(({ state }) => state === "pending");
    isNews = deliveries.length > 0;
  }
  await sayMore(line, deps);
  // What stands is said again only when nothing older is still to be said.
  if (waiting.length === 0) await keepAlive(redis, line, deps);
  return { ...counts, pending: waiting.length, nextTryAt: nextTry(waiting, line) };
}

/** Tries what is due, in the order in which it happened; the same deliveries as they are then. */
async function workOff(
  deliveries: readonly Delivery[],
  line: Line,
  deps: PassDeps,
): Promise<Delivery[]> {
  const { now, outbox } = deps;
  const current = new Map(deliveries.map((delivery) => [delivery.event, delivery]));
  const quietlyEnded: Delivery[] = [];
  for (const delivery of deliveries) {
    const { event, payload, nextTryAt } = delivery;
    if (!line.isOpen()) break;
    if (payload === null || (nextTryAt ?? 0) > now()) continue;
    const why = await whySkip(delivery, [...current.values()], outbox);
    if (why === "waits") continue;
    const over = whyOver(delivery, why, line, now());
    if (over) {
      const after = ended(delivery, over.state, over.detail, now());
      current.set(event, after);
      quietlyEnded.push(after);
    } else {
      current.set(event, await deliver(delivery, payload, line, deps));
    }
  }
  if (quietlyEnded.length > 0) await line.save(quietlyEnded);
  return [...current.values()];
}

/** How a delivery ends without another try; undefined when it is to be tried. */
function whyOver(
  { createdAt, tries, payload, detail }: Delivery,
  skip: string | undefined,
  line: Line,
  now: number,
): { readonly state: "failed" | "skipped"; readonly detail: string } | undefined {
  if (skip !== undefined) return { state: "skipped", detail: skip };
  if (now - createdAt > longestWaitMs) {
    return { state: "failed", detail: detail ?? "it could not be tried within a day" };
  }
  const { held, heldTold, heldSince } = line.state();
  if (tries > 0 || !line.channel.isCapped || !isCapReached(line.state(), now)) return undefined;
  line.change({
    held: held + 1,
    heldSince: held === heldTold ? (payload?.at ?? now) : heldSince,
  });
  return { state: "skipped", detail: "told as one of many" };
}

async function deliver(
  delivery: Delivery,
  payload: NoticeEvent,
  line: Line,
  { channels, now, random }: PassDeps,
): Promise<Delivery> {
  const tries = delivery.tries + 1;
  const begun = { ...delivery, tries, nextTryAt: now() + backoffMs(tries, random()) };
  // Written first: what a crash cuts off here is sent again, under the same id.
  await line.save([begun]);
  const message = messageOf(payload, channels.publicUrl);
  const result = await line.attempt((signal) => line.channel.send(message, signal));
  const { outcome, detail } = result;
  const after =
    outcome === "failed"
      ? { ...begun, detail, nextTryAt: now() + backoffMs(tries, random(), result.retryAfterMs) }
      : ended(begun, outcome === "sent" ? "sent" : "failed", detail, now());
  await line.save([after]);
  return after;
}

function nextTry(waiting: readonly Delivery[], line: Line): number | null {
  if (waiting.length === 0) return null;
  const soonest = Math.min(...waiting.map(({ nextTryAt }) => nextTryAt ?? 0));
  return Math.max(soonest, line.state().notBefore);
}
