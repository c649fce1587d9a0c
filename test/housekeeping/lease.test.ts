import { describe, expect, vi } from "vitest";
import { inTurn } from "../../src/housekeeping/lease.ts";
import { test } from "../support/redis.ts";

const never = new AbortController().signal;

describe("a turn", () => {
  test("is one process's, however many want it", async ({ redis }) => {
    let running = 0;
    let most = 0;
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      await redis.ping();
      running -= 1;
    };
    const turns = await Promise.all(
      Array.from({ length: 20 }, () => inTurn(redis, { name: "job", everyMs: 0 }, never, work)),
    );

    expect(most).toBe(1);
    expect(turns.filter(Boolean).length).toBeGreaterThanOrEqual(1);
  });

  test("comes again only after its pause, whoever had the last one", async ({ redis }) => {
    let done = 0;
    const work = async () => void (done += 1);
    const turn = { name: "job", everyMs: 3_600_000 };
    expect(await inTurn(redis, turn, never, work)).toBe(true);
    expect(await inTurn(redis, turn, never, work)).toBe(false);
    await redis.decrby("assay:{keep}:job:at", 3_599_500);
    expect(await inTurn(redis, turn, never, work)).toBe(true);
    expect(done).toBe(2);
  });

  test("is given back when the work fails", async ({ redis }) => {
    const turn = { name: "job", everyMs: 0 };
    const fail = () => Promise.reject(new Error("no"));
    await expect(inTurn(redis, turn, never, fail)).rejects.toThrow("no");
    expect(await inTurn(redis, turn, never, async () => undefined)).toBe(true);
  });

  test("that was lost to another tells its work so, and takes nothing from the other", async ({
    redis,
  }) => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    await inTurn(redis, { name: "job", everyMs: 0 }, never, async (signal) => {
      await redis.set("assay:{keep}:job", "another");
      vi.advanceTimersByTime(20_000);
      await vi.waitFor(() => expect(signal.aborted).toBe(true));
    });
    vi.useRealTimers();
    expect(await redis.get("assay:{keep}:job")).toBe("another");
  });
});
