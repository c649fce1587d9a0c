import { describe, expect, it } from "vitest";
import { around, home, run } from "./fake-web.ts";
import { innocent, proving } from "./snippets.ts";

describe("what a page proves", () => {
  it("has a table worth the name", () => {
    expect(proving.length).toBeGreaterThanOrEqual(120);
    expect(innocent.length).toBeGreaterThanOrEqual(60);
  });

  it.each(proving)("proves by %s", async (snippet, ...ids) => {
    const { found, verdict } = await run(home({ body: around(snippet) }));

    expect(found).toEqual(ids);
    expect(verdict).toEqual({ confirmed: true });
  });

  it.each(innocent)("proves nothing by %s", async (snippet) => {
    const { found, report } = await run(home({ body: around(snippet) }));

    expect(found).toEqual([]);
    expect(report.outcome).toMatchObject({ kind: "unproven", reason: "not_disclosed" });
  });
});
