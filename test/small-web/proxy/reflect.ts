/**
 * `@peculiar/x509` refuses to load without the metadata calls of `reflect-metadata`. Its container
 * only keeps constructor parameters there, so a map is all it takes.
 */
const kept = new WeakMap<object, Map<string, unknown>>();

const metadata = {
  defineMetadata(key: string, value: unknown, target: object): void {
    const entries = kept.get(target) ?? new Map<string, unknown>();
    kept.set(target, entries.set(key, value));
  },
  getMetadata: (key: string, target: object): unknown => kept.get(target)?.get(key),
  getOwnMetadata: (key: string, target: object): unknown => kept.get(target)?.get(key),
  hasOwnMetadata: (key: string, target: object): boolean => kept.get(target)?.has(key) ?? false,
};

/** Puts the calls in place; to be made before the library is loaded. */
export function offerMetadata(): void {
  if (!("getMetadata" in Reflect)) Object.assign(Reflect, metadata);
}
