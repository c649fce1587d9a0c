import fc from "fast-check";
import type { Redis } from "ioredis";
import { expect } from "vitest";
import { noTokens } from "../../src/domain/model.ts";
import { tiers } from "../../src/domain/tier.ts";
import { auditBatch, reservedOf } from "../../src/records/audit.ts";
import { changeStatus, findBatch } from "../../src/records/batch.ts";
import { bookCall } from "../../src/records/book.ts";
import { cancelWaiting } from "../../src/records/cancel.ts";
import { loadCheckpoint, saveCheckpoint } from "../../src/records/checkpoint.ts";
import { type Claimed, claimRow } from "../../src/records/claim.ts";
import { takeDue } from "../../src/records/dispatch.ts";
import { reclaimExpired } from "../../src/records/lease.ts";
import { readMoney } from "../../src/records/money.ts";
import { readRecords } from "../../src/records/record.ts";
import { type Reservation, type ReserveLimits, reserveCall } from "../../src/records/reserve.ts";
import { settleRow, type Settlement } from "../../src/records/settle.ts";
import { topUpBatch } from "../../src/records/top-up.ts";
import { test } from "../support/redis.ts";
import { callOf, costing } from "./charges.ts";
import { batchOf, confirmed, nothing } from "./rows.ts";

const lines = 4;
/** Most rows wait on the first tier. */
const tier = fc.constantFrom("http", ...tiers);
const limit = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 200 }) },
);

const settlement = fc.constantFrom<Settlement>(
  { event: "answered", verdict: confirmed },
  { event: "closed", reason: "not_disclosed" },
  { event: "escalated", reason: "batch_ceiling", to: "classifier" },
  { event: "escalated", reason: "batch_ceiling", to: "browser" },
  { event: "released", reason: "model_unavailable", dueAt: 0, refund: true },
  { event: "released", reason: "unreachable", dueAt: 0, refund: false },
  { event: "gave_up", reason: "batch_ceiling" },
);

// What workers (alive, dead and late) and people may do to a batch's money, in any order.
const action = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("claim" as const), tier, dies: fc.boolean() }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("reserve" as const),
      pick: fc.nat(),
      nano: fc.integer({ min: 0, max: 90 }),
      tokens: fc.integer({ min: 0, max: 90 }),
      limits: fc.record({ recordNano: limit, agentNano: limit, agentTokens: limit }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("book" as const),
      pick: fc.nat(),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      isEstimate: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("settle" as const), pick: fc.nat(), settlement }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("reclaim" as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("top up" as const),
      to: fc.option(fc.integer({ min: 0, max: 400 }), { nil: null, freq: 8 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("save" as const), pick: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("cancel" as const) }) },
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

/** What the books must say, kept without Redis. */
interface World {
  readonly batch: string;
  ceiling: number | null;
  spent: number;
  isCancelled: boolean;
  readonly claims: Claimed[];
  readonly calls: Reservation[];
  /** Fence of whoever holds the row. */
  readonly holders: Map<number, Claimed>;
  readonly dying: Set<number>;
  readonly open: Map<string, Reservation>;
  readonly rowSpent: Map<number, number>;
  readonly agentSpent: Map<string, number>;
  readonly tokens: Map<string, number>;
}

test("whatever happens in whatever order, all books agree and no ceiling is passed", async ({
  redis,
}) => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 60, size: "max" }), async (actions) => {
      const world: World = {
        batch: await batchOf(redis, lines, { maxUsdNano: 150 }),
        ceiling: 150,
        spent: 0,
        isCancelled: false,
        claims: [],
        calls: [],
        holders: new Map(),
        dying: new Set(),
        open: new Map(),
        rowSpent: new Map(),
        agentSpent: new Map(),
        tokens: new Map(),
      };
      for (const step of actions) {
        await take(redis, step, world);
        await check(redis, world);
      }
    }),
    { numRuns: 80 },
  );
}, 120_000);

async function check(redis: Redis, world: World): Promise<void> {
  const { batch, open } = world;
  expect(await auditBatch(redis, batch)).toEqual([]);
  expect(await readMoney(redis, batch)).toEqual({
    spentNano: world.spent,
    reservedNano: sum(open.values()),
  });
  expect(await reservedOf(redis, batch)).toEqual(
    Object.fromEntries([...open].map(([call, { nano }]) => [call, nano])),
  );
  const records = await readRecords(redis, batch, [0, 1, 2, 3]);
  for (const [n, record] of records.entries()) {
    expect(record?.costNano).toBe(world.rowSpent.get(n) ?? 0);
    const isOver = record?.status === "completed" || record?.status === "failed";
    if (isOver) expect(await loadCheckpoint(redis, batch, n)).toBeUndefined();
  }
  if ((await findBatch(redis, batch))?.status === "done") expect(open.size).toBe(0);
}

function sum(calls: Iterable<Reservation>): number {
  return [...calls].reduce((total, { nano }) => total + nano, 0);
}

function book(world: World, call: Reservation, nano: number, tokens: number): void {
  const { n, agent } = call.spender;
  world.open.delete(call.call);
  world.spent += nano;
  world.rowSpent.set(n, (world.rowSpent.get(n) ?? 0) + nano);
  world.agentSpent.set(agent, (world.agentSpent.get(agent) ?? 0) + nano);
  world.tokens.set(`${n} ${agent}`, (world.tokens.get(`${n} ${agent}`) ?? 0) + tokens);
}

