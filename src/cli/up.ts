import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Logger } from "pino";
import { startWatchdog } from "../../workers/run-watchdog.ts";
import { createApp } from "../api/app.ts";
import { listen } from "../api/listen.ts";
import { tiers } from "../domain/tier.ts";
import { endOnUncaught } from "../platform/last-words.ts";
import { createLogger } from "../platform/log.ts";
import { secretsOf } from "../platform/log-secrets.ts";
import { untilStopped } from "../platform/stop-signal.ts";
import { watchForSilence } from "../watchdog/silence.ts";
import { type ExitCode, exitCodes, usageError } from "./exit.ts";
import { lastLines } from "./file-trouble.ts";
import { demandPrices, inSession, openKeys, type Session } from "./session.ts";
import { superviseWorkers } from "./supervise.ts";
import { defaultCounts } from "./worker-processes.ts";

/** `assay up`: everything in one command: Redis if need be, the API, and workers of every tier. */
export async function up(args: readonly string[], env: NodeJS.ProcessEnv): Promise<ExitCode> {
  const { values } = parseArgs({ args: [...args], options: { port: { type: "string" } } });
  return inSession(env, async (session) => {
    const { config, handle } = session;
    endOnUncaught(session.log);
    demandPrices(session);
    const stopped = untilStopped();
    const port = values.port === undefined ? config.ASSAY_PORT : portOf(values.port);
    const server = await listen(createApp(forApi(session)), { host: config.ASSAY_HOST, port });
    const counts = defaultCounts("browser");
    const workers = superviseWorkers(session, {
      env,
      counts,
      onLost: say,
      onTierLost: (tier, logFile) =>
        say(
          `the ${tier} tier's workers don't stay up and are tried again every five minutes, its rows wait; ${logFile} ends with:\n${lastLines(logFile)}`,
        ),
    });
    const watchdog = startWatchdog({ ...session, redis: handle, log: upLog(session, env), env });
    say(`API      ${server.url}  (OpenAPI at ${server.url}/openapi.json)`);
    say(
      `Redis    ${handle.server.kind === "private" ? `private, data in ${handle.server.dir}` : "as REDIS_URL says"}`,
    );
    say(
      `workers  ${tiers.map((tier) => `${counts[tier]} ${tier}`).join(", ")}; logs in ${join(config.ASSAY_HOME, "logs")}`,
    );
    say(
      `try      curl -s '${server.url}/batches?workflow=ats' -H 'content-type: text/csv' --data-binary @companies.csv`,
    );
    await stopped;
    say("stopping: rows in hand are finished or released");
    await server.close();
    await Promise.all([workers.stop(), watchdog.stop()]);
    return exitCodes.ok;
  });
}

/** `assay api`: the HTTP interface alone. */
export async function api(args: readonly string[], env: NodeJS.ProcessEnv): Promise<ExitCode> {
  const { values } = parseArgs({ args: [...args], options: { port: { type: "string" } } });
  return inSession(env, async (session) => {
    const { config } = session;
    endOnUncaught(session.log);
    const stopped = untilStopped();
    const port = values.port === undefined ? config.ASSAY_PORT : portOf(values.port);
    const server = await listen(createApp(forApi(session)), { host: config.ASSAY_HOST, port });
    say(`API ${server.url}`);
    const everyMs = config.ASSAY_WATCHDOG_EVERY_MS;
    const silence = watchForSilence({ redis: session.redis, everyMs, log: session.log });
    await stopped;
    await silence.stop();
    await server.close();
    return exitCodes.ok;
  });
}

/** Requests fail soon while Redis is away, instead of waiting for it with the client. */
function forApi(session: Session): Session {
  const redis = session.handle.connect("producer");
  return { ...session, redis, keys: openKeys(session.config, redis, session.log) };
}

/** What the watchdog tells a person shows on the terminal; the rest when it is asked for. */
function upLog({ config }: Session, env: NodeJS.ProcessEnv): Logger {
  const level = env["ASSAY_LOG_LEVEL"] ? config.ASSAY_LOG_LEVEL : "warn";
  return createLogger({ level, name: "watchdog", secrets: secretsOf(config) });
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw usageError(`--port is a number from 0 to 65535, not ${text}`);
}
