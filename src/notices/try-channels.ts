import { randomUUID } from "node:crypto";
import type { Channel, SendResult } from "./channels/channel.ts";
import type { NoticeChannels } from "./channels/open.ts";
import { testMessage } from "./message.ts";

/** What a channel said to a test. */
export interface ChannelTest {
  readonly channel: Channel;
  readonly result: SendResult;
}

/** Sends a test through every channel at once, and says what each of them answered. Nothing is stored. */
export async function tryChannels(
  { list, publicUrl }: Pick<NoticeChannels, "list" | "publicUrl">,
  signal: AbortSignal = new AbortController().signal,
): Promise<ChannelTest[]> {
  const message = testMessage(`test-${randomUUID()}`, Date.now(), publicUrl);
  return Promise.all(
    list.map(async (channel) => ({ channel, result: await channel.send(message, signal) })),
  );
}