/** The row loses its holder: what its calls reserved is spent. */
function letGo(world: World, n: number): void {
  world.holders.delete(n);
  world.dying.delete(n);
  for (const call of world.open.values()) {
    if (call.spender.n === n) book(world, call, call.nano, call.tokens);
  }
}

/** The rules of a reservation, said once more. */
function expected(call: Reservation, limits: ReserveLimits, world: World): string {
  const { n, fence, agent } = call.spender;
  if (world.holders.get(n)?.fence !== fence) return "stale";
  if (world.isCancelled) return "cancelled";
  const own = [...world.open.values()].filter(({ spender }) => spender.n === n);
  const rowSpent = (world.rowSpent.get(n) ?? 0) + sum(own);
  if (rowSpent + call.nano > (limits.recordNano ?? Infinity)) return "record_budget";
  const mine = own.filter(({ spender }) => spender.agent === agent);
  const tokens = mine.reduce(
    (total, one) => total + one.tokens,
    world.tokens.get(`${n} ${agent}`) ?? 0,
  );
  if (tokens + call.tokens > (limits.agentTokens ?? Infinity)) return "agent_tokens";
  const agentSpent = (world.agentSpent.get(agent) ?? 0) + call.nano;
  const agentOpen = sum([...world.open.values()].filter(({ spender }) => spender.agent === agent));
  const agentNano = limits.agentNano ?? Infinity;
  if (agentSpent > agentNano) return "agent_budget";
  if (agentSpent + agentOpen > agentNano) return "batch_wait";
  const ceiling = world.ceiling ?? Infinity;
  if (world.spent + call.nano > ceiling) return "batch_ceiling";
  if (world.spent + sum(world.open.values()) + call.nano > ceiling) return "batch_wait";
  return "reserved";
}

async function take(redis: Redis, step: Action, world: World): Promise<void> {
  const { batch } = world;
  switch (step.do) {
    case "claim":
      return claim(redis, step, world);
    case "reserve":
      return reserve(redis, step, world);
    case "book":
      return bookSome(redis, step, world);
    case "settle":
      return settle(redis, step, world);
    case "save":
      return save(redis, step, world);
    case "reclaim":
      await reclaimExpired(redis, { batch, max: 10 });
      for (const n of world.dying) letGo(world, n);
      return;
    case "top up":
      await topUpBatch(redis, batch, step.to);
      world.ceiling = step.to;
      return;
    case "cancel":
      await changeStatus(redis, batch, "cancelled");
      world.isCancelled = (await findBatch(redis, batch))?.status === "cancelled";
      await cancelWaiting(redis, { batch, max: 3 });
  }
}

type Step<Do extends Action["do"]> = Extract<Action, { do: Do }>;

function oneOf<T>(things: readonly T[], pick: number): T | undefined {
  return things[pick % Math.max(things.length, 1)];
}

function holds(world: World, { n, fence }: Claimed): boolean {
  return world.holders.get(n)?.fence === fence;
}

async function claim(redis: Redis, { tier: on, dies }: Step<"claim">, world: World) {
  const { batch } = world;
  const [row] = (await takeDue(redis, { batch, tier: on, max: 1 })).rows;
  if (!row) return;
  const leaseMs = dies ? 0 : 600_000;
  const claimed = await claimRow(redis, { batch, ...row, tier: on, leaseMs });
  if (typeof claimed === "string") return;
  world.claims.push(claimed);
  world.holders.set(claimed.n, claimed);
  if (dies) world.dying.add(claimed.n);
}

async function reserve(redis: Redis, step: Step<"reserve">, world: World): Promise<void> {
  const claimed = oneOf(world.claims, step.pick);
  if (!claimed) return;
  const { nano, tokens, limits } = step;
  const call = callOf(claimed, nano, { count: world.calls.length, tokens });
  const before = world.spent + sum(world.open.values());
  const wanted = expected(call, limits, world);
  expect(await reserveCall(redis, call, limits)).toBe(wanted);
  if (wanted !== "reserved") return;
  world.calls.push(call);
  world.open.set(call.call, call);
  expect(before + nano).toBeLessThanOrEqual(world.ceiling ?? Infinity);
}

async function bookSome(redis: Redis, step: Step<"book">, world: World): Promise<void> {
  const call = oneOf(world.calls, step.pick);
  if (!call) return;
  const { isEstimate } = step;
  const nano = isEstimate ? call.nano : Math.floor(call.nano * step.share);
  const input = isEstimate ? 0 : Math.floor(call.tokens * step.share);
  const usage = { ...noTokens, input };
  const reply = await bookCall(redis, call, costing(nano, { usage, isEstimate }));
  expect(reply).toBe(world.open.has(call.call) ? "booked" : "unknown");
  if (reply === "booked") book(world, call, nano, isEstimate ? call.tokens : input);
}

async function settle(redis: Redis, step: Step<"settle">, world: World): Promise<void> {
  const claimed = oneOf(world.claims, step.pick);
  if (!claimed) return;
  const reply = await settleRow(redis, claimed, step.settlement, nothing);
  expect(reply === "stale").toBe(!holds(world, claimed));
  if (reply !== "stale") letGo(world, claimed.n);
}

async function save(redis: Redis, { pick }: Step<"save">, world: World): Promise<void> {
  const claimed = oneOf(world.claims, pick);
  if (!claimed) return;
  const reply = await saveCheckpoint(redis, claimed, "{}");
  expect(reply).toBe(holds(world, claimed) ? "saved" : "stale");
}
