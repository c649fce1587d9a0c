import { describe, expect } from "vitest";
import { listNotices, raiseNotice, resolveNotice } from "../../src/notices/notices.ts";
import { test } from "../support/redis.ts";

const brokenKey = { cause: "key_disabled", subject: "openai-3fa91c", text: "Top it up." } as const;

describe("a notice", () => {
  test("is raised once, however often its cause comes back", async ({ redis }) => {
    const raised = await Promise.all(
      Array.from({ length: 20 }, () => raiseNotice(redis, brokenKey)),
    );

    expect(raised.filter(Boolean)).toHaveLength(1);
    expect(await listNotices(redis)).toEqual([{ ...brokenKey, raisedAt: expect.any(Number) }]);
  });

  test("stands for each subject by itself", async ({ redis }) => {
    await raiseNotice(redis, brokenKey);
    await raiseNotice(redis, { ...brokenKey, subject: "openai-77e1d0" });

    const subjects = (await listNotices(redis)).map(({ subject }) => subject);

    expect(subjects).toEqual(["openai-3fa91c", "openai-77e1d0"]);
  });

  test("is gone when it is resolved, and can be raised anew", async ({ redis }) => {
    await raiseNotice(redis, brokenKey);

    expect(await resolveNotice(redis, brokenKey)).toBe(true);
    expect(await listNotices(redis)).toEqual([]);
    expect(await resolveNotice(redis, brokenKey)).toBe(false);
    expect(await raiseNotice(redis, brokenKey)).toBe(true);
  });
});
