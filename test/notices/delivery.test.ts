import { describe, expect } from "vitest";
import { raiseNotice, resolveNotice } from "../../src/notices/notices.ts";
import { listDeliveries } from "../../src/notices/outbox.ts";
import { exhausted, raiseMany, test, type, webhookTo } from "./support.ts";

const hourMs = 3_600_000;
const idOf = ({ headers }: { readonly headers: Record<string, unknown> }) =>
  String(headers["webhook-id"]);

describe("a notice", () => {
  test("is sent once, again when it gets worse, and once when it is resolved", async ({
    redis,
    receiver,
    sender,
  }) => {
    const process = sender(webhookTo(receiver));
    const steps = [
      () => raiseNotice(redis, exhausted),
      () => raiseNotice(redis, exhausted),
      () => raiseNotice(redis, { ...exhausted, worsens: { rows: 24 } }),
      () => raiseNotice(redis, { ...exhausted, worsens: { rows: 25 } }),
      () => resolveNotice(redis, exhausted),
      () => resolveNotice(redis, exhausted),
    ];

    for (const step of steps) {
      await step();
      await process.deliver();
      await process.deliver();
    }

    expect(receiver.received.map(type)).toEqual([
      "notice.raised",
      "notice.worse",
      "notice.resolved",
    ]);
    const ids = receiver.received.map(idOf);
    expect(new Set(ids).size).toBe(3);
    expect((await listDeliveries(redis)).filter(({ channel }) => channel === "webhook")).toEqual(
      ids.map((event) => expect.objectContaining({ event, state: "sent", tries: 1 })),
    );
  });

  test("that was over before anybody was told is not told", async ({ redis, receiver, sender }) => {
    const process = sender(webhookTo(receiver));
    await process.deliver();
    await raiseNotice(redis, exhausted);
    await resolveNotice(redis, exhausted);

    const report = await process.deliver();

    expect(report).toMatchObject({ sent: 0, skipped: 4, pending: 0 });
    expect(receiver.received).toEqual([]);
    expect(process.logged).toEqual([]);
  });

  test("that got worse before anybody was told is told once, as it is", async ({
    redis,
    receiver,
    sender,
  }) => {
    const process = sender(webhookTo(receiver));
    await raiseNotice(redis, exhausted);
    await raiseNotice(redis, { ...exhausted, severity: "critical" });

    await process.deliver();

    expect(receiver.received.map(type)).toEqual(["notice.worse"]);
  });

  test("that stands when a channel is new is told there; what is over is not", async ({
    redis,
    receiver,
    sender,
  }) => {
    await raiseNotice(redis, { ...exhausted, subject: "b0" });
    await resolveNotice(redis, { ...exhausted, subject: "b0" });
    await raiseNotice(redis, exhausted);
    await raiseNotice(redis, { ...exhausted, subject: "b2" });
    await resolveNotice(redis, { ...exhausted, subject: "b2" });
    await sender({}).deliver();

    await sender(webhookTo(receiver)).deliver();

    expect(receiver.received.map(({ body }) => body)).toEqual([
      expect.stringContaining('"subject":"b1"'),
    ]);
  });
});

describe("a receiver in trouble", () => {
  test("is tried again ever more rarely, under the same id, for a day", async ({
    redis,
    receiver,
    sender,
  }) => {
    const process = sender(webhookTo(receiver));
    const began = process.now;
    receiver.answer = () => ({ status: 500 });
    await raiseNotice(redis, exhausted);

    const waits: number[] = [];
    let report = await process.deliver();
    while (report.nextTryAt !== null) {
      waits.push((report.nextTryAt - process.now) / 1_000);
      process.now = report.nextTryAt - 1;
      expect(await process.deliver()).toMatchObject({ sent: 0, pending: 1 });
      process.now += 1;
      report = await process.deliver();
    }

    expect(waits.slice(0, 7)).toEqual([5, 20, 80, 320, 1_280, 3_600, 3_600]);
    expect(process.now - began).toBeGreaterThan(24 * hourMs);
    expect(new Set(receiver.received.map(idOf)).size).toBe(1);
    expect(receiver.received).toHaveLength(waits.length);
    expect(
      (await listDeliveries(redis)).find(({ channel }) => channel === "webhook"),
    ).toMatchObject({ state: "failed", detail: "answered 500", payload: null });
    const warnings = process.logged.filter(({ channel }) => channel === "webhook");
    expect(warnings.map(({ msg }) => msg)).toEqual([
      "notices can't be delivered; they are tried again",
    ]);
  });

  test("gets what it missed once it answers, and the log says so", async ({
    redis,
    receiver,
    sender,
  }) => {
    const process = sender(webhookTo(receiver));
    receiver.answer = () => ({ status: 503 });
    await raiseNotice(redis, exhausted);
    await process.deliver();
    await resolveNotice(redis, exhausted);
    receiver.answer = () => ({ status: 204 });

    process.now += 5_000;
    await process.deliver();

    expect(receiver.received.map(type)).toEqual([
      "notice.raised",
      "notice.raised",
      "notice.resolved",
    ]);
    expect(process.logged.at(-1)).toMatchObject({ msg: "notices are delivered again" });
  });

  test("is left alone as long as it asks", async ({ redis, receiver, sender }) => {
    const process = sender(webhookTo(receiver));
    receiver.answer = () => ({ status: 429, headers: { "retry-after": "120" } });
    await raiseNotice(redis, exhausted);
    await raiseNotice(redis, { ...exhausted, subject: "b2" });

    const report = await process.deliver();

    expect(receiver.received).toHaveLength(1);
    expect(report.nextTryAt).toBe(process.now + 120_000);
    process.now += 119_000;
    await process.deliver();
    expect(receiver.received).toHaveLength(1);
    receiver.answer = () => ({ status: 200 });
    process.now += 1_000;
    await process.deliver();
    expect(receiver.received).toHaveLength(3);
  });

  test("that is gone is not asked again before a restart", async ({ redis, receiver, sender }) => {
    const process = sender(webhookTo(receiver));
    receiver.answer = () => ({ status: 410 });
    await raiseNotice(redis, exhausted);
    await process.deliver();
    await raiseNotice(redis, { ...exhausted, subject: "b2" });
    process.now += hourMs;
    await process.deliver();

    expect(receiver.received).toHaveLength(1);
    expect(process.logged).toContainEqual(
      expect.objectContaining({
        level: "warn",
        channel: "webhook",
        msg: "the receiver wants no more notices; the channel is off until a restart",
      }),
    );

    receiver.answer = () => ({ status: 200 });
    await sender(webhookTo(receiver)).deliver();
    expect(receiver.received).toHaveLength(2);
    expect(receiver.received[1]?.body).toContain('"subject":"b2"');
  });

  test("does not lead elsewhere: a redirect is a failure", async ({ redis, receiver, sender }) => {
    const process = sender(webhookTo(receiver));
    receiver.answer = () => ({ status: 307, headers: { location: `${receiver.url}/elsewhere` } });
    await raiseNotice(redis, exhausted);

    const report = await process.deliver();

    expect(receiver.received.map(({ path }) => path)).toEqual(["/hook"]);
    expect(report.pending).toBe(1);
  });
});

