import { describe, expect } from "vitest";
import { causes } from "../../src/notices/causes.ts";
import { noticeKeys } from "../../src/notices/keys.ts";
import {
  listNotices,
  listResolved,
  noticeEvents,
  raiseNotice,
  resolveNotice,
} from "../../src/notices/notices.ts";
import { test } from "../support/redis.ts";

const brokenKey = { cause: "key_disabled", subject: "openai-3fa91c", text: "Top it up." } as const;

describe("a notice", () => {
  test("is raised once, however often its cause comes back", async ({ redis }) => {
    const raised = await Promise.all(
      Array.from({ length: 20 }, () => raiseNotice(redis, brokenKey)),
    );

    expect(raised.filter((word) => word === "raised")).toHaveLength(1);
    expect(raised.filter((word) => word === "stands")).toHaveLength(19);
    expect(await listNotices(redis)).toEqual([
      expect.objectContaining({
        ...brokenKey,
        severity: causes.key_disabled.severity,
        decide: causes.key_disabled.decide,
        revision: 1,
        facts: {},
      }),
    ]);
  });

  test("stands for each subject by itself", async ({ redis }) => {
    await raiseNotice(redis, brokenKey);
    await raiseNotice(redis, { ...brokenKey, subject: "openai-77e1d0" });

    const subjects = (await listNotices(redis)).map(({ subject }) => subject);

    expect(subjects).toEqual(["openai-3fa91c", "openai-77e1d0"]);
  });

  test("is gone when it is resolved, which is told once, and can be raised anew", async ({
    redis,
  }) => {
    await raiseNotice(redis, brokenKey);
    const [first] = await listNotices(redis);

    expect(await resolveNotice(redis, brokenKey)).toBe(true);
    expect(await listNotices(redis)).toEqual([]);
    expect(await resolveNotice(redis, brokenKey)).toBe(false);
    expect(await raiseNotice(redis, brokenKey)).toBe("raised");

    const events = (await noticeEvents(redis)).map(({ event }) => event);
    expect(events.map(({ kind }) => kind)).toEqual(["raised", "resolved", "raised"]);
    expect(events.map(({ notice }) => notice.id === first?.id)).toEqual([true, true, false]);
    expect(await listResolved(redis)).toEqual([
      { notice: expect.objectContaining(brokenKey), resolvedAt: events[1]?.at },
    ]);
  });

  test("is told again when its severity rises, and never becomes milder", async ({ redis }) => {
    const spike = { cause: "failure_spike", subject: "b1 http", text: "Many fail." } as const;
    await raiseNotice(redis, spike);

    expect(await raiseNotice(redis, { ...spike, severity: "critical" })).toBe("worse");
    expect(await raiseNotice(redis, { ...spike, severity: "critical" })).toBe("stands");
    expect(await raiseNotice(redis, { ...spike, severity: "warning" })).toBe("stands");
    expect(await raiseNotice(redis, { ...spike, severity: "critical" })).toBe("stands");

    const [notice] = await listNotices(redis);
    expect(notice).toMatchObject({ severity: "critical", revision: 2, batch: "b1" });
    const last = (await noticeEvents(redis)).at(-1)?.event;
    expect(last).toMatchObject({ kind: "worse", severityBefore: "warning" });
  });

  test("is told again when a number doubled since it was last told, not before", async ({
    redis,
  }) => {
    const exhausted = (rows: number) =>
      raiseNotice(redis, {
        cause: "rows_exhausted",
        subject: "b1",
        text: `${rows} rows`,
        worsens: { rows },
      });

    const replies = [];
    for (const rows of [10, 19, 19, 20, 39, 21, 40, 1, 40]) replies.push(await exhausted(rows));

    expect(replies).toEqual([
      "raised",
      "stands",
      "stands",
      "worse",
      "stands",
      "stands",
      "worse",
      "stands",
      "stands",
    ]);
    const [notice] = await listNotices(redis);
    expect(notice).toMatchObject({ text: "40 rows", facts: { rows: 40 }, revision: 3 });
  });

  test("a number that was nothing is worse when it is something", async ({ redis }) => {
    const lost = (rows: number) => ({
      cause: "invariant_broken" as const,
      subject: "b1",
      text: "x",
      worsens: { rows },
    });
    await raiseNotice(redis, lost(0));

    expect(await raiseNotice(redis, lost(0))).toBe("stands");
    expect(await raiseNotice(redis, lost(1))).toBe("worse");
  });

  test("keeps numbers exactly and text on one line within bounds", async ({ redis }) => {
    await raiseNotice(redis, {
      cause: "ceiling_near",
      subject: "b1\r\nBcc: everybody",
      text: `one\ntwo\u202E ${"x".repeat(2_000)}`,
      facts: { spentNano: 8_999_999_999_999_999, note: "a\u0000b", share: Number.NaN },
    });

    const [notice] = await listNotices(redis);

    expect(notice?.subject).toBe("b1 Bcc: everybody");
    expect(notice?.text).toMatch(/^one two x{591}…$/);
    expect(notice?.facts).toEqual({ spentNano: 8_999_999_999_999_999, note: "a b", share: null });
    expect(
      await resolveNotice(redis, { cause: "ceiling_near", subject: "b1\r\nBcc: everybody" }),
    ).toBe(true);
  });
});

test("what stands and what is remembered is bounded", async ({ redis }) => {
  for (let n = 0; n < 1_010; n += 1) {
    await raiseNotice(redis, { ...brokenKey, subject: `key-${n}` });
  }

  const standing = await listNotices(redis);

  expect(standing).toHaveLength(1_000);
  expect(standing.some(({ subject }) => subject === "key-1009")).toBe(true);
  expect(await redis.xlen(noticeKeys.events)).toBe(1_000);
});
