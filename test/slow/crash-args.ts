import { parseArgs } from "node:util";

/**
 * `npm run crash -- [--models] [--rows 2000] [--seed 1] [--kills N] [--max-tier 2] [--no-calm]`.
 * `--take-over-s 20`: how soon a killed worker's row must be worked on again; more on a busy machine.
 * With `--models`: 500 rows on all three tiers, and no calm run, which would buy the same answers.
 */
export function readArgs(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      models: { type: "boolean", default: false },
      rows: { type: "string" },
      seed: { type: "string", default: "1" },
      kills: { type: "string" },
      "max-tier": { type: "string" },
      "take-over-s": { type: "string", default: "20" },
      "no-calm": { type: "boolean", default: false },
    },
  });
  const withModels = values.models;
  const rows = Number(values.rows ?? (withModels ? 500 : 2_000));
  const top = Number(values["max-tier"] ?? (withModels ? 3 : 2));
  const maxTier = ([1, 2, 3] as const).find((tier) => tier === top);
  if (!(rows > 0) || !maxTier) throw new RangeError("--rows is a number, --max-tier 1, 2 or 3");
  const perKill = withModels ? 20 : 80;
  const kills = values.kills === undefined ? Math.ceil(rows / perKill) : Number(values.kills);
  const withCalm = !values["no-calm"] && !withModels;
  const takeOverMs = Number(values["take-over-s"]) * 1_000;
  return { rows, seed: values.seed, kills, maxTier, withCalm, withModels, takeOverMs };
}
