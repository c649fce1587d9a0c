import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { type RemoteModelServer, remoteModelServer } from "../model-server/control.ts";
import type { Fault } from "../model-server/faults.ts";

/** A model server that outlives whatever a test kills. */
export interface ModelProcess extends RemoteModelServer {
  /** For the product: where it asks models, with these keys. */
  env(keys?: ModelKeys): NodeJS.ProcessEnv;
  close(): Promise<void>;
}

interface ModelKeys {
  readonly openai?: readonly string[];
  readonly anthropic?: readonly string[];
}

/** Calls take from tens to hundreds of ms, so that a kill falls into some. */
export const thinking: readonly Fault[] = [
  { rate: 0.25, reply: null, delayMs: 900 },
  { rate: 0.4, reply: null, delayMs: 350 },
  { rate: 0.6, reply: null, delayMs: 120 },
  { reply: null, delayMs: 40 },
];

/**
 * Starts the model server beside the compiled `src/cli/main.js`, as a process of its own, honest
 * about the companies of the mixed list.
 */
export async function startModelProcess(main: string): Promise<ModelProcess> {
  const at = (name: string) => main.replace(/src\/cli\/main\.js$/, `test/model-server/${name}`);
  const child = spawn(process.execPath, [at("main.js"), "--mind", at("mixed-mind.js")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const line = await Promise.race([once(createInterface(child.stdout), "line"), ended]);
  if (typeof line[0] !== "string") throw new Error("the model server did not start");
  const { anthropicUrl } = JSON.parse(line[0]) as { anthropicUrl: string };
  const remote = remoteModelServer(anthropicUrl);
  return {
    ...remote,
    env: ({ openai = ["sk-crash-openai"], anthropic = ["sk-ant-crash"] } = {}) => ({
      OPENAI_BASE_URL: remote.openaiUrl,
      ANTHROPIC_BASE_URL: remote.anthropicUrl,
      OPENAI_API_KEYS: openai.join(),
      ANTHROPIC_API_KEYS: anthropic.join(),
      NO_PROXY: "127.0.0.1",
    }),
    async close() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
