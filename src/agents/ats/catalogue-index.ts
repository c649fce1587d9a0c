import type { RecruitingSystem } from "../../../specs/ats/recruiting-system.ts";
import { createAddressIndex, type Recognise } from "./address-index.ts";
import { compileSystem, type Recognised, type System } from "./system.ts";
import { createTraceIndex, type FindTraces } from "./trace-index.ts";

/** The catalogue, ready for pages with thousands of addresses. */
export interface Catalogue {
  readonly recognise: Recognise;
  readonly traces: FindTraces;
  /** Whether a registrable domain belongs to a vendor of the catalogue. */
  readonly isVendor: (site: string) => boolean;
  /** The system that a careers host's canonical name belongs to. */
  readonly byCname: (target: string) => Recognised | undefined;
  /** The system that somebody calls by its id or its name, however it is written. */
  readonly called: (name: string) => System | undefined;
  readonly ids: readonly string[];
}

/** Compiles the catalogue once, for any number of records. */
export function indexCatalogue(sources: readonly RecruitingSystem[]): Catalogue {
  const systems = new Map(sources.map((source) => [source.id, compileSystem(source)]));
  const recognise = createAddressIndex(sources, systems);
  const vendors = new Set(sources.flatMap(({ vendorDomains }) => vendorDomains));
  const suffixes = sources.flatMap(({ id, cnames }) =>
    cnames.map((suffix) => ({ system: systems.get(id), suffix: suffix.toLowerCase() })),
  );
  const all = [...systems.values()];
  const byName = new Map([
    ...all.map((system): [string, System] => [plain(system.name), system]),
    ...all.map((system): [string, System] => [plain(system.id), system]),
  ]);
  return {
    recognise,
    called: (name) => byName.get(plain(name)),
    ids: [...systems.keys()],
    traces: createTraceIndex(sources, systems),
    isVendor: (site) => vendors.has(site),
    byCname(target) {
      const host = target.toLowerCase().replace(/\.$/, "");
      const named = recognise(`https://${host}/`);
      if (named !== undefined && named.tenant !== null) return named;
      const system = suffixes.find(
        ({ suffix }) => host === suffix || host.endsWith(`.${suffix}`),
      )?.system;
      return system === undefined
        ? named
        : { system, tenant: null, groups: {}, use: "board", board: null };
    },
  };
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}
