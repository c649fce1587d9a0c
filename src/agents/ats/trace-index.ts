import type { RecruitingSystem, Trace } from "../../../specs/ats/recruiting-system.ts";
import { createLiteralScan } from "./literal-scan.ts";
import { literalOf } from "./pattern-literal.ts";
import { fill, namedParts, type Recognised, type System, tenantIn } from "./system.ts";

export interface TraceHit {
  readonly recognised: Recognised;
  readonly trace: Trace;
  readonly start: number;
  readonly raw: string;
}

/** Finds the systems' traces in a text; `kinds` says which traces belong there. */
export type FindTraces = (text: string, kinds: ReadonlySet<Trace["kind"]>) => TraceHit[];

interface CompiledTrace {
  readonly system: System;
  readonly trace: Trace;
  readonly pattern: RegExp;
  readonly literal: string;
}

/** Prepares all traces: one pass finds which can match at all, and only those are tried. */
export function createTraceIndex(
  sources: readonly RecruitingSystem[],
  systems: ReadonlyMap<string, System>,
): FindTraces {
  const compiled: CompiledTrace[] = [];
  for (const { id, traces } of sources) {
    const system = systems.get(id);
    if (system === undefined) continue;
    for (const trace of traces) {
      compiled.push({
        system,
        trace,
        pattern: new RegExp(trace.pattern, "g"),
        literal: literalOf(trace.pattern),
      });
    }
  }
  const scan = createLiteralScan(compiled.map(({ literal }) => literal));
  const unfiltered = compiled.flatMap(({ literal }, id) => (literal === "" ? [id] : []));
  return (text, kinds) => {
    const possible = [...new Set([...unfiltered, ...scan(text)])].toSorted((a, b) => a - b);
    return possible.flatMap((id) => {
      const one = compiled[id];
      return one && kinds.has(one.trace.kind) ? hitsOf(one, text) : [];
    });
  };
}

const mostHits = 20;

function hitsOf({ system, trace, pattern }: CompiledTrace, text: string): TraceHit[] {
  const hits: TraceHit[] = [];
  for (const found of text.matchAll(pattern)) {
    const groups = namedParts(found);
    const tenant = tenantIn(system, groups);
    if (tenant === undefined) continue;
    const recognised: Recognised = {
      system,
      tenant,
      groups,
      use: "embed",
      board: fill(trace.board, groups),
    };
    hits.push({ recognised, trace, start: found.index, raw: found[0] });
    if (hits.length >= mostHits) break;
  }
  return hits;
}
