import type { Redis } from "ioredis";
import type { Logger } from "pino";
import { loadPrices, requirePrices } from "../money/prices.ts";
import { createAnswerCache } from "../models/answer-cache.ts";
import type { GatewayDeps } from "../models/gateway.ts";
import { createKeyRing, keysOf } from "../models/keys/key-ring.ts";
import { openProviders } from "../models/open-providers.ts";
import type { Config } from "../platform/config.ts";
import type { Workflow } from "./workflow.ts";

/**
 * The way to the models, when there is a key for one; every workflow works without. Throws
 * `UnknownModel` when a spec names a model that has no price.
 */
export function openGateway({
  config,
  redis,
  workflows,
  log,
}: {
  readonly config: Config;
  readonly redis: Redis;
  readonly workflows: ReadonlyMap<string, Workflow>;
  readonly log: Logger;
}): GatewayDeps | undefined {
  const prices = loadPrices(config.ASSAY_PRICES);
  requirePrices(prices, [...workflows.values()]);
  const keys = keysOf(config);
  if (!config.ASSAY_MODELS || Object.values(keys).every((some) => some.length === 0))
    return undefined;
  return {
    redis,
    providers: openProviders(config),
    keys: createKeyRing({ redis, keys, cooldownsMs: config.ASSAY_COOLDOWNS_MS, log }),
    prices,
    answers: createAnswerCache(redis, config.ASSAY_ANSWER_CACHE_DAYS),
    now: Date.now,
  };
}
