import { describe, expect } from "vitest";
import {
  createApprovals,
  decideApproval,
  listApprovals,
} from "../../../src/agents/browse/approvals.ts";
import { test } from "../../support/redis.ts";

const request = {
  rule: "unlinked_address",
  tool: "open",
  input: { url: "https://partner.example.org/acme" },
  detail: "No page so far has linked to this address.",
};
const dayMs = 24 * 3_600_000;

describe("a tool call that a person must allow", () => {
  test("waits, is listed once, and runs once it is allowed", async ({ redis }) => {
    const approvals = createApprovals(redis, "b1-7");

    expect(await approvals.decisionOn(request)).toBe("waiting");
    expect(await createApprovals(redis, "b1-7").decisionOn(request)).toBe("waiting");
    const [asked, ...others] = await listApprovals(redis);
    expect(others).toEqual([]);
    expect(asked).toMatchObject({ ...request, record: "b1-7", decision: null, decidedAt: null });

    expect(await decideApproval(redis, asked?.id ?? "", "allowed")).toBe("decided");

    expect(await approvals.decisionOn(request)).toBe("allowed");
    expect(await listApprovals(redis)).toMatchObject([{ decision: "allowed" }]);
  });

  test("is exactly this call of this record", async ({ redis }) => {
    await createApprovals(redis, "b1-7").decisionOn(request);
    const [asked] = await listApprovals(redis);
    await decideApproval(redis, asked?.id ?? "", "allowed");

    const others = [
      createApprovals(redis, "b1-8").decisionOn(request),
      createApprovals(redis, "b1-7").decisionOn({ ...request, tool: "click" }),
      createApprovals(redis, "b1-7").decisionOn({
        ...request,
        input: { url: "https://partner.example.org/other" },
      }),
    ];

    expect(await Promise.all(others)).toEqual(["waiting", "waiting", "waiting"]);
  });

  test("keeps the first decision", async ({ redis }) => {
    await createApprovals(redis, "b1-7").decisionOn(request);
    const [asked] = await listApprovals(redis);
    const id = asked?.id ?? "";

    const replies = await Promise.all([
      decideApproval(redis, id, "denied"),
      decideApproval(redis, id, "allowed"),
    ]);

    expect(replies).toEqual(["decided", "denied"]);
    expect(await createApprovals(redis, "b1-7").decisionOn(request)).toBe("denied");
  });

  test("can't be decided when nobody asked, and nothing is left of the attempt", async ({
    redis,
  }) => {
    expect(await decideApproval(redis, "nonsense", "allowed")).toBe("unknown");
    expect(await redis.keys("*")).toEqual([]);
  });

  test("is forgotten after a week", async ({ redis }) => {
    const approvals = createApprovals(redis, "b1-7");
    await approvals.decisionOn(request);
    const [asked] = await listApprovals(redis);

    const leftMs = await redis.pttl(`assay:{approvals}:${asked?.id}`);
    const later = await listApprovals(redis, () => Date.now() + 7 * dayMs + 1);

    expect(leftMs).toBeGreaterThan(6.9 * dayMs);
    expect(leftMs).toBeLessThanOrEqual(7 * dayMs);
    expect(later).toEqual([]);
    expect(await redis.zcard("assay:{approvals}")).toBe(0);
  });
});
