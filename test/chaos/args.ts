import { parseArgs } from "node:util";
import type { TroubleCounts } from "./plan.ts";

export interface ChaosArgs {
  readonly rows: number;
  readonly seed: string;
  readonly counts: TroubleCounts;
  readonly withCalm: boolean;
  /** Worker processes of the first and the second tier. */
  readonly http: number;
  readonly classifier: number;
  readonly maxRatio: number;
}

/**
 * `npm run chaos -- [--rows 10000] [--seed N] [--kills 100] [--stops 20] [--redis 10] [--cuts 9]
 * [--flushes 3] [--memory 1] [--disk 1] [--http 3] [--classifier 2] [--no-calm]`
 */
export function readArgs(args: readonly string[]): ChaosArgs {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: "string", default: "10000" },
      seed: { type: "string", default: `${Date.now() % 100_000}` },
      kills: { type: "string", default: "100" },
      stops: { type: "string", default: "20" },
      redis: { type: "string", default: "10" },
      cuts: { type: "string", default: "9" },
      flushes: { type: "string", default: "3" },
      memory: { type: "string", default: "1" },
      disk: { type: "string", default: "1" },
      http: { type: "string", default: "3" },
      classifier: { type: "string", default: "2" },
      "max-ratio": { type: "string", default: "1.5" },
      "no-calm": { type: "boolean", default: false },
    },
  });
  const whole = (name: Exclude<keyof typeof values, "seed" | "no-calm">, least = 0) => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < least) {
      throw new RangeError(`--${name} is a whole number from ${least}, not ${values[name]}`);
    }
    return value;
  };
  const cuts = whole("cuts");
  const maxRatio = Number(values["max-ratio"]);
  if (!(maxRatio > 1)) throw new RangeError("--max-ratio is a number above 1");
  return {
    rows: whole("rows", 1),
    seed: values.seed,
    withCalm: !values["no-calm"],
    http: whole("http", 1),
    classifier: whole("classifier", 1),
    maxRatio,
    counts: {
      "worker killed": whole("kills"),
      "worker stopped": whole("stops"),
      "Redis killed": whole("redis"),
      "lines dropped": Math.ceil(cuts / 3),
      "lines delayed": Math.floor(cuts / 3),
      "lines half open": cuts - Math.ceil(cuts / 3) - Math.floor(cuts / 3),
      "scripts forgotten": whole("flushes"),
      "memory full": whole("memory"),
      "disk full": whole("disk"),
    },
  };
}
