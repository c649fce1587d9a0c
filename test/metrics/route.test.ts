import { expect } from "vitest";
import { test } from "../api/support.ts";
import { parseText } from "./text.ts";

test("the API shows its metrics at /metrics, and the board beside them to nobody unasked", async ({
  api,
}) => {
  const answer = await api.send("/metrics");

  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toContain("text/plain");
  const values = parseText(await answer.text());
  expect(values.get("assay_redis_up")).toBe(1);
  expect(values.get('assay_keys{provider="openai",status="ok"}')).toBe(1);
  // This server's settings don't say that it listens on loopback only.
  expect((await api.send("/admin/queues")).status).toBe(403);
});
