import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import type { Redis } from "ioredis";
import { tiers } from "../src/domain/tier.ts";
import { openQueue } from "./open-queue.ts";
import { RowJob } from "./row-job.ts";

/** Every queue there is, with what it is for. */
const shown = [
  ...tiers.map((name) => ({
    name,
    description: `The ${name} tier's window of rows; the backlog waits in its batches.`,
  })),
  { name: "watchdog", description: "The watchdog's schedule." },
  { name: "schedules", description: "Batches that begin by the clock." },
];

/** The queues as Bull Board takes them: all it can see of BullMQ. */
export function openBoardQueues(
  connection: Redis,
  {
    readOnlyMode,
    onError,
  }: { readonly readOnlyMode: boolean; readonly onError: (error: Error) => void },
): BullMQAdapter[] {
  return shown.map(({ name, description }) => {
    const queue = openQueue(name, connection);
    queue.on("error", onError);
    return new BullMQAdapter(queue, {
      readOnlyMode,
      // Rows count their own attempts; a job that is tried again finds its row elsewhere.
      allowRetries: false,
      description,
      externalJobUrl: ({ data }) => recordLink(data),
    });
  });
}

/** Where the row behind a job is described: the job itself says nothing of it. */
function recordLink(data: unknown) {
  const job = RowJob.safeParse(data);
  if (!job.success) return undefined as never;
  const record = `${job.data.b}-${job.data.r}`;
  return { href: `/records/${record}`, displayText: `record ${record}` };
}
