import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ChromiumMissing, findChromium } from "../../../src/web/browser/find-chromium.ts";

function folderWith(...names: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "assay-chromium-"));
  for (const name of names) {
    writeFileSync(join(folder, name), "");
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

it("finds the shell and the full browser on the path", () => {
  const path = folderWith("chromium", "chrome-headless-shell");

  expect(findChromium({ path })).toEqual({
    shell: join(path, "chrome-headless-shell"),
    full: join(path, "chromium"),
  });
});

it("takes the one that is configured, and no other", () => {
  const folder = folderWith("chrome");

  expect(findChromium({ given: join(folder, "chrome"), path: "/usr/bin" })).toEqual({
    shell: undefined,
    full: join(folder, "chrome"),
  });
});

it("says how to install one when the configured one is not there", () => {
  const search = () => findChromium({ given: "/nowhere/chrome" });

  expect(search).toThrow(ChromiumMissing);
  expect(search).toThrow(/\/nowhere\/chrome.*(?:apt-get|playwright) install/);
});