describe("more than one process", () => {
  test("two that deliver at once send once", async ({ redis, receiver, sender }) => {
    const senders = [sender(webhookTo(receiver)), sender(webhookTo(receiver))];
    let release: (() => void) | undefined;
    receiver.answer = async () => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return { status: 200 };
    };
    await raiseNotice(redis, exhausted);
    const first = senders[0]?.deliver();
    await expect.poll(() => receiver.received.length).toBe(1);

    const second = await senders[1]?.deliver();
    release?.();

    expect(second?.ran).toBe(false);
    expect(await first).toMatchObject({ ran: true, sent: 2 });
    expect(await senders[1]?.deliver()).toMatchObject({ ran: true, sent: 0 });
    expect(receiver.received).toHaveLength(1);
  });

  test("one that dies between sending and writing it down: the same id is sent again", async ({
    redis,
    receiver,
    sender,
  }) => {
    // It dies while the receiver has the message: its lease is gone, what it writes is refused.
    receiver.answer = async () => {
      await redis.del("assay:{notices}:sender");
      return { status: 200 };
    };
    await raiseNotice(redis, exhausted);
    const dying = sender(webhookTo(receiver));
    expect((await dying.deliver()).ran).toBe(false);
    const stored = (await listDeliveries(redis)).find(({ channel }) => channel === "webhook");
    expect(stored).toMatchObject({ state: "pending", tries: 1 });

    receiver.answer = () => ({ status: 200 });
    const next = sender(webhookTo(receiver));
    next.now = dying.now + 5_000;
    await next.deliver();
    await next.deliver();

    expect(receiver.received).toHaveLength(2);
    expect(new Set(receiver.received.map(idOf)).size).toBe(1);
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
  });
});

describe("a storm", () => {
  test("is told in twenty messages and one about the rest, and the log has them all", async ({
    redis,
    receiver,
    sender,
  }) => {
    const process = sender(webhookTo(receiver));
    await raiseMany(redis, 130);

    await process.deliver();
    await process.deliver();

    expect(receiver.received).toHaveLength(21);
    expect(receiver.received.at(-1)?.body).toContain('"title":"110 more notices"');
    expect(process.logged.filter(({ msg }) => msg === "notice raised")).toHaveLength(130);
  });

  test("goes on in the same hour: one more message, an hour after the last of its kind", async ({
    redis,
    receiver,
    sender,
  }) => {
    const process = sender(webhookTo(receiver));
    await raiseMany(redis, 25);
    await process.deliver();
    for (const subject of ["x", "y"]) await raiseNotice(redis, { ...exhausted, subject });
    process.now += hourMs / 2;
    await process.deliver();
    expect(receiver.received).toHaveLength(21);

    process.now += hourMs / 2;
    await process.deliver();

    expect(receiver.received).toHaveLength(22);
    expect(receiver.received.at(-1)?.body).toContain('"title":"2 more notices"');
    await raiseNotice(redis, exhausted);
    await process.deliver();
    expect(receiver.received).toHaveLength(23);
    expect(receiver.received.at(-1)?.body).toContain('"subject":"b1"');
  });

  test("that ends again is not told of one by one either", async ({ redis, receiver, sender }) => {
    const process = sender(webhookTo(receiver));
    await raiseMany(redis, 40);
    await process.deliver();
    for (let n = 0; n < 40; n += 1) {
      await resolveNotice(redis, { cause: "key_disabled", subject: `key-${n}` });
    }

    process.now += 2 * hourMs;
    await process.deliver();

    const kinds = receiver.received.map(type);
    expect(kinds.filter((kind) => kind === "notice.raised")).toHaveLength(20);
    expect(kinds.filter((kind) => kind === "notice.resolved")).toHaveLength(20);
    expect(kinds.filter((kind) => kind === "notice.more")).toHaveLength(1);
  });
});
