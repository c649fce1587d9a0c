import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { Redis } from "ioredis";
import { expect, inject, test } from "vitest";
import { connectionOptions } from "../../src/platform/redis-connection.ts";

/** A line to Redis that can go silent: connections stay open, and nothing passes on them any more. */
async function openLine(redisPort: number) {
  const sockets: Socket[] = [];
  const server = createServer((from) => {
    const to = connect({ host: "127.0.0.1", port: redisPort });
    from.pipe(to).pipe(from);
    for (const socket of [from, to]) socket.on("error", () => socket.destroy());
    from.on("close", () => to.destroy());
    sockets.push(from, to);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    /** Those that are open now; later ones pass. */
    goSilent() {
      for (const socket of sockets) {
        socket.unpipe();
        socket.pause();
      }
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

test.concurrent.each(["commands", "worker"] as const)(
  "a line of a %s connection that goes silent is given up within half a minute, and its command answered over a new one",
  { timeout: 60_000 },
  async (role) => {
    const line = await openLine(inject("redisPort"));
    const redis = new Redis({ ...connectionOptions(role), host: "127.0.0.1", port: line.port });
    const errors: string[] = [];
    redis.on("error", (error: Error) => errors.push(error.message));
    await redis.ping();

    line.goSilent();
    const answer = await redis.ping();

    expect(answer).toBe("PONG");
    expect(errors.join()).toContain("Socket timeout");
    redis.disconnect();
    line.close();
  },
);

test.concurrent(
  "a connection that blocks on purpose for ten seconds is not given up",
  { timeout: 30_000 },
  async () => {
    const redis = new Redis({
      ...connectionOptions("worker"),
      host: "127.0.0.1",
      port: inject("redisPort"),
    });
    const errors: string[] = [];
    redis.on("error", (error: Error) => errors.push(error.message));

    const taken = await redis.bzpopmin("nothing:is:put:here", 10);

    expect(taken).toBeNull();
    expect(errors).toEqual([]);
    redis.disconnect();
  },
);
