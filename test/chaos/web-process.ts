import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { SmallWeb } from "../small-web/server.ts";

/** The small web as a process of its own. */
export interface WebProcess extends Pick<SmallWeb, "proxyUrl" | "caPath" | "dnsUrl"> {
  close(): Promise<void>;
}

/** Starts the compiled `test/small-web/main.js`. */
export async function startWebProcess(main: string): Promise<WebProcess> {
  const child = spawn(process.execPath, [main], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const [line] = await Promise.race([once(createInterface(child.stdout), "line"), ended]);
  if (typeof line !== "string") throw new Error("the small web did not start");
  return {
    ...(JSON.parse(line) as Pick<SmallWeb, "proxyUrl" | "caPath" | "dnsUrl">),
    async close() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
