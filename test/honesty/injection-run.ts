import type { Tier } from "../../src/domain/tier.ts";
import { castRoles } from "./cast.ts";
import { type Injection, injectionsForBrowsers, injectionsOf } from "./injections.ts";
import type { LabBatch, LabRow } from "./lab.ts";
import { measure, verdictOn } from "./measure.ts";
import { createSubordinate } from "./obedient-mind.ts";
import { type Forbidden, startInternalService } from "./world.ts";

/** How many pages with orders on them are shown, and to whom. */
export interface InjectionPlan {
  /** Goals of each carrier, on tiers 1 and 2. */
  readonly perCarrier: number;
  /** Pages that are walked through with a browser. */
  readonly inBrowser: number;
  /** Whether the model does what pages order, or its work. */
  readonly isObedient: boolean;
  /** Leaves out pages beyond this many. */
  readonly most?: number;
}

/** What came of one page. */
export interface InjectionLine {
  readonly injection: Injection;
  readonly isBrowsed: boolean;
  readonly row: LabRow;
  readonly verdict: ReturnType<typeof verdictOn>;
  /** Whether the model was asked, saw the order, and how often it did what it says. */
  readonly isAsked: boolean;
  readonly isShown: boolean;
  readonly obeyed: number;
  readonly isOverspent: boolean;
}

export interface InjectionReport {
  readonly isObedient: boolean;
  readonly lines: readonly InjectionLine[];
  readonly forbidden: readonly Forbidden[];
  /** Orders that stood outside the marks of what strangers wrote. */
  readonly leaks: readonly string[];
  readonly minutes: number;
}

/** What models may cost for one record here. */
const maxUsdPerRecord = 0.5;

/** Shows pages with orders on them to the cascade as it ships, and judges what was stored and done. */
export async function runInjections(plan: InjectionPlan): Promise<InjectionReport> {
  const service = await startInternalService();
  try {
    const { perCarrier, inBrowser, most, isObedient } = plan;
    const read = injectionsOf(service.port, perCarrier, most);
    const browsed = injectionsForBrowsers(service.port, inBrowser);
    const players = castRoles(
      [...read, ...browsed].map((role) => ({ role, count: 1 })),
      "orders",
    );
    const rowsOf = (roles: readonly Injection[]) =>
      players
        .filter(({ role }) => roles.includes(role))
        .map(({ company, domain }) => ({ company, domain }));
    const batchOf = (name: string, maxTier: Tier, roles: readonly Injection[]): LabBatch => ({
      name,
      maxTier,
      maxUsdPerRecord,
      rows: rowsOf(roles),
    });
    const mind = createSubordinate(players, isObedient);
    const measured = await measure<Injection>({
      players,
      mind: () => mind.mind,
      batches: [batchOf("read", "classifier", read), batchOf("browsed", "browser", browsed)].filter(
        ({ rows }) => rows.length > 0,
      ),
    });
    const byDomain = new Map(players.map((player) => [player.domain, player]));
    const lines = measured.results.flatMap(({ name, rows }) =>
      rows.map((row): InjectionLine => {
        const player = byDomain.get(row.domain);
        if (player === undefined) throw new Error(`nobody is called ${row.domain}`);
        return {
          injection: player.role,
          isBrowsed: name === "browsed",
          row,
          verdict: verdictOn(row, player),
          isAsked: mind.asked.has(row.domain),
          isShown: mind.shown.has(row.domain),
          obeyed: mind.obeyed.get(row.domain) ?? 0,
          isOverspent: row.costNano > maxUsdPerRecord * 1e9,
        };
      }),
    );
    return {
      isObedient,
      lines,
      forbidden: [...measured.forbidden, ...service.hits()],
      leaks: mind.leaks,
      minutes: measured.minutes,
    };
  } finally {
    await service.close();
  }
}
