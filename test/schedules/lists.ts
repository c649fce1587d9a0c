import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Redis } from "ioredis";
import { confirmed } from "../records/rows.ts";
import { claimNext, nothing } from "../records/rows.ts";
import { settleRow } from "../../src/records/settle.ts";
import type { FireDeps } from "../../src/schedules/fire.ts";
import { newSchedule } from "../../src/schedules/new-schedule.ts";
import { saveSchedule, type Schedule } from "../../src/schedules/schedule.ts";
import { colourWorkflow } from "../api/colour-workflow.ts";
import { test as sealTest, type Place } from "../retention/sealable.ts";

export interface Lists extends Place, FireDeps {
  /** Writes a file and says where it is. */
  write(name: string, text: string): string;
  /** Sets up a schedule for a file; what is not said is usual. */
  schedule(rest?: Partial<Parameters<typeof newSchedule>[0]>): Promise<Schedule>;
}

/** `test` with a workflow, a directory of lists, and schedules by default. */
export const test = sealTest.extend<{ lists: Lists }>({
  lists: async ({ place, redis }, use) => {
    const dir = join(place.dir, "lists");
    mkdirSync(dir);
    const write: Lists["write"] = (name, text) => {
      const file = join(dir, name);
      writeFileSync(file, text);
      return file;
    };
    await use({
      ...place,
      workflows: new Map([["colour", colourWorkflow()]]),
      write,
      async schedule(rest = {}) {
        const asked = {
          name: "weekly",
          cron: "0 6 * * 1",
          tz: "Europe/Berlin",
          workflow: "colour",
          file: join(dir, "list.csv"),
          within: null,
          maxUsdNano: null,
          maxTier: "browser" as const,
          expectRows: 1,
          expectAnswered: 0,
          withinMs: 6 * 3_600_000,
          ...rest,
        };
        const schedule = newSchedule(asked, place.now());
        await saveSchedule(redis, schedule);
        return schedule;
      },
    });
  },
});

export const threeRows = "domain\nred.example\nblue.example\nclosed.example\n";

/** Ends so many rows of a batch with an answer, the others without. */
export async function endRows(
  redis: Redis,
  batch: string,
  { answered, closed }: { answered: number; closed: number },
): Promise<void> {
  for (let i = 0; i < answered + closed; i += 1) {
    const claimed = await claimNext(redis, batch);
    await settleRow(
      redis,
      claimed,
      i < answered
        ? { event: "answered", verdict: confirmed }
        : { event: "closed", reason: "no_candidate_found" },
      nothing,
    );
  }
}
