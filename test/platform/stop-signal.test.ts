import { EventEmitter } from "node:events";
import { expect, test, vi } from "vitest";
import { untilStopped } from "../../src/platform/stop-signal.ts";

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
