import { existsSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { sweep } from "../../../src/web/browser/temporary-directory.ts";

it("what dead processes left behind is removed, what live ones use stays", () => {
  const shared = mkdtempSync(join(tmpdir(), "assay-sweep-"));
  const dead = join(shared, "assay-browser-999999999");
  const alive = join(shared, `assay-browser-${process.pid}`);
  for (const folder of [dead, alive]) mkdirSync(join(folder, "profile"), { recursive: true });

  sweep(shared);

  expect(existsSync(dead)).toBe(false);
  expect(existsSync(alive)).toBe(true);
});
