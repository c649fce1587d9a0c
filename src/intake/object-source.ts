import { type LineSource, maxColumns, maxDepth, type SourceLine } from "./line-source.ts";

/** A record on its way from JSON, or what made it unreadable. */
export type ParsedObject = { readonly line: number } & (
  | { readonly value: unknown }
  | { readonly problem: string }
);

/** Gives objects the shape of a table: a column for each key, in the order in which keys turn up. */
export function objectSource(objects: AsyncIterable<ParsedObject>): LineSource {
  const positions = new Map<string, number>();

  async function* lines(): AsyncGenerator<SourceLine> {
    for await (const object of objects) {
      const { line } = object;
      if ("problem" in object) yield { line, content: { cells: [], detail: object.problem } };
      else yield { line, content: tabulate(object.value, line) };
    }
  }

  function tabulate(value: unknown, line: number): SourceLine["content"] {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return { cells: [], detail: `record on line ${line} is not a JSON object` };
    }
    const cells: unknown[] = [];
    for (const [name, cell] of Object.entries(value)) {
      let position = positions.get(name);
      if (position === undefined) {
        if (positions.size >= maxColumns) {
          return {
            cells: whole(cells),
            detail: `record on line ${line} brings more than ${maxColumns} different keys`,
          };
        }
        position = positions.size;
        positions.set(name, position);
      }
      // Cells are written and read by functions that call themselves once per level.
      if (isDeeperThan(maxDepth, cell)) {
        return {
          cells: whole(cells),
          detail: `record on line ${line} nests ${name} more than ${maxDepth} levels deep`,
        };
      }
      cells[position] = cell;
    }
    return { cells: whole(cells) };
  }

  return {
    lines: { [Symbol.asyncIterator]: () => lines() },
    columns: () => [...positions.keys()],
  };
}

/** Without holes: a column that a record lacks is `null`. */
function whole(cells: readonly unknown[]): unknown[] {
  return Array.from(cells, (cell) => cell ?? null);
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}
