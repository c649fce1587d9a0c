import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { blocks } from "./blocks.ts";

const root = new URL("../../", import.meta.url);
const file = new URL("README.md", root);

/** `UPDATE_README=1 npx vitest run --config test/vitest.config.ts test/docs` writes the blocks anew. */
function update(): void {
  let text = readFileSync(file, "utf8");
  for (const [name, render] of Object.entries(blocks)) {
    text = text.replace(markedPart(name), () => `${open(name)}\n\n${render()}\n\n${close(name)}`);
  }
  writeFileSync(file, text);
}

const open = (name: string) => `<!-- ${name}: from the code -->`;
const close = (name: string) => `<!-- /${name} -->`;
const markedPart = (name: string) => new RegExp(`${open(name)}([^]*?)${close(name)}`);

/** A formatter may align a table; that changes nothing. */
const plain = (text: string) =>
  text
    .replaceAll(/[ \t]+/g, " ")
    .replaceAll(/-{2,}/g, "--")
    .trim();

if (process.env["UPDATE_README"]) update();
const readme = readFileSync(file, "utf8");

describe("the README", () => {
  test.each(Object.keys(blocks))("says about %s what the code says", (name) => {
    const written = markedPart(name).exec(readme)?.[1];

    expect(plain(written ?? "")).toBe(plain(blocks[name]?.() ?? ""));
  });

  test("leads to files that are there", () => {
    const links = [...readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path = ""]) => path);
    const dead = links.filter((path) => !existsSync(fileURLToPath(new URL(path, root))));

    expect(links.length).toBeGreaterThan(10);
    expect(dead).toEqual([]);
  });

  test("names only npm scripts that there are", () => {
    const { scripts } = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as {
      scripts: Record<string, string>;
    };
    const named = [...readme.matchAll(/npm run (?:-s )?([a-z-]+)/g)].map(([, name = ""]) => name);

    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});
