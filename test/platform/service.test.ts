import { EventEmitter } from "node:events";
import { pino } from "pino";
import { expect, test, vi } from "vitest";
import { type Service, startAll, untilStopped } from "../../src/platform/service.ts";

const silent = pino({ level: "silent" });

function recorder() {
  const events: string[] = [];
  const service = (name: string, faults: { start?: Error; stop?: Error } = {}): Service => ({
    name,
    async start() {
      if (faults.start) throw faults.start;
      events.push(`${name} started`);
    },
    async stop() {
      events.push(`${name} stopped`);
      if (faults.stop) throw faults.stop;
    },
  });
  return { events, service };
}

test("services start in order and stop in reverse, once", async () => {
  const { events, service } = recorder();

  const running = await startAll([service("a"), service("b")], silent);
  await Promise.all([running.stop(), running.stop()]);

  expect(events).toEqual(["a started", "b started", "b stopped", "a stopped"]);
});

test("when one can't start, those that run are stopped and its error is thrown", async () => {
  const { events, service } = recorder();
  const broken = service("b", { start: new Error("port in use") });

  await expect(startAll([service("a"), broken], silent)).rejects.toThrow("port in use");

  expect(events).toEqual(["a started", "a stopped"]);
});

test("one that can't stop does not keep the others running", async () => {
  const { events, service } = recorder();
  const stubborn = service("b", { stop: new Error("stuck") });

  const running = await startAll([service("a"), stubborn], silent);
  await expect(running.stop()).rejects.toThrow("not every service stopped");

  expect(events).toContain("a stopped");
});

test("the first signal asks for a stop, the second forces it", async () => {
  const source = new EventEmitter();
  const force = vi.fn();
  const stopped = untilStopped({ source, force });

  source.emit("SIGTERM");
  const cause = await stopped;
  source.emit("disconnect");
  expect(force).not.toHaveBeenCalled();
  source.emit("SIGINT");

  expect(cause).toBe("SIGTERM");
  expect(force).toHaveBeenCalledWith("SIGINT");
});
