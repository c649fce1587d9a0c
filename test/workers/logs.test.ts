import { pino } from "pino";
import { expect } from "vitest";
import type { Agent } from "../../src/agents/agent.ts";
import { createLogger } from "../../src/platform/log.ts";
import { test } from "../support/redis.ts";
import { smallRun } from "./small-run.ts";

const closes: Agent = async (handoff, { log }) => {
  log?.debug({ rule: "form_submit", tool: "click" }, "a tool call was refused");
  return {
    outcome: { kind: "unproven", reason: "out_of_scope", to: null },
    why: `nothing to do for ${handoff.task.record}`,
    looked: [],
    findings: null,
    snapshots: [],
  };
};

function capture() {
  const lines: string[] = [];
  const to = { write: (line: string) => void lines.push(line) };
  const log = createLogger({ level: "debug", name: "http-worker", to });
  return { log, read: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

test("a healthy run writes nothing above debug, and every line of an attempt names its run", async ({
  redis,
}) => {
  const { log, read } = capture();

  const { batch } = await smallRun(redis, { lines: 12, agent: closes, log });

  const lines = read();
  expect(lines.filter(({ level }) => level !== "debug")).toEqual([]);
  const runs = Array.from({ length: 12 }, (_, n) => `${batch}-${n}.1`);
  for (const said of ["a tool call was refused", "an attempt ended"]) {
    const of = lines.filter(({ msg }) => msg === said);
    expect(of).toHaveLength(12);
    expect(new Set(of.map(({ run }) => run))).toEqual(new Set(runs));
    expect(new Set(of.map(({ tier }) => tier))).toEqual(new Set(["http"]));
  }
  expect(lines.find(({ msg }) => msg === "a tool call was refused")).toMatchObject({
    rule: "form_submit",
  });
});

test("an agent's bug is one line with its run", async ({ redis }) => {
  const { log, read } = capture();
  const throws: Agent = () => Promise.reject(new Error("mail jane@firma.example"));

  const { batch } = await smallRun(redis, { lines: 1, agent: throws, log });

  const bugs = read().filter(({ level }) => level === "error");
  expect(bugs.length).toBeGreaterThan(0);
  expect(bugs[0]).toMatchObject({ run: `${batch}-0.1`, record: `${batch}-0` });
  expect(JSON.stringify(bugs)).not.toContain("jane@");
});

test("an attempt's lines cost nothing where nobody looks so closely", async ({ redis }) => {
  const log = pino({ level: "info" }, { write: () => expect.fail("a line was written") });

  await smallRun(redis, { lines: 2, agent: closes, log });
});
