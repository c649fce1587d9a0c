import { expect } from "vitest";
import { createBatch } from "../../src/records/batch.ts";
import { test } from "../support/redis.ts";
import { newBatch } from "./rows.ts";

test("batches that begin in the same second never share a name", async ({ redis }) => {
  const ids = await Promise.all(Array.from({ length: 5_000 }, () => createBatch(redis, newBatch)));

  expect(new Set(ids).size).toBe(5_000);
  expect(await redis.zcard("assay:batches")).toBe(5_000);
  expect(ids.every((id) => /^b[0-9a-z]{11}$/.test(id))).toBe(true);
});
