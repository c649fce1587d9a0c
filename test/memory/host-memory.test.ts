import type { Redis } from "ioredis";
import { describe, expect } from "vitest";
import { createMemory } from "../../src/memory/host-memory.ts";
import { test } from "../support/redis.ts";

const dayMs = 86_400_000;

/** A memory whose clock the test moves. */
function memoryAt(redis: Redis, { days = 30, hosts = 1_000 } = {}) {
  const clock = { now: Date.UTC(2026, 10, 21) };
  const memory = createMemory({ redis, days, hosts, now: () => clock.now });
  return { memory, later: (ms: number) => (clock.now += ms) };
}

describe("what a workflow learnt of a host", () => {
  test("is known to that workflow, by any spelling of the name", async ({ redis }) => {
    const { memory } = memoryAt(redis);

    await memory.learn("ats", "Jobs.Acme.com.", { careersUrl: "https://jobs.acme.com/" }, "b-0");

    expect(await memory.scope("ats").recall("jobs.acme.com")).toEqual({
      careersUrl: "https://jobs.acme.com/",
    });
    expect(await memory.scope("ats").recall("acme.com")).toBeUndefined();
  });

  test("is nobody else's until records agree; a careers page never is", async ({ redis }) => {
    const { memory } = memoryAt(redis);
    const facts = { blocksBots: true, careersUrl: "https://acme.com/jobs" };
    const elsewhere = memory.scope("tech-stack");

    await memory.learn("ats", "acme.com", facts, "b-0");
    await memory.learn("ats", "acme.com", facts, "b-0");
    expect(await elsewhere.recall("acme.com")).toBeUndefined();

    await memory.learn("ats", "acme.com", facts, "c-7");
    expect(await elsewhere.recall("acme.com")).toEqual({ blocksBots: true });
  });

  test("is agreed on by as many as saw it lately, across workflows too", async ({ redis }) => {
    const { memory, later } = memoryAt(redis);
    await memory.learn("ats", "acme.com", { needsBrowser: true }, "a-0");
    later(20 * dayMs);
    await memory.learn("ats", "acme.com", { needsBrowser: true }, "b-0");
    await memory.learn("tech-stack", "acme.com", { needsBrowser: true }, "c-0");

    expect(await memory.agreeing("ats", "acme.com", "needsBrowser")).toBe(3);
    later(20 * dayMs);
    expect(await memory.agreeing("ats", "acme.com", "needsBrowser")).toBe(2);
    expect(await memory.agreeing("ats", "acme.com", "blocksBots")).toBe(0);
  });

  test("is forgotten the moment that it is seen to be otherwise", async ({ redis }) => {
    const { memory } = memoryAt(redis);
    for (const record of ["a-0", "b-0", "c-0"])
      await memory.learn("ats", "acme.com", { blocksBots: true, needsBrowser: true }, record);

    await memory.learn("tech-stack", "acme.com", { blocksBots: false }, "d-0");
    await memory.learn("ats", "acme.com", { blocksBots: false }, "e-0");

    expect(await memory.scope("ats").recall("acme.com")).toEqual({ needsBrowser: true });
    expect(await memory.agreeing("ats", "acme.com", "blocksBots")).toBe(0);
  });

  test("gives way to a newer finding, with all that agreed on the old", async ({ redis }) => {
    const { memory } = memoryAt(redis);
    await memory.learn("ats", "acme.com", { careersUrl: "https://acme.com/jobs" }, "a-0");
    await memory.learn("ats", "acme.com", { careersUrl: "https://acme.com/jobs" }, "b-0");

    await memory.learn("ats", "acme.com", { careersUrl: "https://acme.com/careers" }, "c-0");

    expect(await memory.scope("ats").recall("acme.com")).toEqual({
      careersUrl: "https://acme.com/careers",
    });
    expect(await memory.agreeing("ats", "acme.com", "careersUrl")).toBe(1);
  });

  test("is believed for its days and no longer, asked for or not", async ({ redis }) => {
    const { memory, later } = memoryAt(redis, { days: 7 });
    await memory.learn("ats", "acme.com", { blocksBots: true }, "a-0");

    later(7 * dayMs);
    expect(await memory.scope("ats").recall("acme.com")).toEqual({ blocksBots: true });
    later(1);
    expect(await memory.scope("ats").recall("acme.com")).toBeUndefined();
  });

  test("counts few witnesses, the newest, however many there are", async ({ redis }) => {
    const { memory, later } = memoryAt(redis);
    for (let i = 0; i < 40; i += 1) {
      await memory.learn("ats", "vendor.example", { blocksBots: true }, `b-${i}`);
      later(1);
    }

    expect(await memory.agreeing("ats", "vendor.example", "blocksBots")).toBe(8);
  });
});

