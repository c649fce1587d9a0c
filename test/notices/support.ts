import type { Redis } from "ioredis";
import { pino } from "pino";
import { openNoticeChannels } from "../../src/notices/channels/open.ts";
import { deliverNotices } from "../../src/notices/deliver.ts";
import { raiseNotice } from "../../src/notices/notices.ts";
import { loadConfig } from "../../src/platform/config.ts";
import { test as redisTest } from "../support/redis.ts";
import { type Receiver, startReceiver } from "./receiver.ts";

export const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

/** One process that delivers: its own settings, clock and log. */
export interface Sender {
  /** Epoch ms, moved by the test. */
  now: number;
  readonly logged: Record<string, unknown>[];
  deliver(signal?: AbortSignal): ReturnType<typeof deliverNotices>;
}

export const test = redisTest.extend<{
  receiver: Receiver;
  sender: (env: Record<string, string>) => Sender;
}>({
  // oxlint-disable-next-line no-empty-pattern
  receiver: async ({}, use) => {
    const receiver = await startReceiver();
    await use(receiver);
    await receiver.close();
  },
  sender: async ({ redis }, use) => {
    const closers: (() => Promise<void>)[] = [];
    await use((env) => {
      const logged: Sender["logged"] = [];
      const log = pino(
        { level: "info", formatters: { level: (level) => ({ level }) } },
        { write: (line: string) => void logged.push(JSON.parse(line)) },
      );
      const channels = openNoticeChannels(loadConfig(env), log);
      closers.push(channels.close);
      const sender: Sender = {
        now: Date.now(),
        logged,
        deliver: (signal = new AbortController().signal) =>
          deliverNotices({ redis, channels, log, now: () => sender.now, random: () => 0, signal }),
      };
      return sender;
    });
    for (const close of closers) await close();
  },
});

/** The settings of a signed webhook to this receiver. */
export function webhookTo({ url }: Receiver): Record<string, string> {
  return { ASSAY_NOTICE_WEBHOOK_URL: `${url}/hook`, ASSAY_NOTICE_WEBHOOK_SECRET: secret };
}

/** A notice about a batch, as the watchdog raises it. */
export const exhausted = {
  cause: "rows_exhausted",
  subject: "b1",
  text: "12 rows are out of retries.",
  did: "Each was tried 3 times.",
  worsens: { rows: 12 },
} as const;

/** So many notices about so many keys. */
export async function raiseMany(redis: Redis, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    await raiseNotice(redis, { cause: "key_disabled", subject: `key-${n}`, text: "Refused." });
  }
}

export const type = ({ body }: { readonly body: string }): string =>
  (JSON.parse(body) as { type: string }).type;
