import type { Logger } from "pino";
import type { Channel, SendResult } from "./channels/channel.ts";
import type { NoticeChannels } from "./channels/open.ts";
import type { ChannelState, Delivery } from "./delivery.ts";
import { hourMs, sentInLastHour } from "./hourly-cap.ts";
import type { Outbox } from "./outbox.ts";

export interface LineDeps {
  readonly outbox: Outbox;
  readonly channels: NoticeChannels;
  readonly log: Pick<Logger, "info" | "warn">;
  readonly now: () => number;
  /** In 0 … 1. */
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/** A channel while it is worked on: what is remembered of it, and whether it is worth trying. */
export interface Line {
  readonly channel: Channel;
  state(): ChannelState;
  /** Takes effect at the next save. */
  change(changes: Partial<ChannelState>): void;
  save(deliveries?: readonly Delivery[]): Promise<void>;
  isOpen(): boolean;
  /** One try; what it says about the channel is remembered, and logged when it is news. */
  attempt(send: (signal: AbortSignal) => Promise<SendResult>): Promise<SendResult>;
}

/** A receiver that fails so often in a row is left alone until the next pass. */
const patience = 3;
/** However long a receiver asks to be left alone. */
const longestAskedMs = 24 * hourMs;

/** Takes up a channel where it was left. */
export async function openLine(channel: Channel, deps: LineDeps): Promise<Line> {
  const { outbox, channels, log, now, signal } = deps;
  const { name } = channel;
  let state = await outbox.channelState(name);
  let failuresNow = 0;
  return {
    channel,
    state: () => state,
    change(changes) {
      state = { ...state, ...changes };
    },
    save: (deliveries) => outbox.save(name, state, deliveries),
    isOpen: () =>
      !signal.aborted &&
      !channels.disabled.has(name) &&
      failuresNow < patience &&
      state.notBefore <= now(),
    async attempt(send) {
      const result = await send(signal);
      tellNews(log, channel, state, result);
      state = learn(state, result, now());
      failuresNow = result.outcome === "sent" ? 0 : failuresNow + 1;
      if (result.outcome === "gone") channels.disabled.add(name);
      return result;
    },
  };
}

/** What a channel's state is after a try. */
function learn(state: ChannelState, result: SendResult, now: number): ChannelState {
  if (result.outcome === "sent") {
    return { ...state, failures: 0, detail: null, sentAt: [...sentInLastHour(state, now), now] };
  }
  const askedMs = result.outcome === "failed" ? (result.retryAfterMs ?? 0) : 0;
  return {
    ...state,
    failures: state.failures + 1,
    detail: result.detail,
    notBefore: askedMs > 0 ? now + Math.min(askedMs, longestAskedMs) : state.notBefore,
  };
}

/** Says once that a channel fails, and once that it works again. */
function tellNews(
  log: LineDeps["log"],
  { name, to }: Channel,
  before: ChannelState,
  result: SendResult,
): void {
  const fields = { channel: name, to, detail: result.detail };
  if (result.outcome === "gone") {
    log.warn(fields, "the receiver wants no more notices; the channel is off until a restart");
  } else if (result.outcome === "failed" && before.failures === 0) {
    log.warn(fields, "notices can't be delivered; they are tried again");
  } else if (result.outcome === "sent" && before.failures > 0) {
    log.info({ ...fields, failures: before.failures }, "notices are delivered again");
  }
}