describe("memory's size", () => {
  test("is bounded by scope: the host that was confirmed longest ago goes", async ({ redis }) => {
    const { memory, later } = memoryAt(redis, { hosts: 3 });
    for (const name of ["a", "b", "c"]) {
      await memory.learn("ats", `${name}.example`, { needsBrowser: true }, "r-0");
      later(1);
    }
    await memory.learn("ats", "a.example", { needsBrowser: true }, "r-1");
    later(1);
    await memory.learn("ats", "d.example", { needsBrowser: true }, "r-2");

    expect(await memory.counts()).toEqual({ global: 3, workflows: { ats: 3 } });
    expect(await memory.scope("ats").recall("b.example")).toBeUndefined();
    expect(await memory.scope("ats").recall("a.example")).toEqual({ needsBrowser: true });
    expect(await redis.hlen("assay:memory:{workflow:ats}:facts")).toBe(3);
  });

  test("shrinks on schedule, by age and by a smaller bound", async ({ redis }) => {
    const { memory, later } = memoryAt(redis, { days: 7 });
    await memory.learn("ats", "old.example", { careersUrl: "https://old.example/jobs" }, "r-0");
    later(8 * dayMs);
    for (const name of ["a", "b", "c"]) {
      await memory.learn("ats", `${name}.example`, { blocksBots: true }, "r-1");
      later(1);
    }
    const smaller = createMemory({ redis, days: 100_000, hosts: 2 });

    expect(await memory.prune()).toBe(1);
    expect(await memory.prune()).toBe(0);
    expect(await smaller.prune()).toBe(2);

    expect(await smaller.counts()).toEqual({ global: 2, workflows: { ats: 2 } });
    expect(await redis.hkeys("assay:memory:{workflow:ats}:facts")).toEqual([
      "b.example",
      "c.example",
    ]);
  });

  test("is nothing when it is switched off", async ({ redis }) => {
    const { memory } = memoryAt(redis);
    await memory.learn("ats", "acme.com", { blocksBots: true }, "a-0");
    const off = createMemory({ redis, days: 0, hosts: 10 });

    await off.learn("ats", "other.com", { blocksBots: true }, "a-1");

    expect(await off.scope("ats").recall("acme.com")).toBeUndefined();
    expect(await off.prune()).toBe(2);
    expect(await off.counts()).toEqual({ global: 0, workflows: { ats: 0 } });
  });
});

test("what is no host name, or more than memory holds, is not learnt", async ({ redis }) => {
  const { memory } = memoryAt(redis);
  const long = `https://acme.com/${"x".repeat(600)}`;

  for (const host of ["", "localhost", "a b.com", `${"a.".repeat(200)}com`, "acme.com\n{x}"])
    await memory.learn("ats", host, { blocksBots: true }, "a-0");
  await memory.learn("ats", "acme.com", { careersUrl: long }, "a-0");
  await memory.learn("ats", "acme.com", {}, "a-0");

  expect(await redis.keys("assay:memory:*hosts")).toEqual([]);
});

test("records that learn at once lose nothing of each other", async ({ redis }) => {
  const { memory } = memoryAt(redis);

  await Promise.all(
    Array.from({ length: 6 }, (_, i) =>
      memory.learn("ats", "acme.com", { blocksBots: true, needsBrowser: true }, `b-${i}`),
    ),
  );

  expect(await memory.agreeing("ats", "acme.com", "blocksBots")).toBe(6);
  expect(await memory.agreeing("ats", "acme.com", "needsBrowser")).toBe(6);
});
