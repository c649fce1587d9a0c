import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout, or the installed package, that this program was compiled in. */
export const packageRoot = fileURLToPath(new URL("../../..", import.meta.url));

/** The demo's own Redis and snapshots: what it learns of invented hosts must not meet real ones. */
export function demoHome(env: NodeJS.ProcessEnv): string {
  return env["ASSAY_HOME"] ? join(env["ASSAY_HOME"], "demo") : join(packageRoot, ".assay", "demo");
}

/** How to call this program again in the way it was called, so that advice can be pasted. */
export function ownName(env: NodeJS.ProcessEnv): string {
  const name = env["npm_lifecycle_event"] ? "npm run assay --" : "assay";
  const { ASSAY_HOME: home } = env;
  if (!home) return name;
  const short = relative(process.cwd(), home);
  return `ASSAY_HOME=${short.startsWith("..") ? home : short} ${name}`;
}
