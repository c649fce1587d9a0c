import { z } from "zod";
import { channelNames } from "./channels/channel.ts";
import { eventKinds, NoticeEvent } from "./notice.ts";

export const deliveryStates = ["pending", "sent", "failed", "skipped"] as const;

/** One event on its way through one channel. */
export const Delivery = z.object({
  channel: z.enum(channelNames),
  /** The id that the receiver sees, the same at each try. */
  event: z.string(),
  kind: z.enum(eventKinds),
  notice: z.string(),
  revision: z.int(),
  /** `skipped`: there was nothing to say any more, or too much to say it alone. */
  state: z.enum(deliveryStates),
  /** Begun, not finished: what was tried once may have arrived. */
  tries: z.int(),
  /** Epoch ms. */
  createdAt: z.int(),
  nextTryAt: z.int().nullable(),
  endedAt: z.int().nullable(),
  /** What the last try came to. */
  detail: z.string().nullable(),
  /** What is to be sent; gone when it ended. */
  payload: NoticeEvent.nullable(),
});
export type Delivery = z.infer<typeof Delivery>;

/** What one channel's sender must remember. */
export const ChannelState = z.object({
  /** Where it is in the history; null when it is new. */
  place: z.string().nullable(),
  /** It asked not to be tried before; epoch ms. */
  notBefore: z.int(),
  /** When messages went out, in the last hour. */
  sentAt: z.array(z.int()),
  /** Events that the hourly limit held back, ever; and of those, how many were told of. */
  held: z.int(),
  heldTold: z.int(),
  /** When the first of those happened that nobody was told of yet. */
  heldSince: z.int().nullable(),
  /** When the last "N more" went out, and how often the next was tried. */
  moreAt: z.int().nullable(),
  moreTries: z.int(),
  moreNotBefore: z.int(),
  /** Failures in a row, and the last one's words. */
  failures: z.int(),
  detail: z.string().nullable(),
  /** When it was last told that its alerts stand. */
  aliveAt: z.int().nullable(),
});
export type ChannelState = z.infer<typeof ChannelState>;

export const newChannelState: ChannelState = {
  place: null,
  notBefore: 0,
  sentAt: [],
  held: 0,
  heldTold: 0,
  heldSince: null,
  moreAt: null,
  moreTries: 0,
  moreNotBefore: 0,
  failures: 0,
  detail: null,
  aliveAt: null,
};

/** A delivery that was just thought of. */
export function newDelivery(
  channel: Delivery["channel"],
  payload: NoticeEvent,
  now: number,
): Delivery {
  return {
    channel,
    event: payload.id,
    kind: payload.kind,
    notice: payload.notice.id,
    revision: payload.notice.revision,
    state: "pending",
    tries: 0,
    createdAt: now,
    nextTryAt: now,
    endedAt: null,
    detail: null,
    payload,
  };
}

/** It ends, whatever came of it. */
export function ended(
  delivery: Delivery,
  state: "sent" | "failed" | "skipped",
  detail: string,
  now: number,
): Delivery {
  return { ...delivery, state, detail, endedAt: now, nextTryAt: null, payload: null };
}
