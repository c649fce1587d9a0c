import { loadWorkflows } from "../agents/registry.ts";
import { type ProviderName, providerNames } from "../domain/model.ts";
import { aliasOf } from "../models/keys/alias.ts";
import { keysOf } from "../models/keys/key-ring.ts";
import { openProviders } from "../models/open-providers.ts";
import type { Provider } from "../models/provider.ts";
import { loadPrices, requirePrices } from "../money/prices.ts";
import type { Config } from "../platform/config.ts";

/** What was found out about one part. */
export interface Finding {
  readonly part: string;
  readonly ok: boolean;
  readonly says: string;
}

const patienceMs = 15_000;

/** The price file's date; throws when it can't be read, or lacks a model that a spec asks. */
export function lookAtPrices(config: Pick<Config, "ASSAY_PRICES">): string {
  const prices = loadPrices(config.ASSAY_PRICES);
  requirePrices(prices, [...loadWorkflows().values()]);
  return `checked on ${prices.checkedOn}, ${prices.rows.size} models, every model of every spec among them; ${prices.path}`;
}

/** Tries each key of each provider, at no cost; keys are named by alias. */
export async function lookAtProviders(config: Config): Promise<Finding[]> {
  if (!config.ASSAY_MODELS)
    return [{ part: "models", ok: true, says: "switched off by ASSAY_MODELS" }];
  const keys = keysOf(config);
  const providers = openProviders(config);
  const findings = await Promise.all(
    providerNames.map(async (name) => {
      if (keys[name].length === 0) {
        const says = `no key: ${name}'s models are not asked`;
        return [{ part: name, ok: true, says }];
      }
      return Promise.all(keys[name].map((secret) => tryKey(name, providers[name], secret)));
    }),
  );
  return findings.flat();
}

async function tryKey(part: ProviderName, provider: Provider, key: string): Promise<Finding> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort("timeout"), patienceMs);
  try {
    const reply = await provider.check({ key, signal: patience.signal });
    const alias = aliasOf(part, key);
    if (reply.outcome === "ok") return { part, ok: true, says: `key ${alias} works` };
    return { part, ok: false, says: `key ${alias}: ${reply.outcome}, ${reply.detail}` };
  } finally {
    clearTimeout(timer);
  }
}
