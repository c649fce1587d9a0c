import { describe, expect, test } from "vitest";
import { type Tier, tiers } from "../../src/domain/tier.ts";
import { forecast, type Seen, type TierSpent } from "../../src/money/forecast.ts";
import { wilson } from "../../src/money/statistics.ts";
import { seededRandom } from "../../src/money/sample.ts";

const untouched: TierSpent = {
  open: 0,
  answered: 0,
  ended: 0,
  moved: {},
  costNano: 0,
  charges: 0,
  maySpend: true,
  next: null,
};

function seen(by: Partial<Record<Tier, Partial<TierSpent>>>, more: Partial<Seen> = {}): Seen {
  const all = Object.fromEntries(
    tiers.map((tier, i) => [tier, { ...untouched, next: tiers[i + 1] ?? null, ...by[tier] }]),
  ) as Record<Tier, TierSpent>;
  const open = tiers.reduce((sum, tier) => sum + all[tier].open, 0);
  const answered = tiers.reduce((sum, tier) => sum + all[tier].answered, 0);
  const ended = tiers.reduce((sum, tier) => sum + all[tier].ended, 0);
  return {
    lines: open + answered + ended,
    answeredLines: answered,
    openLines: open,
    tiers: all,
    startsAt: "http",
    recordCapNano: 1e9,
    ...more,
  };
}

describe("what is not known is not given a number", () => {
  test("before ten rows have left the first tier", () => {
    const { toFinishNano, answeredShare } = forecast(
      seen({ http: { open: 991, answered: 9, costNano: 9e6, charges: 9 } }),
    );

    expect(toFinishNano).toEqual({
      interval: null,
      detail: expect.stringContaining("too early: 9 of 10"),
    });
    expect(answeredShare.interval).toBeNull();
  });

  test("when nothing has been spent and a tier with models is still ahead", () => {
    const { toFinishNano, answeredShare } = forecast(
      seen({
        http: { open: 100, answered: 40, moved: { classifier: 10 } },
        classifier: { open: 10 },
      }),
    );

    expect(toFinishNano.interval).toBeNull();
    expect(toFinishNano.detail).toMatch(
      /nothing has been spent on classifier and browser yet.*\$110\.00 at most/,
    );
    expect(answeredShare.interval).not.toBeNull();
  });

  test("when some is spent but an unseen tier has no limit per record", () => {
    const { toFinishNano } = forecast(
      seen(
        {
          http: { open: 100, answered: 40, moved: { classifier: 10 }, costNano: 1e6, charges: 20 },
        },
        { recordCapNano: null },
      ),
    );

    expect(toFinishNano.interval).toBeNull();
  });
});

test("a batch that can't spend costs nothing more, and says why", () => {
  const free = { maySpend: false };
  const { toFinishNano } = forecast(
    seen({ http: { ...free, open: 5 }, classifier: free, browser: free }),
  );

  expect(toFinishNano).toEqual({
    interval: { low: 0, expected: 0, high: 0 },
    detail: "nothing costs anything here: no model is asked",
  });
});

test("an ended batch is what it is", () => {
  const { toFinishNano, answeredShare } = forecast(
    seen({ http: { answered: 3, ended: 1, costNano: 5, charges: 4 } }),
  );

  expect(toFinishNano.interval).toEqual({ low: 0, expected: 0, high: 0 });
  expect(answeredShare.interval).toEqual({ low: 0.75, expected: 0.75, high: 0.75 });
});

test("a tier that nothing was spent on yet stands in the high end only, and is named", () => {
  const { toFinishNano } = forecast(
    seen({
      http: { open: 500, answered: 80, moved: { classifier: 20 }, costNano: 40e6, charges: 100 },
      classifier: { answered: 20, costNano: 200e6, charges: 20 },
    }),
  );

  expect(toFinishNano.detail).toMatch(/nothing has been spent on browser yet/);
  expect(toFinishNano.interval?.expected).toBeLessThan(2e9);
  expect(toFinishNano.interval?.high).toBeGreaterThan(5e9);
});

test("no forecast passes what the limit per record allows", () => {
  const { toFinishNano } = forecast(
    seen({ http: { open: 10, answered: 10, costNano: 50e9, charges: 1 } }, { recordCapNano: 2e9 }),
  );

  expect(toFinishNano.interval?.high).toBeLessThanOrEqual(20e9);
});

