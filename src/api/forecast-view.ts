import { z } from "zod";
import type { Estimate } from "../money/forecast.ts";
import { ceilingWords, type Outlook } from "../money/outlook.ts";
import { confidence, type Interval } from "../money/statistics.ts";

const range = (what: string) =>
  z
    .object({ low: z.number(), expected: z.number(), high: z.number() })
    .nullable()
    .meta({ description: `${what}; null: not known yet, the detail says why` });

/** What a batch will come to, from what it has seen so far. */
export const ForecastView = z
  .object({
    confidence: z.number().meta({ description: "how often the truth lies in an interval" }),
    costToFinishUsd: range("what the rest will cost, were there no ceiling"),
    costInAllUsd: range("that, and what is spent already"),
    costDetail: z.string(),
    answeredShare: range("share of all lines that will have an answer"),
    answeredDetail: z.string(),
    ceiling: z.enum(ceilingWords).meta({
      description:
        "whether the ceiling lets the batch end: `enough` for the whole interval, `maybe` for a part of it",
    }),
  })
  .meta({ id: "Forecast" });
export type ForecastView = z.infer<typeof ForecastView>;

export function forecastView({ forecast, money, ceiling }: Outlook): ForecastView | null {
  if (forecast === null) return null;
  const { toFinishNano, answeredShare } = forecast;
  return {
    confidence,
    costToFinishUsd: scaled(toFinishNano, (nano) => nano / 1e9),
    costInAllUsd: scaled(toFinishNano, (nano) => (money.spentNano + nano) / 1e9),
    costDetail: toFinishNano.detail,
    answeredShare: scaled(answeredShare, (share) => share),
    answeredDetail: answeredShare.detail,
    ceiling,
  };
}

function scaled({ interval }: Estimate, by: (figure: number) => number): Interval | null {
  if (interval === null) return null;
  return { low: by(interval.low), expected: by(interval.expected), high: by(interval.high) };
}
