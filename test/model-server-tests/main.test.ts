import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { remoteModelServer } from "../model-server/control.ts";

const program = fileURLToPath(new URL("../../dist/test/model-server/main.js", import.meta.url));
const source = fileURLToPath(new URL("../model-server/main.ts", import.meta.url));
const isBuilt = existsSync(program) && statSync(program).mtimeMs >= statSync(source).mtimeMs;

// It runs as built; after a change, `npm run build` comes first.
describe.runIf(isBuilt)("the program", () => {
  it("says in one line where it is, and leaves on SIGTERM", async () => {
    const child = spawn(process.execPath, [program, "--port", "0"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(createInterface(child.stdout), "line");

    const { openaiUrl, anthropicUrl } = JSON.parse(String(line));
    expect(openaiUrl).toBe(`${anthropicUrl}/v1`);
    expect(await remoteModelServer(anthropicUrl).requests()).toEqual([]);

    const ended = once(child, "exit");
    child.kill("SIGTERM");
    expect((await ended)[0]).toBe(0);
  });
});
