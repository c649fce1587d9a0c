import { realpath } from "node:fs/promises";
import { extname, sep } from "node:path";
import type { Workflow } from "../agents/workflow.ts";
import { inputFile } from "../intake/input-file.ts";
import { UnreadableInput } from "../intake/line-source.ts";
import { takeInOnce, TakenElsewhere } from "../housekeeping/take-in-once.ts";
import type { Places } from "../retention/find-batch.ts";
import { type Fire, findSchedule, listFires, saveFire, type Schedule } from "./schedule.ts";

export interface FireDeps extends Places {
  readonly workflows: ReadonlyMap<string, Workflow>;
  readonly now: () => number;
}

/** As long as a crashed fire may be repeated. */
const rememberedMs = 7 * 86_400_000;

/**
 * Begins the batch of a schedule's time. Repeated for the same time it begins no second one. What
 * keeps it from beginning is written down, and judged like a batch that brought nothing.
 */
export async function fireSchedule(
  deps: FireDeps,
  name: string,
  dueAt: number,
): Promise<Fire | undefined> {
  const schedule = await findSchedule(deps.redis, name);
  if (!schedule) return undefined;
  const earlier = (await listFires(deps.redis, name)).find((fire) => fire.dueAt === dueAt);
  if (earlier?.batch) return earlier;
  const base = { schedule: name, dueAt, firedAt: deps.now(), verdict: null };
  const fire: Fire = { ...base, ...(await begin(deps, schedule, dueAt)) };
  await saveFire(deps.redis, fire);
  return fire;
}

type Begun = Pick<Fire, "batch" | "error">;

async function begin(deps: FireDeps, schedule: Schedule, dueAt: number): Promise<Begun> {
  const workflow = deps.workflows.get(schedule.workflow);
  if (!workflow) return { batch: null, error: `there is no workflow ${schedule.workflow}` };
  try {
    const file = await allowedFile(schedule);
    const input = await inputFile(file, extname(schedule.file));
    const { batch } = await takeInOnce(deps, {
      key: `schedule:${schedule.name}:${schedule.createdAt}:${dueAt}`,
      rememberedMs,
      open: input.open,
      spec: workflow.spec,
      batch: {
        workflow: schedule.workflow,
        name: schedule.name,
        specs: { ...workflow.hashes },
        maxTier: schedule.maxTier,
        maxUsdNano: schedule.maxUsdNano,
      },
    });
    return { batch, error: null };
  } catch (error) {
    if (error instanceof TakenElsewhere || !(error instanceof Error)) throw error;
    if (error instanceof UnreadableInput || error instanceof FileNotAllowed || "code" in error) {
      const why = isAbsent(error) ? "it is not there" : error.message;
      return { batch: null, error: `${schedule.file} could not be taken in: ${why}` };
    }
    throw error;
  }
}

function isAbsent(error: Error): boolean {
  return "code" in error && error.code === "ENOENT";
}

/** The file lies outside of where this schedule may read. Put it, not a link to it, into that directory. */
class FileNotAllowed extends Error {
  override readonly name = "FileNotAllowed";
}

async function allowedFile({ file, within }: Schedule): Promise<string> {
  if (within === null) return file;
  const [real, root] = await Promise.all([realpath(file), realpath(within)]);
  if (real.startsWith(`${root}${sep}`)) return real;
  throw new FileNotAllowed(`it lies outside of ${within}`);
}
