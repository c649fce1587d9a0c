import { readFileSync } from "node:fs";
import { Gauge, type Registry } from "prom-client";
import { z } from "zod";

/** Says which version runs, on what. */
export function buildInfo(registry: Registry): void {
  const gauge = new Gauge({
    name: "assay_build_info",
    help: "Always 1: which version this process runs.",
    labelNames: ["version", "node"],
    registers: [registry],
  });
  gauge.set({ version: version(), node: process.version }, 1);
}

/** From the nearest package.json above: sources and what is compiled lie at different depths. */
function version(): string {
  for (const up of ["../../", "../../../"]) {
    try {
      const text = readFileSync(new URL(`${up}package.json`, import.meta.url), "utf8");
      return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
    } catch {
      continue; // not at this depth
    }
  }
  return "unknown";
}
