import type { RequestHandler } from "express";
import { Problem } from "./problem.ts";

/**
 * Keeps other sites' pages from steering batches through a visitor's browser: a form can be sent
 * to this address from anywhere. Browsers say where a request comes from; other clients say nothing.
 */
export const sameSiteOnly: RequestHandler = (req, _res, next) => {
  if (req.method === "GET" || req.method === "HEAD") return next();
  const origin = req.get("origin");
  const isForeign = origin !== undefined && hostOf(origin) !== req.get("host")?.toLowerCase();
  if (isForeign || req.get("sec-fetch-site") === "cross-site") {
    throw new Problem("cross_site", "send it from this server's own pages, or from a program");
  }
  next();
};

/** `undefined` for `null`, which is what a sandboxed page or a file sends. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
