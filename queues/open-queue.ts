import { Queue } from "bullmq";
import type { Redis } from "ioredis";

/** One hash tag for all queues, so that BullMQ's own scripts work on a Redis Cluster. */
export const queuePrefix = "{assay}";

/** BullMQ tells every job's steps in a stream. Nobody follows it, so it need not hold ten thousand. */
const mostEvents = 100;

/** Opens a queue for adding and looking; every queue of Assay alike, or the last one opened would say how. */
export function openQueue<Data = unknown, Name extends string = string>(
  name: string,
  connection: Redis,
): Queue<Data, void, Name> {
  const streams = { events: { maxLen: mostEvents } };
  return new Queue<Data, void, Name>(name, { connection, prefix: queuePrefix, streams });
}
