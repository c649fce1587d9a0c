import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, test } from "vitest";

const dist = fileURLToPath(new URL("../../dist/src/platform/", import.meta.url));
const file = (name: string) => pathToFileURL(join(dist, name)).href;

/** A process of its own that does this with a log, and how it ended. */
function ending(doing: string): Promise<{ code: unknown; stderr: string }> {
  const script = `
    const { createLogger } = await import("${file("log.js")}");
    const { endOnUncaught } = await import("${file("last-words.js")}");
    endOnUncaught(createLogger({ level: "info", name: "worker", secrets: ["the-secret"] }));
    setInterval(() => {}, 1_000);
    ${doing}`;
  return new Promise((resolve) => {
    execFile(process.execPath, ["--input-type=module", "-e", script], (error, _stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stderr }),
    );
  });
}

test.each([
  ["an error", 'setImmediate(() => { throw new Error("line one\\nthe-secret"); });'],
  ["a rejection", 'void Promise.reject(new Error("line one\\nthe-secret"));'],
  ["a rejection without an error", 'void Promise.reject("line one\\nthe-secret");'],
])("%s that nobody catches is one line, and the process ends with code 1", async (_name, doing) => {
  const { code, stderr } = await ending(doing);

  expect(code).toBe(1);
  const lines = stderr.trim().split("\n");
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ level: "fatal", name: "worker" });
  expect(stderr).toContain("line one");
  expect(stderr).not.toContain("the-secret");
});
