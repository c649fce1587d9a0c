import { describe, expect, it } from "vitest";
import { ats } from "../../../specs/ats/orchestrator.ts";
import { inputPicker } from "../../../src/specs/pick-input.ts";

const pick = (columns: readonly string[], cells: readonly unknown[]) =>
  inputPicker(ats, columns)(cells);

describe("an input line of the ats workflow", () => {
  it.each([
    ["acme.com", "acme.com"],
    ["https://www.Acme.com/about?x=1", "acme.com"],
    ["ACME.CO.UK.", "acme.co.uk"],
    ["jane@acme.com", "acme.com"],
    ["münchen-gmbh.de", "xn--mnchen-gmbh-thb.de"],
  ])("%s means %s", (cell, domain) => {
    expect(pick(["Company Name", "Website"], ["Acme", cell])).toEqual({
      ok: true,
      input: { company: "Acme", domain, careers_url: null },
    });
  });

  it.each(["10.0.0.1", "localhost", "not a domain", ""])(
    "%j is refused with what to do",
    (cell) => {
      const picked = pick(["domain"], [cell]);

      expect(picked.ok).toBe(false);
      expect(picked.ok || picked.detail).toMatch(/acme\.com/);
    },
  );

  it("may bring the careers page along", () => {
    expect(pick(["name", "email", "jobs_url"], ["", "hr@acme.com", "acme.com/jobs"])).toEqual({
      ok: true,
      input: { company: null, domain: "acme.com", careers_url: "https://acme.com/jobs" },
    });
  });

  it("names one agent per tier, cheapest first", () => {
    expect(ats.handoff.agents.map(({ tier }) => tier)).toEqual(["http", "classifier", "browser"]);
    for (const { redlines } of ats.handoff.agents)
      expect(redlines.length).toBeGreaterThanOrEqual(4);
  });
});
