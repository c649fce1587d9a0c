import { describe, expect, it } from "vitest";
import { bigTruth } from "../small-web/big-list.ts";
import { truthOf } from "../small-web/truth.ts";
import { createAsker, shown } from "./ask.ts";

const { roster, ask, internet } = createAsker();

describe("every company with a determinable system", () => {
  const customers = roster.filter((entry) => truthOf(entry).determinable);

  it.each([...new Set(customers.map(({ kind }) => kind.name))])(
    "of kind %s leads from its own site to its vendor",
    (kind) => {
      for (const entry of customers.filter((one) => one.kind.name === kind)) {
        expect(entry.site.trail.length, entry.scene.company.domain).toBeGreaterThanOrEqual(2);
        for (const { url, has } of entry.site.trail) {
          expect(
            shown(ask(url)),
            `${url} of ${entry.scene.company.domain} (${entry.scene.vendor.id})`,
          ).toContain(has);
        }
      }
    },
  );

  it("has an account that its vendor knows", () => {
    for (const { scene } of customers)
      expect(internet.tenants.find(scene.vendor.id, scene.tenant.key)?.name).toBe(
        scene.tenant.name,
      );
  });
});

describe("the long list", () => {
  it("leads to vendors as the truth says, for names that were never listed", () => {
    for (let index = 70_000; index < 70_150; index++) {
      const truth = bigTruth(index);
      if (!truth.determinable) continue;
      for (const { url, has } of truth.trail) expect(shown(ask(url)), url).toContain(has);
    }
  });
});
