import type { Redis } from "ioredis";
import { pino } from "pino";
import type { CallOutcome, ProviderName } from "../../src/domain/model.ts";
import { createKeyRing, type KeyRing, type Picked } from "../../src/models/keys/key-ring.ts";

export const ladderMs = [60_000, 300_000, 1_500_000, 3_600_000];
export const secrets = ["sk-first-secret-key", "sk-second-secret-key", "sk-third-secret-key"];
export const luna = { provider: "openai", model: "luna" } as const;
export const terra = { provider: "openai", model: "terra" } as const;

/** A clock that moves when told to. */
export interface Clock {
  now: number;
}

export const newClock = (): Clock => ({ now: 1_800_000_000_000 });

interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** A ring whose clock is the test's, and what it logged. */
export function openRing(
  redis: Redis,
  clock: Clock,
  keys: Partial<Record<ProviderName, readonly string[]>> = { openai: secrets },
): { ring: KeyRing; lines: LogLine[] } {
  const lines: LogLine[] = [];
  const log = pino({ level: "debug" }, { write: (line) => lines.push(JSON.parse(line)) });
  const ring = createKeyRing({
    redis,
    keys: { openai: [], anthropic: [], ...keys },
    cooldownsMs: ladderMs,
    log,
    now: () => clock.now,
  });
  return { ring, lines };
}

type PickedKey = Extract<Picked, { kind: "key" }>;

/** The key of a pick that must have brought one. */
export function keyOf(picked: Picked): PickedKey {
  if (picked.kind !== "key") throw new Error(`no key but ${JSON.stringify(picked)}`);
  return picked;
}

/** When a pick that must have found only resting keys may come back. */
export function retryAtOf(picked: Picked): number {
  if (picked.kind !== "cooling") throw new Error(`not cooling: ${picked.kind}`);
  return picked.retryAt;
}

export const untried: ReadonlySet<string> = new Set();

/** Picks a key and reports at once how the call ended; says which key it was. */
export async function call(
  ring: KeyRing,
  outcome: CallOutcome,
  {
    choice = luna,
    session = "b-1",
    retryAfterMs = null,
    tried = untried,
  }: {
    choice?: typeof luna | typeof terra;
    session?: string;
    retryAfterMs?: number | null;
    tried?: ReadonlySet<string>;
  } = {},
): Promise<string> {
  const { key, ticket } = keyOf(await ring.pick(choice, session, tried));
  await ring.report(ticket, outcome, retryAfterMs);
  return key.alias;
}
