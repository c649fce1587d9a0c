import { describe, expect, it } from "vitest";
import { browse } from "../../../src/agents/browse/loop.ts";
import {
  click,
  colourTask,
  depsOf,
  fakeSessions,
  home,
  Killed,
  memoryCheckpoints,
  open,
  pageSignals,
  scriptedModel,
  submit,
  talk,
} from "./loop-support.ts";

const careers = "https://acme.example/careers";
const pages = {
  [home]: { tree: `- link "Careers" [ref=e1]`, clicks: { e1: careers } },
  [careers]: {
    tree: `- heading "Careers" [ref=e9]\n- link "Jobs" [ref=e2]\n  - /url: /jobs`,
    html: "<p>signal:red</p>",
    signals: "frame https://jobs.vendor.example/acme",
  },
  "https://acme.example/jobs": { tree: `- list "Jobs" [ref=e4]` },
};
const script = [
  click("e1"),
  pageSignals,
  talk("hm"),
  {
    ...open("https://acme.example/jobs"),
    calls: [
      ...open("https://acme.example/jobs").calls,
      ...pageSignals.calls.map((c) => ({ ...c, id: "c2" })),
    ],
  },
  submit("q", "wrong"),
  submit("q", "right"),
];

/** Runs to the end, killed after each of these saves and started again. */
async function runWithKills(kills: readonly number[]) {
  const model = scriptedModel(script);
  const checkpoints = memoryCheckpoints();
  for (const dieAfter of [...kills, Number.POSITIVE_INFINITY]) {
    checkpoints.dieAfter = dieAfter;
    try {
      const { end, state } = await browse(
        colourTask(),
        depsOf(model, fakeSessions(pages), { checkpoints }),
      );
      return { end, state, model, saves: checkpoints.saves };
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
  }
  throw new Error("the last run can't be killed");
}

describe("a worker that is killed", () => {
  it("leaves a run that goes on at its step, with the same prompts, wherever it was", async () => {
    const whole = await runWithKills([]);
    expect(whole.end).toMatchObject({ kind: "accepted", result: "right" });

    for (let at = 0; at < whole.saves.length; at += 1) {
      const { end, model } = await runWithKills([at]);

      expect(end).toEqual(whole.end);
      expect(model.paid()).toBe(script.length);
      expect([...new Set(model.hashes)]).toEqual(whole.model.hashes);
    }
  });

  it("may be killed at every single step", async () => {
    const whole = await runWithKills([]);

    const { end, model } = await runWithKills(whole.saves.map((_, i) => i));

    expect(end).toEqual(whole.end);
    expect(model.paid()).toBe(script.length);
    expect([...new Set(model.hashes)]).toEqual(whole.model.hashes);
  });

  it("opens the page again where it stood, and the pages that may be quoted", async () => {
    const checkpoints = memoryCheckpoints();
    const model = scriptedModel(script);
    checkpoints.dieAfter = 8;
    const killed = browse(colourTask(), depsOf(model, fakeSessions(pages), { checkpoints }));
    await expect(killed).rejects.toThrow(Killed);
    checkpoints.dieAfter = Number.POSITIVE_INFINITY;
    const sessions = fakeSessions(pages);

    await browse(colourTask(), depsOf(model, sessions, { checkpoints }));

    const { url } = JSON.parse(checkpoints.saves[7] ?? "");
    expect(sessions.opened).toEqual(
      [home, careers, url].filter((u, i, all) => all.lastIndexOf(u) === i),
    );
  });

  it("opens nothing while the models rest", async () => {
    const checkpoints = memoryCheckpoints();
    const rest = { kind: "unavailable", retryAt: 5, detail: "rest", elsewhere: false } as const;
    const model = scriptedModel([click("e1"), rest, rest, submit("q", "right")]);
    await browse(colourTask(), depsOf(model, fakeSessions(pages), { checkpoints }));
    const sessions = fakeSessions(pages);

    const waiting = await browse(colourTask(), depsOf(model, sessions, { checkpoints }));
    expect(waiting.end).toMatchObject({ kind: "postponed" });
    expect(sessions.opened).toEqual([]);

    const { end } = await browse(colourTask(), depsOf(model, sessions, { checkpoints }));
    expect(end).toMatchObject({ kind: "accepted" });
    expect(sessions.opened).toEqual([home, careers]);
  });

  it("does not click by old refs on a page that looks different now", async () => {
    const checkpoints = memoryCheckpoints();
    const model = scriptedModel([click("e1"), click("e2"), submit("q", "right")]);
    checkpoints.dieAfter = 3;
    const before = browse(colourTask(), depsOf(model, fakeSessions(pages), { checkpoints }));
    await expect(before).rejects.toThrow(Killed);
    checkpoints.dieAfter = Number.POSITIVE_INFINITY;
    const moved = { ...pages, [careers]: { tree: `- link "Log out" [ref=e2]` } };
    const sessions = fakeSessions(moved);

    const { end } = await browse(colourTask(), depsOf(model, sessions, { checkpoints }));

    expect(end).toMatchObject({ kind: "accepted" });
    expect(sessions.done).toEqual([]);
  });

  it("finds nothing of use in another task's state, or in one that can't be read", async () => {
    for (const state of [{ version: 1, task: "colour" }, "x", null]) {
      const model = scriptedModel([submit("q", "right")]);
      const checkpoints = { load: async () => state, save: async () => "saved" as const };

      const { end } = await browse(
        colourTask(),
        depsOf(model, fakeSessions(pages), { checkpoints }),
      );

      expect(end).toMatchObject({ kind: "accepted" });
    }
  });
});
