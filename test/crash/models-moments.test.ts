import { expect, vi } from "vitest";
import type { LedgerEntry } from "../../src/money/ledger-entry.ts";
import { arm, deaths, type Moment, mortal, readBack } from "../support/crash-aim.ts";
import { checkSite } from "../support/crash-check.ts";
import { killAll, processesOf } from "../support/crash-processes.ts";
import { modelList } from "../support/model-list.ts";
import { test } from "./lab.ts";

const timeout = 300_000;
const soon = { timeout: 90_000, interval: 20 };
/** A company whose system shows itself to a visitor only; every tier asks its model before. */
const list = modelList({ plain: 0, reading: 0, visits: 1 });

/**
 * One row goes up all tiers, and its workers die one after the other: each at a moment of its own of a
 * model call. Nothing here depends on how fast anything is.
 */
test(
  "whatever the moment of a call in which its worker dies, the next holder reads the answer back or pays once",
  { timeout },
  async ({ lab }) => {
    const models = await lab.models();
    const site = lab.site({
      rows: list.length,
      list,
      maxTier: 3,
      env: { ...models.env(), ...mortal, ASSAY_LEASE_MS: "3000" },
    });
    arm(site.home, "after booking", "http");
    arm(site.home, "before booking", "classifier");
    arm(site.home, "after reserving", "browser");
    // The second thing that the visitor's model is asked it does not answer until somebody dies.
    await models.setFaults([
      { model: "claude-opus-5-5", after: 1, times: 1, reply: { stall: "headers" } },
    ]);

    const command = site.start();
    await vi.waitFor(async () => {
      const turns = (await models.calls()).filter(({ kind }) => kind === "converse");
      expect([turns.length, turns.at(-1)?.end]).toEqual([2, "open"]);
    }, soon);
    arm(site.home, "after a checkpoint", "browser");
    arm(site.home, "after booking", "browser");
    killAll(processesOf(site.home).filter(({ role }) => role === "browser"));
    const code = await command.ended;

    expect(code, command.stderr()).toBe(0);
    const served = await models.calls();
    const checked = await checkSite(site, lab.requests.all(), served);
    expect(checked.problems).toEqual([]);
    expect(checked.right).toBe(1);
    const { ledger, askedAnew } = checked.money ?? expect.fail();
    const died = deaths(site.home);
    const callAt = (moment: Moment, tier: string) =>
      died.find((death) => death.moment === moment && death.tier === tier)?.call;
    /** What became of the step in hand from that call on. */
    const story = (call: string | undefined) => {
      const at = ledger.findIndex((entry) => entry.call === call);
      const { step, tier } = ledger[at] ?? expect.fail(`no ${call}`);
      return ledger.slice(at).filter((entry) => entry.step === step && entry.tier === tier);
    };
    /** How the server's answers to what was booked last ended. */
    const sent = (entries: readonly LedgerEntry[]) => {
      const id = entries.at(-1)?.request;
      const hash = served.find(({ requestId }) => requestId === id)?.hash;
      return served.filter((request) => request.hash === hash).map(({ end }) => end);
    };

    // Read back: one entry, and nothing is asked again.
    const http = story(callAt("after booking", "http"));
    expect([http.map(tell), sent(http)]).toEqual([["ok"], ["answered"]]);
    expect(story(callAt("after booking", "browser")).map(tell)).toEqual(["ok"]);
    // Paid once more, because nobody could know the answer; the first one stands at its reservation.
    const reading = story(callAt("before booking", "classifier"));
    expect(reading.map(tell)).toEqual(["lost, at its reservation", "ok"]);
    expect(sent(reading)).toEqual(["answered", "answered"]);
    // Reserved and never sent: one request, and the reservation is given up as if it had been.
    const visit = story(callAt("after reserving", "browser"));
    expect(visit.map(tell)).toEqual(["lost, at its reservation", "ok"]);
    expect(sent(visit)).toEqual(["answered"]);
    // Killed while the model was thinking.
    const second = ledger.filter(({ step }) => step === "turn-1-1");
    expect(second.map(tell)).toEqual(["lost, at its reservation", "ok"]);
    expect(sent(second)).toEqual(["cut", "answered"]);
    // Between two steps of a visit nothing is lost at all.
    expect(died.map(({ moment }) => moment)).toContain("after a checkpoint");
    expect(askedAnew).toEqual([]);
    // A visit goes on at its step: it reads back the one turn that nobody had used, and no earlier one.
    expect([readBack(site.home, "http"), readBack(site.home, "browser")]).toEqual([1, 1]);
    expect(checked.money).toMatchObject({ continued: 1, restarts: 0 });
  },
);

function tell({ outcome, isEstimate, nano, reservedNano }: LedgerEntry): string {
  return isEstimate && nano === reservedNano ? `${outcome}, at its reservation` : outcome;
}
