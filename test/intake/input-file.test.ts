import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { inputFile } from "../../src/intake/input-file.ts";

test("a file that is gone before it is read fails its reader, and nobody else", async () => {
  const dir = await mkdtemp(join(tmpdir(), "assay-test-input-"));
  onTestFinished(() => rm(dir, { recursive: true }));
  const path = join(dir, "list.csv");
  await writeFile(path, "domain\nred.example\n");
  const file = await inputFile(path, ".csv");
  const { lines } = file.open();
  await rm(path);
  // An error that nobody listens to would end the process here.
  for (let turn = 0; turn < 20; turn += 1) await setImmediate();

  await expect(lines[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: "ENOENT" });
});
