import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const program = fileURLToPath(new URL("../../dist/test/small-web/main.js", import.meta.url));

const source = fileURLToPath(new URL("../small-web/main.ts", import.meta.url));
const isBuilt = existsSync(program) && statSync(program).mtimeMs >= statSync(source).mtimeMs;

// It runs as built; after a change, `npm run build` comes first.
describe.runIf(isBuilt)("the program", () => {
  it("says in one line where it is, and leaves on SIGTERM", async () => {
    const child = spawn(process.execPath, [program, "--port", "0"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(createInterface(child.stdout), "line");

    const { proxyUrl, caPath, dnsUrl } = JSON.parse(String(line));
    expect(proxyUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(existsSync(caPath)).toBe(true);
    expect(dnsUrl).toBe("https://dns.small-web.example/dns-query");

    const ended = once(child, "exit");
    child.kill("SIGTERM");
    expect((await ended)[0]).toBe(0);
  });
});
