import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { batchKeys } from "../../src/records/keys.ts";
import { bigList } from "../small-web/big-list.ts";
import { checkBatch } from "./check.ts";
import { watchLive } from "./live-watch.ts";
import { onceEach, type Trouble, troubleKinds } from "./plan.ts";
import { untilEnded } from "./recovery-trials.ts";
import { openShortSite } from "./short-site.ts";
import { haveEnded } from "./take-in.ts";
import { type Made, makeTrouble } from "./troubles.ts";
import { unexplained } from "./unexplained.ts";

const rowsEach = 17;

/** The long form is `npm run chaos`. Each trouble meets rows of its own, however fast they go. */
test(
  "every kind of trouble once: nothing is lost, doubled or done twice",
  {
    timeout: 300_000,
  },
  async () => {
    const site = await openShortSite();
    const { direct } = site.redis;
    const batches: { id: string; from: number }[] = [];
    const watch = watchLive(direct, () => batches.map(({ id }) => id), "short");
    try {
      const companies = [...bigList(rowsEach * troubleKinds.length)];
      const made: Made[] = [];
      const lasting: Promise<void>[] = [];
      // What lasts long comes first, and the rest meanwhile.
      const isLong = ({ kind }: Trouble) => kind === "lines half open" || kind === "worker stopped";
      const plan = onceEach("short").toSorted((a, b) => Number(isLong(b)) - Number(isLong(a)));
      for (const trouble of plan) {
        const from = batches.length * rowsEach;
        const id = await site.take(companies.slice(from, from + rowsEach));
        batches.push({ id, from });
        while ((await direct.zcard(batchKeys(id).held)) === 0 && !(await haveEnded(direct, [id])))
          await wait(20);
        const one = makeTrouble(site, trouble).then((done) => void made.push(done));
        if (isLong(trouble)) lasting.push(one);
        else await one;
      }
      await Promise.all(lasting);
      const ids = batches.map(({ id }) => id);
      await untilEnded(site, ids);
      await watch.stop();

      const problems = [];
      for (const { id, from } of batches) {
        const checked = await checkBatch(direct, id, { rows: rowsEach, from });
        problems.push(...checked.problems);
      }
      expect(problems).toEqual([]);
      expect(watch.problems()).toEqual([]);
      expect(unexplained(site.crew.ownEnds(), made)).toEqual([]);
      expect(
        made
          .filter(({ hasHit }) => hasHit)
          .map(({ kind }) => kind)
          .toSorted(),
      ).toEqual(troubleKinds.toSorted());
    } finally {
      await watch.stop();
      await site.close();
    }
  },
);
