/** Finds which of many literals occur in a text, in one pass over it (Aho–Corasick). */
export type LiteralScan = (text: string) => ReadonlySet<number>;

const width = 128;

/** Literals are ASCII and matched without case; a literal's number is its index. */
export function createLiteralScan(literals: readonly string[]): LiteralScan {
  const next: Int32Array[] = [row()];
  const found: number[][] = [[]];
  for (const [id, literal] of literals.entries()) {
    let state = 0;
    for (const code of codesOf(literal.toLowerCase())) {
      const from = at(next, state);
      if (from[code] === -1) {
        from[code] = next.length;
        next.push(row());
        found.push([]);
      }
      state = from[code] ?? 0;
    }
    found[state]?.push(id);
  }
  link(next, found);
  const table = new Int32Array(next.length * width);
  for (const [state, transitions] of next.entries()) table.set(transitions, state * width);
  const ends = found.map((ids) => (ids.length > 0 ? ids : undefined));

  return (text) => {
    const seen = new Set<number>();
    let state = 0;
    for (let i = 0; i < text.length; i += 1) {
      let code = text.charCodeAt(i);
      if (code >= width) {
        state = 0;
        continue;
      }
      if (code >= 65 && code <= 90) code += 32;
      state = table[state * width + code] ?? 0;
      const ids = ends[state];
      if (ids !== undefined) for (const id of ids) seen.add(id);
    }
    return seen;
  };
}

/** Turns the tree into an automaton: where a literal fails, its longest suffix goes on. */
function link(next: Int32Array[], found: number[][]): void {
  const fallback = new Int32Array(next.length);
  const queue: number[] = [0];
  for (const state of queue) {
    const transitions = at(next, state);
    for (let code = 0; code < width; code += 1) {
      const target = transitions[code] ?? -1;
      const failed = state === 0 ? 0 : (at(next, fallback[state] ?? 0)[code] ?? 0);
      if (target === -1) transitions[code] = failed;
      else {
        fallback[target] = failed;
        found[target]?.push(...(found[failed] ?? []));
        queue.push(target);
      }
    }
  }
}

function row(): Int32Array {
  return new Int32Array(width).fill(-1);
}

function at(rows: readonly Int32Array[], index: number): Int32Array {
  return rows[index] ?? row();
}

function codesOf(literal: string): number[] {
  return Array.from(literal, (character) => character.charCodeAt(0)).filter((code) => code < width);
}
