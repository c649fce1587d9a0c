import { randomBytes } from "node:crypto";
import { basename, extname, join } from "node:path";
import type { Logger } from "pino";
import type { Workflow } from "../agents/workflow.ts";
import { takeInOnce, TakenElsewhere } from "../housekeeping/take-in-once.ts";
import { inputFile } from "../intake/input-file.ts";
import { UnreadableInput } from "../intake/line-source.ts";
import type { Places } from "../retention/find-batch.ts";
import { completeFiles, nothingSeen, type Seen, seenNow } from "./completeness.ts";
import { deliverDropped, rememberDropped } from "./deliver-dropped.ts";
import {
  foldersOf,
  freeName,
  inputsOf,
  type Look,
  moveFile,
  partsOf,
  refuseFile,
} from "./folders.ts";

export interface DropDeps extends Places {
  readonly dir: string;
  readonly workflows: ReadonlyMap<string, Workflow>;
  /** Ceiling of each batch; `null`: none. */
  readonly maxUsdNano: number | null;
  readonly now: () => number;
  readonly log: Pick<Logger, "info" | "warn">;
}

/** The same content is not taken in again for so long. */
const rememberedMs = 365 * 86_400_000;
/** Between the mark of whoever takes a file and its name. */
const between = "__";

/**
 * Watches a folder: `look` takes in what has become whole since the look before, and writes the
 * results of what has ended. Any number of watchers may look at the same folder.
 */
export function openDropFolder(deps: DropDeps): { look(signal: AbortSignal): Promise<void> } {
  const seen = new Map<string, Seen>();
  return {
    async look(signal) {
      await refuseStrays(deps, seen);
      for (const [name, workflow] of deps.workflows) {
        const folder = join(deps.dir, name);
        for (const file of await newFiles(folder, seen, deps.now())) {
          if (signal.aborted) return;
          // Whoever moves it has it; what is written under its old name from here on is another file.
          const mark = randomBytes(6).toString("hex");
          const taken = join(folder, ".taking", `${mark}${between}${basename(file.path)}`);
          await moveFile(file.path, taken);
        }
        // Also those of a watcher that died.
        for (const { path } of await inputsOf(join(folder, ".taking"))) {
          if (signal.aborted) return;
          await takeFile(deps, { path, folder, workflow });
        }
      }
      await deliverDropped(deps, signal);
    },
  };
}

async function newFiles(folder: string, seen: Map<string, Seen>, now: number): Promise<Look[]> {
  const [files, parts] = [await inputsOf(folder), await partsOf(folder)];
  const complete = completeFiles(files, seen.get(folder) ?? nothingSeen, now);
  seen.set(folder, seenNow(files, parts));
  return complete;
}

/** Files that lie where no workflow is named. */
async function refuseStrays({ dir, workflows, now }: DropDeps, seen: Map<string, Seen>) {
  const names = [...workflows.keys()];
  const strange = (await foldersOf(dir)).filter(
    (name) => !workflows.has(name) && !["done", "refused"].includes(name),
  );
  for (const folder of [dir, ...strange.map((name) => join(dir, name))]) {
    for (const { path } of await newFiles(folder, seen, now())) {
      const reason = `Put it into a folder that is named for a workflow: ${names.join(", ")}.`;
      const mark = randomBytes(3).toString("hex");
      await refuseFile({ path, name: basename(path), folder }, reason, mark);
    }
  }
}

async function takeFile(
  deps: DropDeps,
  { path, folder, workflow }: { path: string; folder: string; workflow: Workflow },
): Promise<void> {
  const [mark = "", ...rest] = basename(path).split(between);
  const name = rest.join(between);
  const refuse = (reason: string) => refuseFile({ path, name, folder }, reason, mark);
  try {
    const input = await inputFile(path, extname(name).toLowerCase());
    const { batch } = await takeInOnce(deps, {
      key: `drop:${workflow.spec.workflow}:${input.sha256}`,
      rememberedMs,
      open: input.open,
      spec: workflow.spec,
      batch: {
        workflow: workflow.spec.workflow,
        name,
        specs: { ...workflow.hashes },
        maxTier: "browser",
        maxUsdNano: deps.maxUsdNano,
      },
    });
    const done = await freeName(join(folder, "done", name), batch);
    const owner = await rememberDropped(deps.redis, { batch, mark, done, rememberedMs });
    if (owner !== mark) {
      await refuse(`Its content was taken in before, as batch ${batch}.`);
      return;
    }
    if (await moveFile(path, done))
      deps.log.info({ batch, file: name }, "a dropped file is a batch");
  } catch (error) {
    if (error instanceof TakenElsewhere || isGone(error)) return;
    if (!(error instanceof UnreadableInput)) throw error;
    await refuse(`It can't be taken in: ${error.message}.`);
    deps.log.warn({ file: name, why: error.message }, "a dropped file was refused");
  }
}

/** Another watcher was quicker. */
function isGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
