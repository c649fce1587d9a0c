/** Repeatable choices: the same seed always gives the same ones. */
export interface Random {
  /** A float from 0 up to, not including, 1. */
  next(): number;
  /** A whole number from `least` to `most`, both included. */
  int(least: number, most: number): number;
  pick<T>(from: readonly T[]): T;
  chance(share: number): boolean;
  /** `count` different entries, in a repeatable order. */
  some<T>(from: readonly T[], count: number): T[];
  hex(length: number): string;
  uuid(): string;
}

/** A 32-bit FNV-1a hash of a text. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}

/** A source of choices that depends on nothing but `seed`. */
export function createRandom(seed: string): Random {
  let state = hash32(seed);
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  const hex = (length: number) => {
    let text = "";
    while (text.length < length) text += int(0, 0xffff).toString(16).padStart(4, "0");
    return text.slice(0, length);
  };
  return {
    next,
    int,
    hex,
    pick: (from) => entryAt(from, int(0, from.length - 1)),
    chance: (share) => next() < share,
    some(from, count) {
      const rest = [...from];
      const taken: (typeof rest)[number][] = [];
      while (taken.length < count && rest.length > 0) {
        taken.push(...rest.splice(int(0, rest.length - 1), 1));
      }
      return taken;
    },
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
  };
}

/** The entry at `index`, counted round and round. */
export function entryAt<T>(from: readonly T[], index: number): T {
  const entry = from[index % from.length];
  if (entry === undefined) throw new RangeError("nothing to choose from");
  return entry;
}
