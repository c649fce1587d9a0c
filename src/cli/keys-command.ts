import type { KeyState } from "../models/keys/key-states.ts";
import { listNotices } from "../notices/notices.ts";
import { CommandError, type ExitCode, exitCodes, usageError } from "./exit.ts";
import { inSession } from "./session.ts";
import { textTable } from "./table.ts";

/** `assay keys [enable <alias>]`: the keys for models by alias, and what stands before them. */
export async function keys(args: readonly string[], env: NodeJS.ProcessEnv): Promise<ExitCode> {
  const [what, alias, ...more] = args;
  const isUsage = what === undefined || (what === "enable" && alias !== undefined);
  if (!isUsage || more.length > 0) throw usageError("usage: assay keys [enable <alias>]");
  return inSession(env, async (session) => {
    if (alias !== undefined && !(await session.keys.enable(alias))) {
      throw new CommandError(`there is no key ${alias}; \`assay keys\` lists those there are`);
    }
    process.stdout.write(`${keyTable(await session.keys.states())}\n`);
    for (const { text } of await listNotices(session.redis)) process.stderr.write(`${text}\n`);
    return exitCodes.ok;
  });
}

/** Every key and what stands before it. */
export function keyTable(states: readonly KeyState[]): string {
  if (states.length === 0) {
    return "no key for a model: put one into OPENAI_API_KEY or ANTHROPIC_API_KEY; without one no model is asked";
  }
  const rows = states.map(({ alias, provider, model, status, until, reason, failures }) => [
    alias === "*" ? "every key" : alias,
    provider,
    model ?? "every model",
    status,
    until === null ? "" : new Date(until).toISOString().slice(0, 19),
    reason === null ? "" : `${reason}, ${failures} in a row`,
  ]);
  return textTable(["key", "provider", "model", "status", "again at (UTC)", "because"], rows);
}
