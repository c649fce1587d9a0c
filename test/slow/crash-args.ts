import { parseArgs } from "node:util";

/** `npm run crash -- [--rows 2000] [--seed 1] [--kills N] [--max-tier 2] [--no-calm]` */
export function readArgs(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: "string", default: "2000" },
      seed: { type: "string", default: "1" },
      kills: { type: "string" },
      "max-tier": { type: "string", default: "2" },
      "no-calm": { type: "boolean", default: false },
    },
  });
  const rows = Number(values.rows);
  const maxTier = ([1, 2, 3] as const).find((tier) => tier === Number(values["max-tier"]));
  if (!(rows > 0) || !maxTier) throw new RangeError("--rows is a number, --max-tier 1, 2 or 3");
  const kills = values.kills === undefined ? Math.ceil(rows / 80) : Number(values.kills);
  return { rows, seed: values.seed, kills, maxTier, withCalm: !values["no-calm"] };
}
