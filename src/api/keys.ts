import { Router } from "express";
import { z } from "zod";
import { callOutcomes, providerNames } from "../domain/model.ts";
import type { KeyState } from "../models/keys/key-states.ts";
import { timestamp } from "./batch-view.ts";
import type { ApiDeps } from "./deps.ts";
import { Problem } from "./problem.ts";

/** A key by its alias, and what stands before it. The key itself never leaves the environment. */
export const KeyView = z
  .object({
    alias: z.string().meta({ description: "`*`: every key of the provider" }),
    provider: z.enum(providerNames),
    model: z.string().nullable().meta({ description: "null: every model" }),
    status: z.enum(["ok", "cooling", "probing", "disabled"]),
    until: timestamp.nullable().meta({
      description: "when it is tried again; null when it works or waits for a person",
    }),
    failures: z.int(),
    reason: z
      .string()
      .nullable()
      .meta({ description: `one of ${callOutcomes.join(", ")}` }),
    since: timestamp.nullable(),
  })
  .meta({ id: "Key" });
export type KeyView = z.infer<typeof KeyView>;

/** The keys for models as all workers see them. */
export function keyRoutes({ keys }: Pick<ApiDeps, "keys">): Router {
  const router = Router();

  router.get("/keys", async (_req, res) => {
    res.json({ data: (await keys.states()).map(keyView) });
  });

  router.post("/keys/:alias/enable", async (req, res) => {
    const { alias } = req.params;
    if (!(await keys.enable(alias))) {
      throw new Problem(
        "not_found",
        `there is no key ${alias.slice(0, 100)}; GET /keys lists those there are`,
      );
    }
    res.json({ data: (await keys.states()).map(keyView) });
  });

  return router;
}

function keyView({ until, since, ...rest }: KeyState): KeyView {
  return { ...rest, until: date(until), since: date(since) };
}

function date(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
