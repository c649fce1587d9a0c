import { describe, expect, test as plain } from "vitest";
import { settleRow, type Settlement } from "../../src/records/settle.ts";
import { hostClassOf } from "../../src/watchdog/host-class.ts";
import { readOutcomes } from "../../src/watchdog/read-outcomes.ts";
import { claimNext, confirmed, nothing } from "../records/rows.ts";
import { test } from "./lab.ts";

const all = { after: "0", max: 1_000, mostHosts: 1_000 };

describe("how records ended", () => {
  test("by tier, where going up is an end, and by the class of their host", async ({
    redis,
    lab,
  }) => {
    const hosts = ["a.de", "b.de", "https://www.c.com/jobs", "no host"];
    const batch = await lab.batchOf(4, { cells: (n) => hosts[n] ?? "" });
    const ends: Settlement[] = [
      { event: "answered", verdict: confirmed },
      { event: "closed", reason: "blocked" },
      { event: "escalated", reason: "unreachable", to: "classifier" },
      { event: "gave_up", reason: "agent_error" },
    ];
    for (const end of ends) await settleRow(redis, await claimNext(redis, batch), end, nothing);

    const { outcomes, last } = await readOutcomes(redis, batch, all);

    const failures = outcomes.map((one) => [one.name, one.outcomes.map(({ failure }) => failure)]);
    expect(Object.fromEntries(failures)).toEqual({
      "tier http": [null, "blocked", "unreachable", "agent_error"],
      "hosts .de": [null, "blocked"],
      "hosts none": ["agent_error"],
    });
    expect((await readOutcomes(redis, batch, { ...all, after: last })).outcomes).toEqual([]);
  });

  test("what is settled for good is no failure, nor what is tried again", async ({
    redis,
    lab,
  }) => {
    const batch = await lab.batchOf(3);
    const ends: Settlement[] = [
      { event: "closed", reason: "no_such_domain" },
      { event: "closed", reason: "not_disclosed" },
      { event: "released", reason: "blocked", dueAt: Date.now() + 60_000, refund: true },
    ];
    for (const end of ends) await settleRow(redis, await claimNext(redis, batch), end, nothing);

    const { outcomes } = await readOutcomes(redis, batch, all);

    expect(outcomes.find(({ name }) => name === "tier http")?.outcomes).toHaveLength(2);
    expect(outcomes.flatMap((one) => one.outcomes.flatMap(({ failure }) => failure ?? []))).toEqual(
      [],
    );
  });
});

plain.each([
  ['["Acme","acme.de"]', ".de"],
  ['["https://jobs.acme.co.uk/x"]', ".uk"],
  ['["acme.museum"]', "other"],
  ['["Acme GmbH", 12, null]', "none"],
  ["[]", "none"],
])("the class of the host in %s is %s", (cells, hosts) => {
  expect(hostClassOf(cells)).toBe(hosts);
});
