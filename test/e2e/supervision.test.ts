import { type ChildProcess } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { bareEnv, startAssay, temporaryHome } from "./support.ts";

const { home, remove } = temporaryHome();
const Repairs = z.object({
  data: z.array(
    z.object({ kind: z.string(), subject: z.string(), what: z.string(), why: z.string() }),
  ),
});
const patient = { timeout: 60_000, interval: 250 };

let up: ChildProcess;
let url: string;

beforeAll(async () => {
  const settings = { ASSAY_HUNG_AFTER_MS: "4000", ASSAY_DRAIN_MS: "1000" };
  up = startAssay(["up", "--port", "0"], bareEnv(home, settings));
  let said = "";
  up.stderr?.setEncoding("utf8").on("data", (text: string) => (said += text));
  await vi.waitFor(() => expect(said).toMatch(/API +http/), patient);
  url = /API +(\S+)/.exec(said)?.[1] ?? "";
  await vi.waitFor(() => expect(workers("http-worker")).not.toEqual([]), patient);
}, 90_000);

afterAll(async () => {
  const gone = new Promise((resolve) => up.once("exit", resolve));
  up.kill("SIGTERM");
  await gone;
  remove();
}, 60_000);

describe("assay up", () => {
  test("restarts a worker that is stopped and says nothing more", { timeout: 90_000 }, async () => {
    const [pid = 0] = workers("http-worker");

    process.kill(pid, "SIGSTOP");

    await vi.waitFor(
      () => expect(workers("http-worker").some((one) => one !== pid)).toBe(true),
      patient,
    );
    expect(workers("http-worker")).not.toContain(pid);
    await vi.waitFor(
      async () =>
        expect(await repairs()).toContainEqual(
          expect.objectContaining({
            kind: "restart_worker",
            subject: "http-worker-1",
            what: "killed and restarted http-worker-1",
            why: `process ${pid} gave no sign of life for 4 s`,
          }),
        ),
      patient,
    );
  });

  test("restarts a worker that was killed", { timeout: 90_000 }, async () => {
    const [pid = 0] = workers("classifier-worker");

    process.kill(pid, "SIGKILL");

    await vi.waitFor(
      () => expect(workers("classifier-worker").some((one) => one !== pid)).toBe(true),
      patient,
    );
    await vi.waitFor(
      async () =>
        expect(await repairs()).toContainEqual(
          expect.objectContaining({
            subject: "classifier-worker-1",
            why: `process ${pid} was killed by SIGKILL`,
          }),
        ),
      patient,
    );
  });

  test("looks after itself: the watchdog has looked, and nobody needed telling", async () => {
    await vi.waitFor(async () => {
      const answer = await fetch(`${url}/watchdog`);
      expect(await answer.json()).toMatchObject({ status: "looking" });
    }, patient);
    expect(await (await fetch(`${url}/notices`)).json()).toMatchObject({ data: [] });
  });
});

async function repairs() {
  return Repairs.parse(await (await fetch(`${url}/repairs`)).json()).data;
}

/** Processes of this program that run a kind of worker. */
function workers(name: string): number[] {
  return readdirSync("/proc")
    .filter((pid) => /^\d+$/.test(pid))
    .filter((pid) => {
      try {
        const isOurs = readFileSync(`/proc/${pid}/environ`, "utf8").includes(
          `ASSAY_HOME=${home}\0`,
        );
        return isOurs && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(`${name}.js`);
      } catch {
        return false; // it ended while we looked
      }
    })
    .map(Number);
}
