import { setTimeout as wait } from "node:timers/promises";
import { pino } from "pino";
import { expect, vi } from "vitest";
import { aliasOf } from "../../src/models/keys/alias.ts";
import type { KeyState } from "../../src/models/keys/key-states.ts";
import { createKeyRing, type KeyRing } from "../../src/models/keys/key-ring.ts";
import { listNotices } from "../../src/notices/notices.ts";
import { openRedis } from "../../src/platform/redis.ts";
import type { Fault } from "../model-server/faults.ts";
import { checkSite } from "../support/crash-check.ts";
import { modelList } from "../support/model-list.ts";
import { test } from "./lab.ts";

const soon = { timeout: 120_000, interval: 50 };
const cooldownsMs = [2_000, 6_000, 30_000];
const [first, second, third] = ["sk-storm-first", "sk-storm-second", "sk-storm-third"] as const;
const aliases = new Map([first, second, third].map((key) => [key, aliasOf("openai", key)]));
const log = pino({ level: "silent" });
/** Records that are worked on at once. */
const inHand = 8;
/** Rows that take a reader with a model, on the first tier or the second. */
const list = modelList({ plain: 12, reading: 48, visits: 0 });

const limited = (key: string): Fault => ({ key, reply: { status: 429 } });
const broke: Fault = { key: third, reply: { status: 429, code: "insufficient_quota" } };
/** A call takes a moment, so that some are under way whatever happens. */
const slow: Fault = { reply: null, delayMs: 150 };

test(
  "a storm over all keys loses no attempt: two climb their ladders, one waits for a person, and everything is answered",
  { timeout: 360_000 },
  async ({ lab }) => {
    const models = await lab.models();
    await models.setFaults([slow]);
    const site = lab.site({
      rows: list.length,
      list,
      maxTier: 2,
      env: {
        ...models.env({ openai: [first, second, third], anthropic: [] }),
        ASSAY_COOLDOWNS_MS: cooldownsMs.join(),
        // Few at once, so that the storm finds most of the work undone.
        ASSAY_CONCURRENCY_HTTP: "4",
        ASSAY_CONCURRENCY_CLASSIFIER: "4",
      },
    });
    const command = site.start();
    const answered = async () => (await models.calls()).filter(({ status }) => status === 200);
    await vi.waitFor(async () => expect((await answered()).length).toBeGreaterThan(5), soon);

    const began = Date.now();
    const before = (await answered()).length;
    const calmMs = began - Math.min(...(await answered()).map(({ at }) => at));
    await models.setFaults([limited(first), limited(second), broke, slow]);
    const handle = await openRedis({ REDIS_URL: undefined, ASSAY_HOME: site.home }, log);
    const redis = handle.connect("commands");
    const keys = { openai: [first, second, third], anthropic: [] };
    const ring = createKeyRing({ redis, keys, cooldownsMs, log });
    const gates = watchGates(ring);
    // The first key is well after its first window; the second runs into its limit once more.
    await vi.waitFor(() => expect(gates.of(first)).not.toEqual([]), soon);
    await models.setFaults([limited(second), broke, slow]);
    await vi.waitFor(
      () => expect(gates.of(second).some(({ failures }) => failures > 1)).toBe(true),
      soon,
    );
    await models.setFaults([broke, slow]);
    const code = await command.ended;
    const notices = (await listNotices(redis)).filter(({ cause }) => cause === "key_disabled");
    await gates.stop();
    await handle.close();

    expect(code, command.stderr()).toBe(0);
    const served = await models.calls();
    const { problems, records, right } = await checkSite(site, lab.requests.all(), served);
    expect(problems).toEqual([]);
    expect(right).toBe(records.filter(({ outcome }) => outcome === "answered").length);
    // Everything that has an answer got it, and nobody's attempts were used up by the storm.
    const without = records.filter(({ outcome }) => outcome !== "answered");
    expect(
      without.filter(({ reason }) => !["parked", "no_such_domain"].includes(`${reason}`)),
    ).toEqual([]);
    const put = records.filter(({ transitions }) =>
      transitions.some(
        ({ event, reason }) => event === "released" && reason === "model_unavailable",
      ),
    );
    expect(put.length).toBeGreaterThan(0);
    for (const { attempts } of put) expect(Math.max(...Object.values(attempts))).toBe(1);

    // The ladder: a limited key rests for its window, the next one is longer, and nobody asks it
    // meanwhile but calls that were under way.
    for (const { secret, model, failures, since, until, seenAt } of gates.all()) {
      if (secret === third || until === null) continue;
      const restsMs = sum(cooldownsMs.slice(0, failures));
      expect(until - (since ?? until)).toBeGreaterThanOrEqual(restsMs);
      const meanwhile = served.filter(
        (call) =>
          call.key === secret && call.model === model && call.at > seenAt && call.at < until,
      );
      expect(meanwhile.length).toBeLessThanOrEqual(inHand);
    }
    const ladder = gates.of(second).find(({ failures }) => failures === 1);
    expect((ladder?.until ?? 0) - (ladder?.since ?? 0)).toBeLessThanOrEqual(1.1 * 2_000 + 1);
    // The key without money is asked by what was under way, and then by nobody.
    const shut = served.filter(({ key, status }) => key === third && status !== 200);
    expect(shut.length).toBeLessThanOrEqual(inHand);
    expect(notices.map(({ subject }) => subject)).toEqual([aliases.get(third)]);
    // One window after the storm as much is answered as in an equal time before it, or all is done.
    const calmAt = Math.max(...gates.of(second).map(({ until }) => until ?? 0));
    const windowMs = Math.max(calmMs, cooldownsMs.at(-1) ?? 0);
    const after = served.filter(({ at, status }) => status === 200 && at > began);
    const late = after.filter(({ at }) => at > calmAt + windowMs);
    expect(after.length - late.length).toBeGreaterThanOrEqual(Math.min(before, after.length));
  },
);

/** A trouble of a key as it was first seen. */
interface Gate extends KeyState {
  readonly secret: string;
  readonly seenAt: number;
}

/** Looks at the keys again and again and keeps every trouble of a key, each time that it grew. */
function watchGates(ring: KeyRing) {
  const gates = new Map<string, Gate>();
  const stopping = new AbortController();
  async function watch(): Promise<void> {
    while (!stopping.signal.aborted) {
      const states = await ring.states();
      const seenAt = Date.now();
      for (const state of states) {
        const secret = [...aliases].find(([, alias]) => alias === state.alias)?.[0];
        const name = `${state.alias} ${state.model} ${state.failures}`;
        if (secret !== undefined && state.status !== "ok" && !gates.has(name))
          gates.set(name, { ...state, secret, seenAt });
      }
      await wait(50);
    }
  }
  const watching = watch();
  return {
    all: () => [...gates.values()],
    of: (secret: string) => [...gates.values()].filter((gate) => gate.secret === secret),
    async stop() {
      stopping.abort();
      await watching;
    },
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
