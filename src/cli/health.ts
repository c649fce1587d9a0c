import { loadConfig } from "../platform/config.ts";

/** Whether a part of Assay can do its work, and one line on how that is known. */
export interface Health {
  readonly isHealthy: boolean;
  readonly says: string;
}

/** Below what an engine waits for the whole check. */
export const patienceMs = 8_000;

/** The HTTP interface can take work: it answers, and so does its Redis. */
export async function checkHttp(url: string): Promise<Health> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(patienceMs) });
    await response.body?.cancel();
    return { isHealthy: response.ok, says: `${url} answers ${response.status}` };
  } catch (error) {
    return { isHealthy: false, says: `${url} does not answer: ${causeOf(error)}` };
  }
}

/** Checks the named part as this process' environment describes it. */
export async function checkHealth(part: string, env: NodeJS.ProcessEnv): Promise<Health> {
  const config = loadConfig(env);
  if (part === "api") return checkHttp(`http://127.0.0.1:${config.ASSAY_PORT}/readyz`);
  if (part !== "worker" && part !== "watchdog") {
    return { isHealthy: false, says: "usage: health-check api|worker|watchdog" };
  }
  if (config.REDIS_URL === undefined) return { isHealthy: false, says: "REDIS_URL is not set" };
  // Loaded when needed: this runs every few seconds in every container.
  const { checkThroughRedis } = await import("./health-redis.ts");
  return checkThroughRedis(part, config.REDIS_URL);
}

/** Why something failed, in one line. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
