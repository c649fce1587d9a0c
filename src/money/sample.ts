/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Draws `size` of a stream's items, each as likely as any other, in one pass and in their order
 * (reservoir sampling). The same seed draws the same ones.
 */
export async function drawSample<Item>(
  items: AsyncIterable<Item>,
  { size, seed }: { readonly size: number; readonly seed: number },
): Promise<{ drawn: Item[]; of: number }> {
  const random = seededRandom(seed);
  const kept: { readonly at: number; readonly item: Item }[] = [];
  let of = 0;
  for await (const item of items) {
    const place = of < size ? of : Math.floor(random() * (of + 1));
    if (place < size) kept[place] = { at: of, item };
    of += 1;
  }
  return { drawn: kept.toSorted((a, b) => a.at - b.at).map(({ item }) => item), of };
}
