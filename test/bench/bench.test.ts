import { expect, test as base } from "vitest";
import { measureEngine } from "./engine.ts";
import { startOwnRedis } from "./own-redis.ts";
import { measurePlain } from "./plain.ts";
import { profiled } from "./profile.ts";
import { compare } from "./rounds.ts";
import { measureRows } from "./rows.ts";

const test = base.extend<{ socket: string }>({
  // oxlint-disable-next-line no-empty-pattern
  socket: async ({}, use) => {
    const redis = await startOwnRedis();
    await use(redis.socket);
    await redis.stop();
  },
});

test.for([
  ["the engine", measureEngine],
  ["the engine without its queue", measureRows],
  ["BullMQ alone", measurePlain],
] as const)("%s does all its rows, and they cost something", async ([, measure], { socket }) => {
  const measured = await measure({ socket, units: 300, concurrency: 16 });

  expect(measured.units).toBe(300);
  for (const cost of [measured.seconds, measured.nodeMicros, measured.redisMicros]) {
    expect(cost).toBeGreaterThan(0);
  }
});

test("contenders take turns, and the first one of each round is the measure of the others", async () => {
  const turns: string[] = [];
  const contender = (name: string, rates: number[]) => ({
    name,
    run: async () => {
      turns.push(name);
      const rate = rates.shift() ?? Number.NaN;
      return { units: rate, seconds: 1, nodeMicros: 1_000 / rate, redisMicros: 0 };
    },
  });

  const [, ours] = await compare(
    [contender("plain", [100, 10, 50]), contender("ours", [50, 8, 20])],
    3,
  );

  expect(turns).toEqual(["plain", "ours", "plain", "ours", "plain", "ours"]);
  expect(ours).toMatchObject({ rate: 20, ratio: 0.5, nodeMicros: 20 });
});

test("a profile names modules and functions by their share", async () => {
  const { result, summary } = await profiled(async () => {
    let text = "";
    for (let i = 0; i < 200_000; i += 1) text = JSON.stringify({ i, text: text.slice(0, 50) });
    return text.length;
  });

  expect(result).toBeGreaterThan(0);
  const percent = summary.modules.reduce((sum, share) => sum + share.percent, 0);
  expect(percent).toBeGreaterThan(50);
  expect(percent).toBeLessThanOrEqual(100.1);
});
