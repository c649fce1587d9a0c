import { describe, expect, test } from "vitest";
import { liveBlock } from "../../src/cli/live-block.ts";

/* oxlint-disable no-control-regex */
const pieces = /\u001B\[\d*[A-Za-z]|\n|\r|[^\u001B\n\r]+/g;

/** Enough of a terminal to see what a block leaves on it. */
function terminal(columns = 40, rows = 10) {
  const lines: string[] = [""];
  let row = 0;
  let writes = 0;
  const feed = (text: string) => {
    for (const part of text.match(pieces) ?? []) {
      const up = /^\u001B\[(\d+)A$/.exec(part);
      if (up) row -= Number(up[1]);
      else if (part === "\n") lines[(row += 1)] ??= "";
      else if (part.endsWith("J")) lines.splice(row, lines.length, "");
      else if (part.endsWith("K") || part === "\r" || part.endsWith("m")) continue;
      else lines[row] = part;
    }
  };
  return {
    columns,
    rows,
    write: (text: string) => {
      writes += 1;
      feed(text);
      return true;
    },
    shown: () => lines.filter((line) => line !== ""),
    writes: () => writes,
  };
}

describe("the live block", () => {
  test("is redrawn in place", () => {
    const screen = terminal();
    const block = liveBlock(screen);

    block.draw(["one", "two"]);
    block.draw(["one", "2", "three"]);

    expect(screen.shown()).toEqual(["one", "2", "three"]);
  });

  test("writes nothing when nothing changed, and each change at once", () => {
    const screen = terminal();
    const block = liveBlock(screen);

    block.draw(["one"]);
    block.draw(["one"]);
    block.draw(["two"]);

    expect(screen.writes()).toBe(2);
  });

  test("never clears a line before it writes it, so that nothing flickers", () => {
    const written: string[] = [];
    const block = liveBlock({
      columns: 40,
      rows: 10,
      write: (text: string) => written.push(text) > 0,
    });

    block.draw(["one", "two"]);
    block.draw(["three", "four"]);

    expect(written[1]?.indexOf("\u001B[0J")).toBeGreaterThan(written[1]?.indexOf("four") ?? 0);
  });

  test("shrinks without leaving lines behind, and goes without a trace", () => {
    const screen = terminal();
    const block = liveBlock(screen);
    screen.write("before\n");

    block.draw(["one", "two", "three"]);
    block.draw(["one"]);
    const small = screen.shown();
    block.erase();

    expect(small).toEqual(["before", "one"]);
    expect(screen.shown()).toEqual(["before"]);
  });

  test("stays below what is noted meanwhile", () => {
    const screen = terminal();
    const block = liveBlock(screen);

    block.draw(["one", "two"]);
    block.note("a worker ended");

    expect(screen.shown()).toEqual(["a worker ended", "one", "two"]);
  });

  test("cuts lines to the window, colours not counted", () => {
    const screen = terminal(10);
    const block = liveBlock(screen);

    block.draw(["\u001B[32m█████\u001B[39m 12345678"]);

    expect(screen.shown().join("")).not.toContain("12345");
  });
});
