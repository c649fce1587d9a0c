import { Queue, Worker } from "bullmq";
import { type Measured, startMeter } from "./meter.ts";
import { connect, type EngineOptions } from "./null-batch.ts";

const chunk = 256;

/** BullMQ alone with jobs that do nothing: added in bulk and worked on by the same process. */
export async function measurePlain(options: EngineOptions): Promise<Measured> {
  const { socket, units, concurrency } = options;
  const { redis, blocking, disconnect } = connect(socket);
  await redis.flushall();
  const queue = new Queue("plain", { connection: redis });
  let done = 0;
  let finish = () => {};
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const worker = new Worker(
    "plain",
    async () => {
      done += 1;
      if (done === units) finish();
    },
    { connection: blocking, concurrency, removeOnComplete: { count: 0 }, autorun: false },
  );
  await worker.waitUntilReady();
  const stopMeter = await startMeter(redis);
  const running = worker.run();
  for (let first = 0; first < units; first += chunk) {
    await queue.addBulk(
      Array.from({ length: Math.min(chunk, units - first) }, (_, i) => ({
        name: "job",
        data: { n: first + i },
      })),
    );
  }
  await finished;
  const measured = await stopMeter(units);
  await worker.close();
  await running;
  await queue.close();
  disconnect();
  return measured;
}
