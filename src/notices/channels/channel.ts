import type { Message } from "../message.ts";

export const channelNames = ["log", "webhook", "slack", "email", "alertmanager"] as const;
export type ChannelName = (typeof channelNames)[number];

/** What became of one try. */
export type SendResult =
  | { readonly outcome: "sent"; readonly detail: string }
  | {
      readonly outcome: "failed";
      /** Why, in a few words without secrets. */
      readonly detail: string;
      /** How long the receiver asks to be left alone. */
      readonly retryAfterMs: number | null;
    }
  /** The receiver wants nothing more, ever. */
  | { readonly outcome: "gone"; readonly detail: string };

/** One way to tell a person. `send` does not throw for what a receiver or a network does. */
export interface Channel {
  readonly name: ChannelName;
  /** Where it leads, without secrets. */
  readonly to: string;
  /** Whether only so many messages an hour go out: people read this one. */
  readonly isCapped: boolean;
  send(message: Message, signal: AbortSignal): Promise<SendResult>;
  /** Says that these stand still, for receivers that would think them over otherwise. */
  keepAlive?(standing: readonly Message[], signal: AbortSignal): Promise<SendResult>;
}
