import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const run = fileURLToPath(new URL("run.mjs", import.meta.url));

async function cascade(...args: readonly string[]): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, [run, "cascade", ...args]);
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  const [code] = (await once(child, "close")) as [number];
  return { code, said };
}

// A short run pays for cold prompt caches that a long one spreads over its rows: 1/20 is held by
// `npm run cascade`.
test("twenty rows of a mixed world cost a fraction of tier 3, with no answer wrong or lost", async () => {
  const { code, said } = await cascade("--rows", "20", "--most", "0.12");

  expect(code, said).toBe(0);
  expect(said).toMatch(/^wrong +0 +0$/m);
  expect(said).not.toContain("cascade missed");
}, 400_000);

test("without a model the rows that take one stay without an answer, and none is wrong", async () => {
  const { code, said } = await cascade("--rows", "20", "--no-models");

  expect(code, said).toBe(0);
  expect(said).toMatch(/^missed +4$/m);
  expect(said).toMatch(/^wrong +0$/m);
}, 400_000);
