#!/usr/bin/env node
import { ConfigError } from "../platform/config.ts";
import { UnreadableInput } from "../intake/line-source.ts";
import { LockBusy } from "../platform/directory-lock.ts";
import { PrivateRedisFailed } from "../platform/private-redis.ts";
import { RedisUnusable } from "../platform/redis-check.ts";
import { RedisMissing } from "../platform/redis-server.ts";
import { PriceFileError, UnknownModel } from "../money/prices.ts";
import { ArchiveDamaged, ArchiveUnavailable } from "../retention/archive-store.ts";
import { CommandError, type ExitCode, exitCodes } from "./exit.ts";
import { help } from "./help.ts";

type Command = (args: readonly string[], env: NodeJS.ProcessEnv) => Promise<ExitCode>;

// Loaded when asked for: help must not wait for a browser library.
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  run: async () => (await import("./run.ts")).run,
  up: async () => (await import("./up.ts")).up,
  api: async () => (await import("./up.ts")).api,
  worker: async () => (await import("./worker-command.ts")).worker,
  watchdog: async () => (await import("./watchdog-command.ts")).watchdog,
  demo: async () => (await import("./demo.ts")).demo,
  status: async () => (await import("./batch-commands.ts")).status,
  results: async () => (await import("./batch-commands.ts")).results,
  quote: async () => (await import("./quote.ts")).quote,
  "top-up": async () => (await import("./money-commands.ts")).topUp,
  ledger: async () => (await import("./money-commands.ts")).ledger,
  agents: async () => (await import("./agents-command.ts")).agents,
  keys: async () => (await import("./keys-command.ts")).keys,
  notices: async () => (await import("./notices-command.ts")).notices,
  approvals: async () => (await import("./approvals-command.ts")).approvals,
  retry: async () => (await import("./batch-commands.ts")).retry,
  pause: async () => steering("paused"),
  resume: async () => steering("active"),
  cancel: async () => steering("cancelled"),
  verify: async () => (await import("./verify-command.ts")).verifyBatch,
  schedule: async () => (await import("./schedule-command.ts")).schedule,
  health: async () => (await import("./health-command.ts")).health,
  seal: async () => (await import("./archive-commands.ts")).seal,
  archive: async () => (await import("./archive-commands.ts")).archiveCommand,
  spec: async () => (await import("./spec-command.ts")).spec,
  doctor: async () => (await import("./doctor.ts")).doctor,
};

async function steering(to: "paused" | "active" | "cancelled"): Promise<Command> {
  const { steer } = await import("./batch-commands.ts");
  return (args, env) => steer(to, args, env);
}

async function main([name = "help", ...args]: readonly string[]): Promise<ExitCode> {
  if (["help", "--help", "-h"].includes(name) || args.includes("--help")) {
    process.stdout.write(help);
    return exitCodes.ok;
  }
  const load = commands[name];
  if (!load) {
    process.stderr.write(`assay: there is no command ${name}\n\n${help}`);
    return exitCodes.usage;
  }
  const command = await load();
  return command(args, process.env);
}

/** Errors that a user can mend are told in a sentence; anything else is a bug and shows its stack. */
function report(error: unknown): ExitCode {
  if (error instanceof Error && "code" in error && error.code === "EPIPE") return exitCodes.ok;
  if (error instanceof CommandError) return tell(error.message, error.exitCode);
  if (error instanceof UnreadableInput) return tell(error.message, exitCodes.usage);
  if (error instanceof UnknownModel || error instanceof PriceFileError)
    return tell(error.message, exitCodes.usage);
  if (error instanceof ArchiveDamaged || error instanceof ArchiveUnavailable)
    return tell(error.message, exitCodes.failed);
  if (error instanceof ConfigError) return tell(error.message, exitCodes.usage);
  if (isWithoutRedis(error)) return tell(error.message, exitCodes.unavailable);
  if (isBadOption(error))
    return tell(
      `${error.message.split(". ")[0]}\nRun \`assay help\` to see what there is.`,
      exitCodes.usage,
    );
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return tell(`something broke here that should not have:\n${text}`, exitCodes.failed);
}

function isWithoutRedis(error: unknown): error is Error {
  const kinds = [RedisMissing, RedisUnusable, PrivateRedisFailed, LockBusy];
  return kinds.some((kind) => error instanceof kind);
}

function isBadOption(error: unknown): error is Error {
  return (
    error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS")
  );
}

function tell(message: string, code: ExitCode): ExitCode {
  process.stderr.write(`assay: ${message}\n`);
  return code;
}

// A reader that has seen enough (`| head`) is no failure; a run goes on without it.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});
process.exitCode = await main(process.argv.slice(2)).catch(report);
