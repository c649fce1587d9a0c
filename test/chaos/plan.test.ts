import { expect, test } from "vitest";
import { readArgs } from "./args.ts";
import { onceEach, planTroubles, troubleKinds } from "./plan.ts";

const { counts } = readArgs([]);

test("a seed makes the same schedule again, and another seed another one", () => {
  expect(planTroubles("7", counts)).toEqual(planTroubles("7", counts));
  expect(planTroubles("8", counts)).not.toEqual(planTroubles("7", counts));
});

test("the schedule holds what was asked for, in the order of progress", () => {
  const plan = planTroubles("7", counts);
  for (const kind of troubleKinds)
    expect(plan.filter((one) => one.kind === kind)).toHaveLength(counts[kind]);
  const points = plan.map(({ progress }) => progress);
  expect(points).toEqual(points.toSorted((a, b) => a - b));
  expect(counts).toMatchObject({ "worker killed": 100, "worker stopped": 20, "Redis killed": 10 });
});

test("the short form has every kind once", () => {
  expect(
    onceEach("any")
      .map(({ kind }) => kind)
      .toSorted(),
  ).toEqual(troubleKinds.toSorted());
});
