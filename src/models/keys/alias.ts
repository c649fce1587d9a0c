import { createHash } from "node:crypto";
import { type ProviderName, providerNames } from "../../domain/model.ts";

/** What a key is called wherever people or Redis see it: `openai-3fa91c`. */
export function aliasOf(provider: ProviderName, secret: string): string {
  return `${provider}-${createHash("sha256").update(secret).digest("hex").slice(0, 6)}`;
}

/** The provider that an alias names; `undefined` when it is no alias. */
export function providerOf(alias: string): ProviderName | undefined {
  return providerNames.find((name) => new RegExp(`^${name}-[0-9a-f]{6}$`).test(alias));
}

/**
 * The order in which a session tries keys: its own, the same in every process, and untouched by other
 * keys that come or go (rendezvous hashing). Sessions spread evenly over the keys.
 */
export function preferenceOf(session: string, aliases: Iterable<string>): string[] {
  const weight = (alias: string) =>
    createHash("sha256").update(`${session}\0${alias}`).digest().readUIntBE(0, 6);
  return [...aliases]
    .map((alias) => ({ alias, weight: weight(alias) }))
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ alias }) => alias);
}
