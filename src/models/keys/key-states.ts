import type { Redis } from "ioredis";
import { type ProviderName, providerNames } from "../../domain/model.ts";
import { listGates } from "./scripts.ts";
import { isLock } from "./tell.ts";

/** What stands before a key, for people to see. */
export interface KeyState {
  /** `*`: every key of the provider. */
  readonly alias: string;
  readonly provider: ProviderName;
  /** `null`: every model. */
  readonly model: string | null;
  /** `probing`: its rest is over, and one call is out, or will be next, to see whether it works. */
  readonly status: "ok" | "cooling" | "probing" | "disabled";
  /** Epoch ms at which it is tried again; `null` when it works, or waits for a person. */
  readonly until: number | null;
  /** Failures in a row; those of one window are one. */
  readonly failures: number;
  /** The outcome of the call that shut it. */
  readonly reason: string | null;
  /** Epoch ms of the first of these failures. */
  readonly since: number | null;
}

/** No window is this long: only a person ends it. */
const neverMs = 3e15;

/** A line per trouble, and one for every configured key that has none. */
export async function keyStates(
  redis: Redis,
  keys: ReadonlyMap<ProviderName, ReadonlyMap<string, string>>,
  now: number | "",
): Promise<KeyState[]> {
  const states = await Promise.all(
    providerNames.map(async (provider) => {
      const troubles = await troublesOf(redis, provider, now);
      const troubled = new Set(troubles.map(({ alias }) => alias));
      const sound = [...(keys.get(provider)?.keys() ?? [])].filter((key) => !troubled.has(key));
      return [...sound.map((alias) => soundState(provider, alias)), ...troubles];
    }),
  );
  return states.flat();
}

async function troublesOf(
  redis: Redis,
  provider: ProviderName,
  now: number | "",
): Promise<KeyState[]> {
  const gates = await listGates(redis, provider, [now]);
  return gates
    .map(([field, position, reason, until, failures, since]): KeyState => {
      const space = field.indexOf(" ");
      const [alias, model] =
        space < 0 ? [field, null] : [field.slice(0, space), field.slice(space + 1)];
      const resting = position === "shut" ? "cooling" : "probing";
      const status = isLock(reason) ? "disabled" : resting;
      const end = until < neverMs ? until : null;
      return { alias, provider, model, status, until: end, failures, reason, since };
    })
    .toSorted((a, b) => (`${a.alias} ${a.model}` < `${b.alias} ${b.model}` ? -1 : 1));
}

function soundState(provider: ProviderName, alias: string): KeyState {
  return {
    alias,
    provider,
    model: null,
    status: "ok",
    until: null,
    failures: 0,
    reason: null,
    since: null,
  };
}
