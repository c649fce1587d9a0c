import type { Request, RequestHandler } from "express";
import type { Config } from "../platform/config.ts";
import type { BoardSessions } from "./board-session.ts";
import { Problem } from "./problem.ts";

/** Settings that say who may see the board, and do what. */
export type BoardSettings = Pick<
  Config,
  "ASSAY_ADMIN_PASSWORD" | "ASSAY_BOARD_WRITE" | "ASSAY_HOST"
>;

export const boardPath = "/admin/queues";
export const loginPath = "/admin/login";
export const cookieName = "assay_board";

/** Lets those through who have logged in; without a password, those who sit at this machine. */
export function boardAccess(
  sessions: BoardSessions | undefined,
  { ASSAY_HOST: host }: Partial<BoardSettings>,
): RequestHandler {
  return (req, res, next) => {
    if (!sessions) {
      if (host !== undefined && isLoopback(host) && comesFromHere(req)) return next();
      throw new Problem(
        "forbidden",
        "set ASSAY_ADMIN_PASSWORD, or open this on the machine itself as http://127.0.0.1 with ASSAY_HOST on loopback",
      );
    }
    if (sessions.isValid(cookieOf(req), Date.now())) return next();
    if (isPage(req)) return res.redirect(303, loginPath);
    throw new Problem("unauthorized", `log in at ${loginPath}`);
  };
}

function isPage(req: Request): boolean {
  return req.method === "GET" && !req.originalUrl.startsWith(`${boardPath}/api/`);
}

function cookieOf(req: Request): string | undefined {
  const cookies = (req.get("cookie") ?? "").split(/;\s*/);
  const found = cookies.find((one) => one.startsWith(`${cookieName}=`));
  return found?.slice(cookieName.length + 1);
}

/**
 * A browser or program on this machine that means this machine. The name in `Host` keeps pages out
 * whose name was made to point here; what a proxy forwards comes from somewhere else.
 */
function comesFromHere(req: Request): boolean {
  const forwarded = Object.keys(req.headers).some((name) =>
    /^(forwarded$|x-forwarded-|x-real-ip$|via$)/.test(name),
  );
  return !forwarded && isLoopback(req.socket.remoteAddress ?? "") && isLoopback(hostOf(req));
}

function hostOf(req: Request): string {
  const url = `http://${req.get("host") ?? ""}`;
  return URL.canParse(url) ? new URL(url).hostname : "";
}

function isLoopback(host: string): boolean {
  const name = host
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/^::ffff:/, "");
  return name === "localhost" || name === "::1" || /^127(\.\d{1,3}){3}$/.test(name);
}

/**
 * Whatever changes something must come from the board's own page, or from a program that says so:
 * a browser sends a form, or text, from any site to here without asking.
 */
export const boardGuard =
  (mayWrite: boolean): RequestHandler =>
  (req, _res, next) => {
    if (req.method === "GET" || req.method === "HEAD") return next();
    if (!mayWrite) {
      throw new Problem(
        "forbidden",
        "the board only shows; set ASSAY_BOARD_WRITE=1 to change queues",
      );
    }
    requireOwnPage(req);
    const type = req.get("content-type")?.split(";")[0]?.trim().toLowerCase();
    if (req.get("content-length") !== "0" && type !== undefined && type !== "application/json") {
      throw new Problem("unsupported_media_type", "send application/json");
    }
    next();
  };

/** Refuses what a browser sends for another page than this server's own. */
export function requireOwnPage(req: Request): void {
  const site = req.get("sec-fetch-site");
  const origin = req.get("origin");
  const isOwn =
    origin !== undefined && URL.canParse(origin)
      ? new URL(origin).host === req.get("host")?.toLowerCase()
      : false;
  if (site !== undefined ? site === "same-origin" && (origin === undefined || isOwn) : isOwn)
    return;
  throw new Problem("cross_site", "send it from the board's own page");
}