test("the more was seen, the narrower the interval", () => {
  const widthAfter = (times: number) => {
    const { toFinishNano } = forecast(
      seen({
        http: {
          open: 1_000,
          answered: 15 * times,
          moved: { classifier: 5 * times },
          costNano: 8e6 * times,
          charges: 20 * times,
        },
        classifier: {
          answered: 4 * times,
          moved: { browser: times },
          costNano: 50e6 * times,
          charges: 5 * times,
        },
        browser: { answered: times, costNano: 500e6 * times, charges: 8 * times },
      }),
    );
    const { low = 0, high = 0 } = toFinishNano.interval ?? {};
    return high / low;
  };

  const widths = [1, 4, 16, 64].map(widthAfter);

  expect(widths).toEqual(widths.toSorted((one, other) => other - one));
  expect(widths.at(-1)).toBeLessThan(2.5);
});

test("Wilson's interval keeps within 0 and 1 and never claims certainty", () => {
  expect(wilson(0, 10)).toMatchObject({ low: 0, high: expect.closeTo(0.213, 2) });
  expect(wilson(10, 10)).toMatchObject({ low: expect.closeTo(0.787, 2), high: 1 });
  expect(wilson(0, 0)).toEqual({ low: 0, expected: 0.5, high: 1 });
});

/** A batch of which each row does what chance says, looked at after some rows and then to its end. */
function playedOut(random: () => number, { rows, lookAfter }: { rows: number; lookAfter: number }) {
  const means: Record<Tier, number> = { http: 4e5, classifier: 1e7, browser: 4e8 };
  const count = Object.fromEntries(
    tiers.map((tier, i) => [tier, { ...untouched, next: tiers[i + 1] ?? null, moved: {} }]),
  ) as Record<
    Tier,
    { -readonly [K in keyof TierSpent]: TierSpent[K] } & { moved: Partial<Record<Tier, number>> }
  >;
  let spent = 0;
  let answered = 0;
  let atLook: Seen | undefined;
  let spentThen = 0;
  for (let row = 0; row < rows; row += 1) {
    if (row === lookAfter) {
      atLook = seen(structuredClone({ ...count, http: { ...count.http, open: rows - row } }));
      spentThen = spent;
    }
    for (const [i, tier] of tiers.entries()) {
      const cost = Math.round(means[tier] * (0.3 + 1.4 * random()) * (random() < 0.9 ? 1 : 3));
      count[tier].costNano += cost;
      count[tier].charges += tier === "browser" ? 8 : 1;
      spent += cost;
      const next = tiers[i + 1];
      const luck = random();
      if (luck < 0.72) {
        count[tier].answered += 1;
        answered += 1;
        break;
      }
      if (luck < 0.8 || next === undefined) {
        count[tier].ended += 1;
        break;
      }
      count[tier].moved = { ...count[tier].moved, [next]: (count[tier].moved[next] ?? 0) + 1 };
    }
  }
  return { atLook, left: spent - spentThen, share: answered / rows };
}

describe.each([[60], [200], [1_000]])("looked at after %i of 4,000 rows", (lookAfter) => {
  test("the truth lies in the 90 % interval nine times out of ten, or more often", () => {
    const random = seededRandom(lookAfter);
    const worlds = Array.from({ length: 600 }, () => playedOut(random, { rows: 4_000, lookAfter }));

    const hits = worlds.map(({ atLook, left, share }) => {
      const { toFinishNano, answeredShare } = atLook
        ? forecast(atLook)
        : { toFinishNano: null, answeredShare: null };
      const holds = (truth: number, interval: { low: number; high: number } | null | undefined) =>
        interval !== null &&
        interval !== undefined &&
        interval.low <= truth &&
        truth <= interval.high;
      return [holds(left, toFinishNano?.interval), holds(share, answeredShare?.interval)] as const;
    });

    const costHits = hits.filter(([cost]) => cost).length / worlds.length;
    const shareHits = hits.filter(([, share]) => share).length / worlds.length;
    expect(costHits).toBeGreaterThanOrEqual(0.88);
    expect(shareHits).toBeGreaterThanOrEqual(0.87);
  });
});
