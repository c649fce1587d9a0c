import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { loadConfig, secretSettings } from "../../src/platform/config.ts";
import { Environment } from "../../src/platform/environment.ts";

const dir = mkdtempSync(join(tmpdir(), "assay-secrets-"));
afterAll(() => rmSync(dir, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(dir, name);
  writeFileSync(path, content);
  return path;
}

test("a secret is read from the file that <NAME>_FILE names, without its last line break", () => {
  const config = loadConfig({
    REDIS_URL_FILE: file("url", "redis://:secret@redis:6379/0\n"),
    OPENAI_API_KEYS_FILE: file("keys", "key-one\nkey-two\n"),
  });

  expect(config.REDIS_URL).toBe("redis://:secret@redis:6379/0");
  expect(config.OPENAI_API_KEYS).toEqual(["key-one", "key-two"]);
});

test("an empty file is an unset secret", () => {
  const config = loadConfig({ ANTHROPIC_API_KEYS_FILE: file("none", "\n") });

  expect(config.ANTHROPIC_API_KEYS).toEqual([]);
});

test("an empty variable beside a file counts as unset, and so does an empty _FILE", () => {
  const path = file("beside", "from-the-file");

  expect(loadConfig({ OPENAI_API_KEY: "", OPENAI_API_KEY_FILE: path }).OPENAI_API_KEY).toBe(
    "from-the-file",
  );
  expect(loadConfig({ OPENAI_API_KEY: "given", OPENAI_API_KEY_FILE: "" }).OPENAI_API_KEY).toBe(
    "given",
  );
});

test("a secret given both ways is refused, and neither value is told", () => {
  const path = file("both", "from-the-file");
  const load = () => loadConfig({ OPENAI_API_KEY: "from-the-variable", OPENAI_API_KEY_FILE: path });

  expect(load).toThrow("OPENAI_API_KEY and OPENAI_API_KEY_FILE are both set");
  expect(load).not.toThrow(/from-the/);
});

test("every trouble is told at once: files that can't be read, and settings that are wrong", () => {
  const load = () =>
    loadConfig({
      REDIS_URL_FILE: join(dir, "not-there"),
      OPENAI_API_KEY_FILE: dir,
      ASSAY_PORT: "many",
    });

  expect(load).toThrow(
    /REDIS_URL_FILE names .*not-there.*ENOENT[^]*OPENAI_API_KEY_FILE[^]*ASSAY_PORT/,
  );
});

test("whatever is named like a secret can come from a file", () => {
  const named = Object.keys(Environment.shape).filter((name) =>
    /(KEY|KEYS|PASSWORD|SECRET|SECRETS|TOKEN)$/.test(name),
  );

  expect(named.length).toBeGreaterThan(0);
  expect(secretSettings).toEqual(expect.arrayContaining(named));
});
