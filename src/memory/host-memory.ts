import { readFileSync } from "node:fs";
import type { Redis } from "ioredis";
import { luaScript } from "../platform/lua-script.ts";
import { HostMemory, type MemoryScope } from "./memory.ts";
import { type Known, known, mostAgreeing, whatHolds } from "./what-holds.ts";

/** What Assay learnt about hosts: per workflow, and across all of them. */
export interface Memory {
  /** What one workflow may rely on: its own observations over what several records agree on anywhere. */
  scope(workflow: string): MemoryScope;
  /**
   * Writes down what our own code saw of a host on one record. A fact that is seen to be false is
   * forgotten. Never call it with anything that a model said.
   */
  learn(workflow: string, host: string, facts: HostMemory, record: string): Promise<void>;
  /** How many different records agreed lately that this holds for a host, in one workflow or across all. */
  agreeing(workflow: string, host: string, fact: keyof HostMemory): Promise<number>;
  /** Forgets what is too old or too much; says how many hosts. For a schedule. */
  prune(): Promise<number>;
  /** Hosts remembered, by scope. */
  counts(): Promise<{
    readonly global: number;
    readonly workflows: Readonly<Record<string, number>>;
  }>;
}

export interface MemoryDeps {
  readonly redis: Redis;
  /** How long a fact is believed after it was last confirmed; 0: nothing is remembered. */
  readonly days: number;
  /** Hosts that one scope may hold. */
  readonly hosts: number;
  readonly now?: () => number;
}

const dayMs = 86_400_000;
const prunedAtOnce = 5_000;
const workflowsKey = "assay:memory:workflows";
const globalScope = "{global}";
const learnScript = loadScript("learn");
const pruneScript = loadScript("prune");

/** Only what holds for a host whoever asks; a careers page is one workflow's own finding. */
const shared = ["needsBrowser", "blocksBots"] as const;
/** One record alone may have had bad luck. */
const fewestAgreeingGlobally = 2;

/** Memory over Redis, in keys that belong to no batch. */
export function createMemory({ redis, days, hosts, now = Date.now }: MemoryDeps): Memory {
  const oldest = () => now() - days * dayMs;
  const isOff = days === 0;

  async function read(scope: string, host: string): Promise<Known | undefined> {
    const text = await redis.hget(keysOf(scope)[0], host);
    return text === null ? undefined : known(text);
  }
  const readBoth = (workflow: string, host: string) =>
    Promise.all([read(projectScope(workflow), host), read(globalScope, host)]);

  async function write(scope: string, host: string, facts: HostMemory, record: string) {
    if (Object.keys(facts).length === 0) return;
    const args = [host, now(), oldest(), hosts, record, JSON.stringify(facts)];
    await learnScript(redis, keysOf(scope), args);
  }

  async function pruneScope(scope: string): Promise<number> {
    for (let total = 0; ;) {
      const args = [isOff ? "+inf" : oldest(), isOff ? 0 : hosts, prunedAtOnce];
      const gone = Number(await pruneScript(redis, keysOf(scope), args));
      total += gone;
      if (gone < prunedAtOnce) return total;
    }
  }

  return {
    scope: (workflow) => ({
      async recall(text) {
        const host = hostOf(text);
        if (isOff || host === undefined) return undefined;
        const [own, global] = await readBoth(workflow, host);
        const facts = {
          ...whatHolds(global, { oldest: oldest(), fewest: fewestAgreeingGlobally }),
          ...whatHolds(own, { oldest: oldest(), fewest: 1 }),
        };
        return Object.keys(facts).length === 0 ? undefined : facts;
      },
    }),
    async learn(workflow, text, facts, record) {
      const host = hostOf(text);
      const seen = HostMemory.safeParse(facts);
      if (isOff || host === undefined || !seen.success) return;
      await Promise.all([
        redis.sadd(workflowsKey, workflow),
        write(projectScope(workflow), host, seen.data, record),
        write(globalScope, host, sharedOf(seen.data), record),
      ]);
    },
    async agreeing(workflow, text, fact) {
      const host = hostOf(text);
      if (isOff || host === undefined) return 0;
      const both = await readBoth(workflow, host);
      return Math.max(...both.map((each) => mostAgreeing(each, fact, oldest())));
    },
    async prune() {
      const workflows = await redis.smembers(workflowsKey);
      let total = 0;
      for (const scope of [globalScope, ...workflows.map(projectScope)])
        total += await pruneScope(scope);
      return total;
    },
    async counts() {
      const workflows = await redis.smembers(workflowsKey);
      const size = (scope: string) => redis.zcard(keysOf(scope)[1]);
      const sizes = await Promise.all(
        workflows.toSorted().map(async (name) => [name, await size(projectScope(name))] as const),
      );
      return { global: await size(globalScope), workflows: Object.fromEntries(sizes) };
    },
  };
}

function sharedOf(facts: HostMemory): HostMemory {
  return Object.fromEntries(
    shared.flatMap((name) => (facts[name] === undefined ? [] : [[name, facts[name]]])),
  );
}

/** A host name in lower case; what is none is not remembered. */
function hostOf(text: string): string | undefined {
  const host = text.toLowerCase().replace(/\.$/, "");
  return /^(?=.{1,253}$)[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/.test(host) ? host : undefined;
}

/** One hash tag per scope, so that a cluster keeps a scope's keys together. */
function projectScope(workflow: string): string {
  return `{workflow:${workflow}}`;
}

function keysOf(scope: string): [facts: string, hosts: string] {
  return [`assay:memory:${scope}:facts`, `assay:memory:${scope}:hosts`];
}

function loadScript(name: string) {
  return luaScript(readFileSync(new URL(`lua/${name}.lua`, import.meta.url), "utf8"));
}
