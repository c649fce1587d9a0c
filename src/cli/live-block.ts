/** A block of lines at the end of a terminal, redrawn in place. */
export interface LiveBlock {
  draw(lines: readonly string[]): void;
  /** Puts a lasting line above the block. */
  note(text: string): void;
  /** Takes the block away, as if it had never been there. */
  erase(): void;
}

type Screen = Pick<NodeJS.WriteStream, "write" | "columns" | "rows">;

/**
 * Each drawing is one write that goes over the old lines without clearing them first, so that
 * nothing flickers; the same lines again are not written at all.
 */
export function liveBlock(screen: Screen): LiveBlock {
  let shown: readonly string[] = [];

  /** Back to the first line of the block; after the window has become narrower lines take several. */
  function up(): string {
    const width = screen.columns || 80;
    const height = shown.reduce(
      (sum, line) => sum + Math.max(1, Math.ceil(visible(line).length / width)),
      0,
    );
    return height > 0 ? `\u001B[${height}A\r` : "";
  }

  function draw(lines: readonly string[]): void {
    const width = screen.columns || 80;
    const fitting = lines.slice(0, Math.max(1, (screen.rows || 24) - 1));
    const next = fitting.map((line) => clip(line, width - 1));
    if (next.length === shown.length && next.every((line, i) => line === shown[i])) return;
    const text = next.map((line) => `${line}\u001B[0K\n`).join("");
    screen.write(`${up()}${text}\u001B[0J`);
    shown = next;
  }

  function erase(): void {
    if (shown.length > 0) screen.write(`${up()}\u001B[0J`);
    shown = [];
  }

  return {
    draw,
    erase,
    note(text) {
      const lines = shown;
      erase();
      screen.write(`${text}\n`);
      draw(lines);
    },
  };
}

// oxlint-disable-next-line no-control-regex
const colour = /(\u001B\[[0-9;]*m)/;

function visible(line: string): string {
  return line
    .split(colour)
    .filter((_part, i) => i % 2 === 0)
    .join("");
}

/** Cuts to a width, not counting colours, so that a line never wraps. */
function clip(line: string, width: number): string {
  let room = width;
  return line
    .split(colour)
    .map((part, i) => {
      if (i % 2 === 1) return part;
      const kept = part.slice(0, Math.max(room, 0));
      room -= part.length;
      return kept;
    })
    .join("");
}
