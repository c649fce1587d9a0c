import { EventEmitter } from "node:events";
import { expect, it, vi } from "vitest";
import { createBrowserPool, type PoolDeps } from "../../../src/web/browser/browser-pool.ts";
import type { RunningBrowser } from "../../../src/web/browser/launch.ts";

function fakeBrowser(isConnected = true): never {
  return Object.assign(new EventEmitter(), { isConnected: () => isConnected }) as never;
}

/** Browsers that only know how to be started and closed. */
function poolOf(changes: Partial<PoolDeps> = {}) {
  const browsers: (RunningBrowser & { close: ReturnType<typeof vi.fn> })[] = [];
  const launch = async () => {
    const running = { browser: fakeBrowser(), close: vi.fn(async () => undefined) };
    browsers.push(running);
    return running;
  };
  const pool = createBrowserPool({ launch, maxPages: 2, maxAgeMs: 60_000, ...changes });
  return { pool, browsers };
}

it("lends one browser to several pages", async () => {
  const { pool, browsers } = poolOf();

  const [one, two] = await Promise.all([pool.lease(), pool.lease()]);

  expect(one.browser).toBe(two.browser);
  expect(browsers).toHaveLength(1);
});

it("replaces a browser after its pages, and closes it when the last one is done", async () => {
  const { pool, browsers } = poolOf();
  const first = await pool.lease();
  const second = await pool.lease();

  const third = await pool.lease();
  first.release(true);

  expect(third.browser).not.toBe(first.browser);
  expect(browsers[0]?.close).not.toHaveBeenCalled();
  second.release(true);
  expect(browsers[0]?.close).toHaveBeenCalledOnce();
});

it("takes no further page to a browser in which one hung", async () => {
  const { pool } = poolOf();
  const hung = await pool.lease();

  hung.release(false);

  expect((await pool.lease()).browser).not.toBe(hung.browser);
});

it("replaces a browser that went away", async () => {
  const { pool, browsers } = poolOf();
  const lease = await pool.lease();

  (lease.browser as unknown as EventEmitter).emit("disconnected");
  lease.release(true);

  expect((await pool.lease()).browser).not.toBe(lease.browser);
  expect(browsers[0]?.close).toHaveBeenCalledOnce();
});

it("replaces a browser that is too old", async () => {
  const { pool } = poolOf({ maxAgeMs: 0 });

  const first = await pool.lease();

  expect((await pool.lease()).browser).not.toBe(first.browser);
});

it("tries again after a launch that failed", async () => {
  const launch = vi
    .fn<PoolDeps["launch"]>()
    .mockRejectedValueOnce(new Error("no memory"))
    .mockResolvedValueOnce({ browser: fakeBrowser(), close: async () => undefined });
  const { pool } = poolOf({ launch });

  await expect(pool.lease()).rejects.toThrow("no memory");

  expect(await pool.lease()).toBeDefined();
});

it("gives up on a browser that ends whenever it is started", async () => {
  const launch = async () => ({ browser: fakeBrowser(false), close: async () => undefined });
  const { pool } = poolOf({ launch });

  await expect(pool.lease()).rejects.toThrow("assay doctor");
});

it("closes everything, borrowed or not", async () => {
  const { pool, browsers } = poolOf();
  await pool.lease();

  await pool.close();

  expect(browsers[0]?.close).toHaveBeenCalledOnce();
});
