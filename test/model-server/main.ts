import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type { Mind } from "./ask.ts";
import { type ModelServerOptions, startModelServer } from "./server.ts";

/**
 * `main.js [--port 0] [--seed 1] [--mind mind.js]` runs the model server until SIGTERM and prints
 * where it is. The module of `--mind` exports a `mind`, and may export `about`, which names what a
 * question is about; the mind may be replaced over HTTP later.
 */
const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    seed: { type: "string", default: "1" },
    mind: { type: "string" },
  },
});

const server = await startModelServer({
  port: Number(values.port),
  seed: Number(values.seed),
  ...(values.mind !== undefined && (await loadMind(values.mind))),
});
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    void server.close().then(() => process.exit(0));
  });
}
// Last: whoever reads this line may stop us at once.
const { openaiUrl, anthropicUrl } = server;
process.stdout.write(`${JSON.stringify({ openaiUrl, anthropicUrl })}\n`);

async function loadMind(path: string): Promise<Pick<ModelServerOptions, "mind" | "about">> {
  const { mind, about } = (await import(pathToFileURL(resolve(path)).href)) as {
    readonly mind?: Mind;
    readonly about?: (text: string) => string | null;
  };
  if (!mind) throw new Error(`${path} exports no \`mind\``);
  return { mind, ...(about && { about }) };
}
