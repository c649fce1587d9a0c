import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Redis } from "ioredis";
import { luaScript } from "../platform/lua-script.ts";
import type { ChannelName } from "./channels/channel.ts";
import { ChannelState, Delivery, newChannelState } from "./delivery.ts";
import { noticeKeys, pendingKey } from "./keys.ts";

/** Longer than a send may take, so that only a sender that is dead or frozen loses it. */
const leaseMs = 60_000;
const mostEnded = 2_000;
/** Lua takes only so many arguments at once. */
const savedAtOnce = 500;

const script = (name: string) =>
  luaScript(readFileSync(new URL(`lua/${name}.lua`, import.meta.url), "utf8"));
const save = script("save");
const release = script("release");

/** Another process sends: this one took too long, and stops. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";

  constructor() {
    super("another process delivers notices now; nothing is lost, it goes on there");
  }
}

/** What is on its way, for the one process that may send at the moment. */
export interface Outbox {
  channelState(channel: ChannelName): Promise<ChannelState>;
  /** What waits in a channel, in the order in which it happened. */
  pending(channel: ChannelName): Promise<Delivery[]>;
  find(channel: ChannelName, events: readonly string[]): Promise<(Delivery | undefined)[]>;
  /** Writes and keeps the lease; throws `LeaseLost`, and then nothing was written. */
  save(channel: ChannelName, state: ChannelState, deliveries?: readonly Delivery[]): Promise<void>;
  /** Lets another process send. */
  close(): Promise<void>;
}

/** Opens the outbox for one process at a time; `undefined` while another has it. */
export async function openOutbox(redis: Redis): Promise<Outbox | undefined> {
  const token = randomUUID();
  const { sender, deliveries, ended, channels } = noticeKeys;
  if ((await redis.set(sender, token, "PX", leaseMs, "NX")) !== "OK") return undefined;

  const read = async (fields: readonly string[]) => {
    const texts = fields.length === 0 ? [] : await redis.hmget(deliveries, ...fields);
    return texts.map((text) => (text === null ? undefined : Delivery.parse(JSON.parse(text))));
  };
  return {
    async channelState(channel) {
      const text = await redis.hget(channels, channel);
      return text === null ? newChannelState : ChannelState.parse(JSON.parse(text));
    },
    async pending(channel) {
      const fields = await redis.zrange(pendingKey(channel), "0", "-1");
      const found = (await read(fields)).filter((one) => one !== undefined);
      return found.toSorted(
        (a, b) => (a.payload?.at ?? 0) - (b.payload?.at ?? 0) || a.revision - b.revision,
      );
    },
    find: (channel, events) => read(events.map((event) => fieldOf(channel, event))),
    async save(channel, state, changed = []) {
      const keys = [sender, deliveries, pendingKey(channel), ended, channels];
      for (let from = 0; from === 0 || from < changed.length; from += savedAtOnce) {
        const each = changed.slice(from, from + savedAtOnce).flatMap(argumentsOf);
        const head = [token, leaseMs, channel, JSON.stringify(state), mostEnded];
        if ((await save(redis, keys, [...head, ...each])) !== "saved") throw new LeaseLost();
      }
    },
    async close() {
      await release(redis, [sender], [token]);
    },
  };
}

function argumentsOf(delivery: Delivery): (string | number)[] {
  const { channel, event, nextTryAt, endedAt } = delivery;
  const where = nextTryAt === null ? "ended" : "pending";
  return [
    fieldOf(channel, event),
    // Facts are text where they lie, as in the notice itself.
    JSON.stringify(delivery, (name, value: unknown) =>
      name === "facts" ? JSON.stringify(value) : value,
    ),
    where,
    nextTryAt ?? endedAt ?? 0,
  ];
}

function fieldOf(channel: ChannelName, event: string): string {
  return `${channel} ${event}`;
}

/** How every delivery that is remembered stands. */
export async function listDeliveries(redis: Redis): Promise<Delivery[]> {
  const texts = await redis.hvals(noticeKeys.deliveries);
  return texts
    .map((text) => Delivery.parse(JSON.parse(text)))
    .toSorted((a, b) => a.createdAt - b.createdAt || a.revision - b.revision);
}
