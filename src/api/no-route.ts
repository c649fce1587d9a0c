import type { RequestHandler } from "express";
import type { RouteSummary } from "./openapi.ts";
import { Problem } from "./problem.ts";

/** Last of the routes: 405 with `Allow` where another method leads somewhere, 404 elsewhere. */
export function noRoute(routes: readonly RouteSummary[]): RequestHandler {
  return (req, res) => {
    const here = routes.filter(({ path }) => matches(path, req.path));
    const allowed = [...new Set(here.map(({ method }) => method.toUpperCase()))];
    if (allowed.length === 0) {
      throw new Problem(
        "not_found",
        `${req.method} ${req.path} leads nowhere; /openapi.json lists what does`,
      );
    }
    res.set("Allow", allowed.join(", "));
    throw new Problem("method_not_allowed", `${req.path} takes ${allowed.join(" or ")}`);
  };
}

/** Whether a path fits a template such as `/batches/{id}/records`. */
function matches(template: string, path: string): boolean {
  const wanted = template.split("/");
  const given = path.replace(/(.)\/$/, "$1").split("/");
  return (
    wanted.length === given.length &&
    wanted.every((part, i) => part.startsWith("{") || part === given[i])
  );
}
