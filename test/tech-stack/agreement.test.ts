import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Rejection } from "../../src/evidence/workflow-rule.ts";
import { around, home, run } from "./fake-web.ts";
import { innocent, proving } from "./snippets.ts";

/** Snippets that stay what they are whatever stands beside them. */
const closed = innocent.filter((snippet) => !/text\/template|g-recaptcha/.test(snippet));

describe("agent and verifier, who share no code", () => {
  it("agree on any mixture of proofs, mentions and dead code", async () => {
    const mixture = fc.record({
      proofs: fc.shuffledSubarray([...proving], { minLength: 1, maxLength: 6 }),
      noise: fc.shuffledSubarray([...closed], { maxLength: 6 }),
      isNoiseFirst: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(mixture, async ({ proofs, noise, isNoiseFirst }) => {
        const parts = [proofs.map(([snippet]) => snippet).join("\n"), noise.join("\n")];
        const body = around((isNoiseFirst ? parts.toReversed() : parts).join("\n"));

        const { found, verdict } = await run(home({ body }));

        const expected = [...new Set(proofs.flatMap(([, ...ids]) => ids))].toSorted();
        expect(found).toEqual(expected);
        expect(verdict).toEqual({ confirmed: true });
      }),
      { numRuns: 150 },
    );
  });

  it("never throw on markup that is broken anywhere, and what one doubts costs only itself", async () => {
    const page = around(
      proving
        .slice(60, 135)
        .map(([snippet]) => snippet)
        .join("\n"),
    );
    const damage = fc.record({
      from: fc.nat(page.length),
      length: fc.nat(80),
      filling: fc.constantFrom("", "<!--", '"', "'", "<script>", "/*", "<", "`", "\\"),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ from, length, filling }) => {
        const body = page.slice(0, from) + filling + page.slice(from + length);

        // As on the ladder: each tier hands on what the verifier refused so far.
        let rejections: readonly Rejection[] = [];
        let last = await run(home({ body }));
        for (let tier = 2; tier <= 3 && last.verdict?.confirmed === false; tier += 1) {
          rejections = [...rejections, ...last.verdict.rejections];
          last = await run(home({ body }), { rejections: [...rejections] });
        }

        expect(last.verdict?.confirmed ?? true, JSON.stringify(last.verdict)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
