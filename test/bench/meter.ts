import type { Redis } from "ioredis";

/** What one part of the benchmark came to. */
export interface Measured {
  /** Rows, jobs or pages. */
  readonly units: number;
  readonly seconds: number;
  /** CPU of the measured process, all threads, per unit. */
  readonly nodeMicros: number;
  /** CPU of the Redis under it, per unit; 0 where there is none. */
  readonly redisMicros: number;
}

/** Starts the clocks; the function it gives stops them. The machine is noisy, so CPU is read as well as time. */
export async function startMeter(
  redis: Redis | undefined,
): Promise<(units: number) => Promise<Measured>> {
  const redisBefore = redis ? await redisCpuMicros(redis) : 0;
  const nodeBefore = process.cpuUsage();
  const startedAt = performance.now();
  return async (units) => {
    const seconds = (performance.now() - startedAt) / 1_000;
    const { user, system } = process.cpuUsage(nodeBefore);
    const redisAfter = redis ? await redisCpuMicros(redis) : 0;
    return {
      units,
      seconds,
      nodeMicros: (user + system) / units,
      redisMicros: (redisAfter - redisBefore) / units,
    };
  };
}

async function redisCpuMicros(redis: Redis): Promise<number> {
  const info = await redis.info("cpu");
  const read = (name: string) => Number(new RegExp(`^${name}:(\\S+)`, "m").exec(info)?.[1] ?? 0);
  return (read("used_cpu_user") + read("used_cpu_sys")) * 1e6;
}
