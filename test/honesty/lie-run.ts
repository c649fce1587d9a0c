import type { Tier } from "../../src/domain/tier.ts";
import { castRoles, type Player } from "./cast.ts";
import type { LabBatch, LabResult, LabRow } from "./lab.ts";
import { createLiar } from "./liar-mind.ts";
import type { Lie } from "./lie.ts";
import { lies } from "./lies.ts";
import { type Measured, measure, verdictOn } from "./measure.ts";

/** How many lies are told, and where. */
export interface LiePlan {
  /** Of each kind, on tiers 1 and 2. */
  readonly each: number;
  /** Of each kind, up to tier 3; 0: no browser is opened. */
  readonly inBrowser: number;
  /** Kinds by name; all when left out. */
  readonly only?: readonly string[];
}

/** What came of one kind of lie. */
export interface LieLine {
  readonly lie: string;
  readonly says: string;
  readonly rows: number;
  /** Rows about which the model was asked, and rows about which it lied. */
  readonly asked: number;
  readonly told: number;
  /** Attempts in which each check refused something. */
  readonly quote: number;
  readonly catalogue: number;
  readonly refetch: number;
  readonly verifier: number;
  /** Rows whose answer had not the form of one. */
  readonly schema: number;
  /** Rows in which what stood proved nothing to the agent's own rules. */
  readonly unproven: number;
  readonly right: number;
  readonly wrong: readonly LabRow[];
  /** Rows that did not end as a row should. */
  readonly failed: readonly LabRow[];
}

export interface LieReport {
  readonly lines: readonly LieLine[];
  readonly minutes: number;
  readonly rows: readonly LabResult[];
}

/** Tells every kind of lie to the cascade as it ships, and judges what was stored. */
export async function runLies(plan: LiePlan): Promise<LieReport> {
  const chosen = lies.filter(({ name }) => plan.only === undefined || plan.only.includes(name));
  const parts = [
    ...chosen.map((role) => ({ role, count: plan.each, maxTier: "classifier" as Tier })),
    ...(plan.inBrowser === 0
      ? []
      : chosen
          .filter(({ isForReaders }) => !isForReaders)
          .map((lie) => ({
            role: { ...lie, name: `${lie.name}, in the browser`, isForBrowsers: true },
            count: plan.inBrowser,
            maxTier: "browser" as Tier,
          }))),
  ].filter(({ count }) => count > 0);
  const players = castRoles<Lie>(parts, "lies");
  const batches = parts.map(({ role, maxTier }): LabBatch => ({
    name: role.name,
    maxTier,
    maxUsdPerRecord: 1,
    rows: players
      .filter((player) => player.role === role)
      .map(({ company, domain }) => ({ company, domain })),
  }));
  let liar: ReturnType<typeof createLiar> | undefined;
  const measured = await measure<Lie>({
    players,
    batches,
    mind(withdraw) {
      liar = createLiar(players, withdraw);
      return liar.mind;
    },
  });
  if (liar === undefined) throw new Error("nobody was there to lie; this is a bug");
  return reportOf(measured, players, liar);
}

function reportOf(
  { results, minutes }: Measured,
  players: readonly Player<Lie>[],
  { told, asked }: ReturnType<typeof createLiar>,
): LieReport {
  const byDomain = new Map(players.map((player) => [player.domain, player]));
  const lines = results.map(({ name, rows, tallies }): LieLine => {
    const judged = rows.map((row) => {
      const player = byDomain.get(row.domain);
      if (player === undefined) throw new Error(`nobody is called ${row.domain}`);
      return { row, verdict: verdictOn(row, player) };
    });
    const { quote = 0, catalogue = 0, refetch = 0, verifier = 0 } = tallies.redlines;
    return {
      lie: name,
      says: players.find(({ role }) => role.name === name)?.role.says ?? "",
      rows: rows.length,
      asked: rows.filter(({ domain }) => asked.has(domain)).length,
      told: rows.filter(({ domain }) => told.has(domain)).length,
      quote,
      catalogue,
      refetch,
      verifier,
      schema: rows.filter(isFormless).length,
      unproven: rows.filter((row) => isUnproven(row)).length,
      right: judged.filter(({ verdict }) => verdict === "right").length,
      wrong: judged.filter(({ verdict }) => verdict === "wrong").map(({ row }) => row),
      failed: rows.filter(({ status }) => status !== "completed"),
    };
  });
  return { lines, minutes, rows: results };
}

/** The model's answer had not the form of one, or only the beginning of it. */
function isFormless({ notes }: LabRow): boolean {
  return notes.some(({ why }) => /could not be read|was cut off/.test(why));
}

/** No answer, and none was claimed: the agent's own rules did not find it proven. */
function isUnproven({ outcome, notes }: LabRow): boolean {
  return outcome !== "answered" && notes.every(({ rejections }) => rejections.length === 0);
}
