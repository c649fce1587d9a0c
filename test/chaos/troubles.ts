import { setTimeout as wait } from "node:timers/promises";
import type { Trouble, TroubleKind } from "./plan.ts";
import type { ChaosSite } from "./site.ts";

/** A trouble that was made. */
export interface Made {
  readonly kind: TroubleKind;
  readonly at: number;
  /** When it was over. */
  readonly until: number;
  /** What it hit, in words. */
  readonly hit: string;
  /** False when there was nothing to hit. */
  readonly hasHit: boolean;
}

/** Makes one trouble and resolves when it is over. */
export async function makeTrouble(site: ChaosSite, trouble: Trouble): Promise<Made> {
  const at = Date.now();
  const hit = await hitters[trouble.kind](site, trouble);
  return {
    kind: trouble.kind,
    at,
    until: Date.now(),
    hit: hit ?? "nothing",
    hasHit: hit !== undefined,
  };
}

type Hitter = (site: ChaosSite, trouble: Trouble) => Promise<string | undefined>;

/** What stands in for its clients until Redis knows that a full disk or memory hurts. */
const patienceMs = 20_000;

const hitters: Readonly<Record<TroubleKind, Hitter>> = {
  async "worker killed"({ crew }, { victim }) {
    const member = entryAt(crew.members(), victim);
    if (!member) return undefined;
    crew.kill(member);
    return `${member.post}${member.isStopped ? " while stopped" : ""}`;
  },
  async "worker stopped"({ crew }, { victim, forMs }) {
    const awake = crew.members().filter(({ isStopped }) => !isStopped);
    const member = entryAt(awake, victim);
    if (!member) return undefined;
    await crew.stop(member, forMs);
    return `${member.post} for ${forMs} ms`;
  },
  async "Redis killed"({ redis }, { forMs }) {
    await redis.kill();
    await wait(forMs);
    await redis.start();
    return `away for ${forMs} ms and its loading`;
  },
  async "lines dropped"({ line }) {
    const cut = line.drop();
    return cut > 0 ? `${cut} connections` : undefined;
  },
  async "lines delayed"({ line }, { victim, forMs }) {
    const delayMs = Math.round(20 + victim * 130);
    line.delay(delayMs);
    await wait(forMs);
    line.delay(0);
    return `every piece by ${delayMs} ms for ${forMs} ms`;
  },
  async "lines half open"({ line, crew }, { victim, forMs }) {
    const connected = new Set(line.clients());
    const member = entryAt(
      crew.members().filter(({ pid }) => connected.has(pid)),
      victim,
    );
    const frozen = member ? line.halfOpen(member.pid) : 0;
    if (!member || frozen === 0) return undefined;
    await wait(forMs);
    line.closeHalfOpen();
    return `${frozen} connections of a ${member.post} for ${forMs} ms`;
  },
  async "scripts forgotten"({ redis }) {
    await redis.direct.script("FLUSH");
    return "all of them";
  },
  async "memory full"({ redis: { direct } }, { forMs }) {
    await direct.config("SET", "maxmemory", "1mb");
    try {
      await until(async () => !(await takesWrites(direct)));
      await wait(forMs);
    } finally {
      await direct.config("SET", "maxmemory", "0");
    }
    return `Redis refused writes for ${forMs} ms`;
  },
  async "disk full"({ redis }, { forMs }) {
    await redis.fillDisk();
    let hasFailed = false;
    try {
      hasFailed = await until(async () => isAofBroken(await redis.direct.info("persistence")));
      if (hasFailed) await wait(forMs);
    } finally {
      await redis.freeDisk();
    }
    await until(async () => !isAofBroken(await redis.direct.info("persistence")));
    return hasFailed ? `by a ${redis.disk}, Redis refused writes for ${forMs} ms` : undefined;
  },
};

const isAofBroken = (info: string) => /^aof_last_write_status:err/m.test(info);

async function takesWrites(redis: ChaosSite["redis"]["direct"]): Promise<boolean> {
  try {
    await redis.set("chaos:probe", "x", "PX", 1_000);
    return true;
  } catch {
    return false; // OOM, as was asked for
  }
}

/** False when it never came to be. */
async function until(isSo: () => Promise<boolean>): Promise<boolean> {
  for (const end = Date.now() + patienceMs; Date.now() < end; await wait(50)) {
    if (await isSo()) return true;
  }
  return false;
}

function entryAt<T>(all: readonly T[], share: number): T | undefined {
  return all[Math.min(all.length - 1, Math.floor(share * all.length))];
}
