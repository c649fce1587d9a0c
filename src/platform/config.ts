import { join, resolve } from "node:path";
import { z } from "zod";
import { Environment } from "./environment.ts";
import { withSecretFiles } from "./secret-files.ts";

/** Settings whose value nobody else may see. */
export const secretSettings: readonly string[] = Object.entries(Environment.shape)
  .filter(([, schema]) => schema.meta()?.["isSecret"] === true)
  .map(([name]) => name);

export type Config = ReturnType<typeof loadConfig>;

/** Reads the settings; stops the process before it starts, with every bad one named at once. */
export function loadConfig(env: NodeJS.ProcessEnv) {
  // An empty variable means "unset", and proxies are also known by their lower-case names.
  const files = withSecretFiles(env, secretSettings);
  const given = Object.fromEntries(Object.entries(files.env).filter(([, value]) => value !== ""));
  for (const name of ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"]) {
    given[name] ??= given[name.toLowerCase()];
  }
  const result = Environment.safeParse(given);
  const problems = [...files.problems, ...(result.success ? [] : [z.prettifyError(result.error)])];
  if (!result.success || problems.length > 0) throw new ConfigError(problems.join("\n"));
  const settings = result.data;
  // Absolute, because the Redis that is started works in another directory.
  const home = resolve(settings.ASSAY_HOME);
  return {
    ...settings,
    ASSAY_HOME: home,
    ASSAY_SNAPSHOTS: resolve(settings.ASSAY_SNAPSHOTS ?? join(home, "snapshots")),
    ASSAY_SCHEDULE_DIR: resolve(settings.ASSAY_SCHEDULE_DIR ?? join(home, "lists")),
    ASSAY_ARCHIVE: resolve(settings.ASSAY_ARCHIVE ?? join(home, "archive")),
  };
}

/** The environment holds a value that can't be used. Fix the named variable and start again. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";

  constructor(problems: string) {
    super(`bad configuration\n${problems}`);
  }
}
