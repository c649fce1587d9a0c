import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { providerNames, type ModelChoice } from "../domain/model.ts";
import type { OrchestratorSpec } from "../specs/kit.ts";
import { cardOf, type Price, UsdCard } from "./price-card.ts";

const PriceRow = z.strictObject({
  provider: z.enum(providerNames),
  /** The exact id that the provider is asked for; no prefix of it, no alias. */
  model: z.string().min(1),
  /** The day from which the row holds; `null`: as far back as is known. */
  since: z.iso.date().nullable(),
  usdPerMillion: UsdCard,
  /** What the whole request costs when more is read than `aboveTokens`. */
  longContext: z
    .union([
      z.strictObject({ aboveTokens: z.int().min(1), usdPerMillion: UsdCard }),
      z.strictObject({
        aboveTokens: z.int().min(1),
        times: z.strictObject({ input: z.number().positive(), output: z.number().positive() }),
      }),
    ])
    .nullable(),
  contextWindow: z.int().min(1).nullable(),
  maxOutput: z.int().min(1).nullable(),
  source: z.string().min(1),
});
type PriceRow = z.infer<typeof PriceRow>;

const PriceFile = z.strictObject({
  /** The day on which a person last held every row against its source. */
  checkedOn: z.iso.date(),
  models: z.array(PriceRow).min(1),
});

/** What models cost. A model without a row has no price, never a price of zero. */
export interface Prices {
  readonly checkedOn: string;
  /** Of each model, newest first. */
  readonly rows: ReadonlyMap<string, readonly Price[]>;
  readonly path: string;
}

/** Reads the price file, the one that comes along or one's own; refuses what can't be kept in whole nano-dollars per token. */
export function loadPrices(path?: string): Prices {
  const from = path ?? fileURLToPath(new URL("prices.json", import.meta.url));
  const file = PriceFile.safeParse(readJson(from));
  if (!file.success) throw new PriceFileError(from, z.prettifyError(file.error));
  const rows = new Map<string, Price[]>();
  for (const row of file.data.models) {
    const price = priceFrom(row, (problem) => {
      throw new PriceFileError(from, `${idOf(row)}: ${problem}`);
    });
    const same = rows.get(idOf(row)) ?? [];
    if (same.some(({ since }) => since === price.since)) {
      throw new PriceFileError(from, `${idOf(row)}: two rows of the same day; keep one`);
    }
    rows.set(idOf(row), [...same, price].toSorted(newestFirst));
  }
  return { checkedOn: file.data.checkedOn, rows, path: from };
}

/** What a model costs today. Throws {@link UnknownModel}: what has no price must not be asked. */
export function priceOf(
  prices: Prices,
  choice: Pick<ModelChoice, "provider" | "model">,
  now = Date.now(),
): Price {
  const price = findPrice(prices, choice, now);
  if (price === undefined) throw new UnknownModel(prices.path, [idOf(choice)]);
  return price;
}

/** The row in force, or `undefined`. Ids are compared as they are written: a near miss is another model. */
export function findPrice(
  { rows }: Prices,
  choice: Pick<ModelChoice, "provider" | "model">,
  now = Date.now(),
): Price | undefined {
  const today = new Date(now).toISOString().slice(0, 10);
  return rows.get(idOf(choice))?.find(({ since }) => since === null || since <= today);
}

/** Which models of which specs have no price: one sentence each. */
export function unpricedModels(
  prices: Prices,
  workflows: readonly { readonly spec: OrchestratorSpec }[],
): string[] {
  return workflows.flatMap(({ spec }) =>
    spec.handoff.agents.flatMap(({ name, constraints }) =>
      (constraints.model?.chain ?? [])
        .filter((choice) => findPrice(prices, choice) === undefined)
        .map((choice) => `${idOf(choice)}, which ${spec.workflow}/${name} asks`),
    ),
  );
}

/** Start-up's check: throws {@link UnknownModel} with every model of a spec that has no price. */
export function requirePrices(
  prices: Prices,
  workflows: readonly { readonly spec: OrchestratorSpec }[],
): void {
  const unpriced = unpricedModels(prices, workflows);
  if (unpriced.length > 0) throw new UnknownModel(prices.path, unpriced);
}

/** A model without a price. Add its row to the price file, or take it out of the spec. */
export class UnknownModel extends Error {
  override readonly name = "UnknownModel";

  constructor(path: string, models: readonly string[]) {
    super(
      `no price is known for ${models.join("; ")}: nothing is asked of a model whose cost is unknown. ` +
        `Add a row with its exact id to ${path} (or to your own file, named by ASSAY_PRICES), ` +
        "or use another model in the spec",
    );
  }
}

/** A price file that can't be used. Mend the place it names. */
export class PriceFileError extends Error {
  override readonly name = "PriceFileError";

  constructor(path: string, problem: string, options?: ErrorOptions) {
    super(`prices in ${path} can't be used: ${problem}`, options);
  }
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new PriceFileError(path, String(error instanceof Error ? error.message : error), {
      cause: error,
    });
  }
}

function priceFrom(row: PriceRow, refuse: (problem: string) => never): Price {
  const { provider, model, since, longContext, contextWindow, maxOutput, source } = row;
  const base = cardOf(row.usdPerMillion, refuse);
  const long =
    longContext === null
      ? null
      : {
          aboveTokens: longContext.aboveTokens,
          card: cardOf(
            "times" in longContext
              ? raised(row.usdPerMillion, longContext.times)
              : longContext.usdPerMillion,
            refuse,
          ),
        };
  return { provider, model, since, base, long, contextWindow, maxOutput, source };
}

function raised(
  { input, cacheRead, cacheWrite, cacheWriteLong, output }: UsdCard,
  times: { readonly input: number; readonly output: number },
): UsdCard {
  return {
    input: input * times.input,
    cacheRead: cacheRead * times.input,
    cacheWrite: cacheWrite * times.input,
    cacheWriteLong: cacheWriteLong === null ? null : cacheWriteLong * times.input,
    output: output * times.output,
  };
}

function idOf({ provider, model }: Pick<ModelChoice, "provider" | "model">): string {
  return `${provider}/${model}`;
}

function newestFirst(one: Price, other: Price): number {
  return (other.since ?? "").localeCompare(one.since ?? "");
}
