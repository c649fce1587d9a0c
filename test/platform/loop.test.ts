import { pino } from "pino";
import { expect, test, vi } from "vitest";
import { pauseMs, startLoop } from "../../src/platform/loop.ts";

const silent = pino({ level: "silent" });

test("the first tick comes at once, and ticks never overlap", async () => {
  let inside = 0;
  let most = 0;
  let ticks = 0;
  const loop = startLoop({
    name: "test",
    everyMs: 1,
    log: silent,
    tick: async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside -= 1;
      ticks += 1;
    },
  });

  await vi.waitFor(() => expect(ticks).toBeGreaterThan(3), 10_000);
  await loop.stop();

  expect(most).toBe(1);
});

test("stopping does not wait for the next tick, and none comes after it", async () => {
  const tick = vi.fn(async () => undefined);
  const loop = startLoop({ name: "test", everyMs: 3_600_000, tick, log: silent });

  await loop.stop();

  expect(tick).toHaveBeenCalledTimes(1);
});

test("stopping waits for the tick in hand, which is told of it", async () => {
  let told = false;
  let ended = false;
  const loop = startLoop({
    name: "test",
    everyMs: 1,
    log: silent,
    tick: (signal) =>
      new Promise<void>((resolve) => {
        signal.addEventListener("abort", () => {
          told = true;
          setTimeout(() => {
            ended = true;
            resolve();
          }, 5);
        });
      }),
  });

  await loop.stop();

  expect({ told, ended }).toEqual({ told: true, ended: true });
});

test("a tick that throws is logged once while it goes on, and the loop works again after it", async () => {
  const log = { warn: vi.fn(), info: vi.fn() };
  let ticks = 0;
  const loop = startLoop({
    name: "flaky",
    everyMs: 1,
    log,
    tick: async () => {
      ticks += 1;
      if (ticks === 1) throw new Error("not yet");
    },
  });

  await vi.waitFor(() => expect(log.info).toHaveBeenCalled(), 10_000);
  await loop.stop();

  expect(log.warn).toHaveBeenCalledTimes(1);
  expect(log.warn.mock.calls[0]?.[0]).toMatchObject({ loop: "flaky", failures: 1 });
});

test("the pause grows with failures, to two seconds or the loop's own pace", () => {
  expect(pauseMs(250, 0)).toBe(250);
  expect(pauseMs(250, 1)).toBe(500);
  expect(pauseMs(250, 50)).toBe(2_000);
  expect(pauseMs(0, 1)).toBe(100);
  expect(pauseMs(120_000, 3)).toBe(120_000);
});
