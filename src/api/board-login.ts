import express, { type Request, Router } from "express";
import { cookieName, boardPath, loginPath, requireOwnPage } from "./board-access.ts";
import { type BoardSessions, sessionHours } from "./board-session.ts";
import { loginLimit } from "./login-limit.ts";
import { Problem } from "./problem.ts";

/** The log-in page of the board, and what its form sends. */
export function boardLogin(sessions: BoardSessions): Router {
  const router = Router();
  const limit = loginLimit();

  router.get(loginPath, (_req, res) => {
    res.type("html").send(page(""));
  });

  router.post(
    loginPath,
    express.urlencoded({ extended: false, limit: "4kb", parameterLimit: 4 }),
    (req, res) => {
      requireOwnPage(req);
      const address = req.socket.remoteAddress ?? "";
      const waitSeconds = limit.waitSeconds(address, Date.now());
      if (waitSeconds > 0) {
        res.set("Retry-After", String(waitSeconds));
        throw new Problem("too_many", `too many wrong passwords; try again in ${waitSeconds} s`);
      }
      if (!sessions.isPassword(passwordOf(req))) {
        limit.failed(address, Date.now());
        res.status(401).type("html").send(page("That is not the password."));
        return;
      }
      limit.succeeded(address);
      res.cookie(cookieName, sessions.create(Date.now()), {
        ...cookie(req),
        maxAge: sessionHours * 3_600_000,
      });
      res.redirect(303, boardPath);
    },
  );

  router.post("/admin/logout", (req, res) => {
    requireOwnPage(req);
    res.clearCookie(cookieName, cookie(req));
    res.redirect(303, loginPath);
  });

  return router;
}

function cookie(req: Request) {
  return { httpOnly: true, sameSite: "strict", path: "/admin", secure: req.secure } as const;
}

function passwordOf({ body }: Request): string {
  const given: unknown = body;
  const isForm = typeof given === "object" && given !== null && "password" in given;
  return isForm && typeof given.password === "string" ? given.password : "";
}

function page(trouble: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Assay: queues</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; margin: 20vh auto 0; max-width: 20rem; padding: 0 1rem; color: #1b1f24; background: #fff }
  @media (prefers-color-scheme: dark) { body { color: #e6e9ee; background: #151a21 } }
  input, button { font: inherit; box-sizing: border-box; width: 100%; padding: .5rem; margin-top: .5rem }
</style>
<form method="post" action="${loginPath}">
  <label for="password">Password of this Assay's queues</label>
  <input id="password" name="password" type="password" autocomplete="current-password" required autofocus>
  <button>Log in</button>
  <p role="alert">${trouble}</p>
</form>
</html>
`;
}
