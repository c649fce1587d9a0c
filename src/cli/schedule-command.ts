import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { nextTime } from "../../queues/cron-times.ts";
import { tiers } from "../domain/tier.ts";
import { fireSchedule } from "../schedules/fire.ts";
import { BadSchedule, defaultWithinMs, newSchedule, readSpan } from "../schedules/new-schedule.ts";
import {
  listFires,
  listSchedules,
  removeSchedule,
  saveSchedule,
  type Schedule,
} from "../schedules/schedule.ts";
import { readCount, readUsd } from "./amounts.ts";
import { CommandError, type ExitCode, exitCodes, usageError } from "./exit.ts";
import { getWorkflow, inSession, type Session } from "./session.ts";
import { textTable } from "./table.ts";

const usage =
  'usage: assay schedule [list] | schedule add <name> --cron "0 6 * * 1" --workflow ats --file list.csv | schedule remove|run <name>';

/** `assay schedule …`: batches on a cron, and what is expected of them. */
export async function schedule(args: readonly string[], env: NodeJS.ProcessEnv): Promise<ExitCode> {
  const [what = "list", ...rest] = args;
  switch (what) {
    case "list":
      return inSession(env, list);
    case "add": {
      const asked = parseAdd(rest);
      return inSession(env, (session) => add(session, asked));
    }
    case "remove":
      return inSession(env, (session) => remove(session, nameOf(rest)));
    case "run":
      return inSession(env, (session) => runNow(session, nameOf(rest)));
    default:
      throw usageError(usage);
  }
}

function parseAdd(args: readonly string[]): Schedule {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      cron: { type: "string" },
      tz: { type: "string", default: "UTC" },
      workflow: { type: "string" },
      file: { type: "string" },
      "max-usd": { type: "string" },
      "max-tier": { type: "string", default: "3" },
      "expect-rows": { type: "string", default: "1" },
      "expect-answered": { type: "string", default: "0" },
      within: { type: "string" },
    },
  });
  const { cron, workflow, file } = values;
  const [name] = positionals;
  const maxTier = tiers[Number(values["max-tier"]) - 1];
  if (!name || !cron || !workflow || !file) throw usageError(usage);
  if (!maxTier) throw usageError(`--max-tier is 1, 2 or 3, not ${values["max-tier"]}`);
  const expectAnswered = Number(values["expect-answered"]);
  if (!(expectAnswered >= 0 && expectAnswered <= 1)) {
    throw usageError("--expect-answered is a share from 0 to 1, such as 0.5");
  }
  const withinMs = values.within === undefined ? defaultWithinMs : readSpan(values.within);
  if (withinMs === undefined) throw usageError("--within is a time such as 30m, 6h or 2d");
  try {
    return newSchedule(
      {
        name,
        cron,
        tz: values.tz,
        workflow,
        file: resolve(file),
        within: null,
        maxTier,
        maxUsdNano: values["max-usd"] === undefined ? null : readUsd("max-usd", values["max-usd"]),
        expectRows: readCount("expect-rows", values["expect-rows"], 1_000_000_000),
        expectAnswered,
        withinMs,
      },
      Date.now(),
    );
  } catch (error) {
    if (error instanceof BadSchedule) throw usageError(error.message);
    throw error;
  }
}

async function add(session: Session, asked: Schedule): Promise<ExitCode> {
  getWorkflow(session, asked.workflow);
  await saveSchedule(session.redis, asked);
  print(
    `${asked.name} comes next ${nextWords(asked)}; a watchdog must be up then, and see ${asked.file}`,
  );
  return exitCodes.ok;
}

async function list({ redis }: Session): Promise<ExitCode> {
  const rows = await Promise.all(
    (await listSchedules(redis)).map(async (one) => {
      const [last] = await listFires(redis, one.name);
      const word = last?.verdict ? (last.verdict.produced ? "ok" : "MISSING") : "open";
      return [
        one.name,
        `${one.cron} ${one.tz}`,
        one.workflow,
        one.file,
        nextWords(one),
        last ? `${last.batch ?? "none"} ${word}` : "",
        last?.verdict?.detail ?? "",
      ];
    }),
  );
  const header = ["name", "cron", "workflow", "file", "next (UTC)", "last batch", "because"];
  print(rows.length === 0 ? `no schedules yet; ${usage}` : textTable(header, rows));
  return exitCodes.ok;
}

async function remove({ redis }: Session, name: string): Promise<ExitCode> {
  if (!(await removeSchedule(redis, name))) throw unknown(name);
  print(`${name} is removed; its batches stay`);
  return exitCodes.ok;
}

async function runNow(session: Session, name: string): Promise<ExitCode> {
  const { redis, store, archive, workflows } = session;
  const deps = { redis, store, archive, workflows, now: Date.now };
  const fire = await fireSchedule(deps, name, Date.now());
  if (!fire) throw unknown(name);
  if (fire.batch === null) throw new CommandError(fire.error ?? `${name} began nothing`);
  print(`${name} began batch ${fire.batch}`);
  return exitCodes.ok;
}

function nameOf([name]: readonly string[]): string {
  if (name === undefined) throw usageError(usage);
  return name;
}

function unknown(name: string): CommandError {
  return new CommandError(`there is no schedule ${name}; \`assay schedule\` lists those there are`);
}

function nextWords(one: Schedule): string {
  const next = nextTime(one, Date.now());
  return next === undefined ? "never" : new Date(next).toISOString().slice(0, 16);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
