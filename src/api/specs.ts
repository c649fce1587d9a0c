import { Router } from "express";
import { describeSpec } from "../specs/describe.ts";
import type { ApiDeps } from "./deps.ts";

/** The contracts in force, with their hashes. */
export function specRoutes({ workflows }: ApiDeps): Router {
  const router = Router();

  router.get("/specs", (_req, res) => {
    const data = [...workflows.values()].map(({ spec, hashes }) => ({
      ...describeSpec(spec),
      hashes,
    }));
    res.json({ data });
  });

  return router;
}
