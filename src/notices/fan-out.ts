import type { Redis } from "ioredis";
import type { ChannelName } from "./channels/channel.ts";
import { type ChannelState, type Delivery, newDelivery } from "./delivery.ts";
import { listNotices, noticeEvents } from "./notices.ts";

/** So many in one step, which must fit into one script call: its place moves with them. */
const mostAtOnce = 400;

/**
 * What happened since a channel looked last, as deliveries to be made. A channel that is new is told
 * what stands, not what is long over.
 */
export async function fanOut(
  redis: Redis,
  channel: ChannelName,
  state: ChannelState,
  now: number,
): Promise<{ readonly place: string; readonly deliveries: readonly Delivery[] }> {
  const { place, events } = await (state.place === null
    ? standing(redis)
    : since(redis, state.place));
  return { place, deliveries: events.map((event) => newDelivery(channel, event, now)) };
}

async function since(redis: Redis, after: string) {
  const placed = await noticeEvents(redis, { after, most: mostAtOnce });
  return { place: placed.at(-1)?.place ?? after, events: placed.map(({ event }) => event) };
}

async function standing(redis: Redis) {
  // The history first: what happens between the two is then read as news.
  const history = await noticeEvents(redis);
  const ids = new Set((await listNotices(redis)).map(({ id, revision }) => `${id}-${revision}`));
  const events = history.map(({ event }) => event).filter(({ id }) => ids.has(id));
  return { place: history.at(-1)?.place ?? "0-0", events: events.slice(-mostAtOnce) };
}
