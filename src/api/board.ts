import { createBullBoard } from "@bull-board/api";
import { ExpressAdapter } from "@bull-board/express";
import { type RequestHandler, Router } from "express";
import { openBoardQueues } from "../../queues/board-queues.ts";
import { boardAccess, boardGuard, boardPath, type BoardSettings } from "./board-access.ts";
import { boardLogin } from "./board-login.ts";
import { boardSessions } from "./board-session.ts";
import type { ApiDeps } from "./deps.ts";
import { Problem } from "./problem.ts";

/** Everything from here, nothing from elsewhere: no font, no script, no picture, no frame. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/** A queue may hold any number of jobs; a page shows so many of them. */
const mostJobsPerPage = 100;

/** Bull Board, behind a log-in, for looking unless told otherwise. */
export function boardRoutes({
  redis,
  config,
  log,
}: Pick<ApiDeps, "redis" | "log"> & { readonly config: Partial<BoardSettings> }): Router {
  const router = Router();
  const { ASSAY_ADMIN_PASSWORD: password, ASSAY_BOARD_WRITE: mayWrite = false } = config;
  const sessions = password === undefined ? undefined : boardSessions(password);
  let board: RequestHandler | undefined;

  router.use("/admin", (_req, res, next) => {
    res.set({
      "Content-Security-Policy": policy,
      "X-Frame-Options": "DENY",
      "Referrer-Policy": "same-origin",
      "Cross-Origin-Resource-Policy": "same-origin",
      "Cross-Origin-Opener-Policy": "same-origin",
    });
    next();
  });
  if (sessions) router.use(boardLogin(sessions));
  router.use(boardPath, boardAccess(sessions, config), boardGuard(mayWrite), smallPages);
  router.use(boardPath, (req, res, next) => {
    if (req.path.startsWith("/static/")) res.set("Cache-Control", "private, max-age=3600");
    // Opened by whoever looks first: most processes are never asked.
    board ??= openBoard({
      readOnlyMode: !mayWrite,
      redis,
      onError: (error) => log.warn({ err: error }, "the board's queue answered with an error"),
    });
    void board(req, res, next);
  });
  return router;
}

const smallPages: RequestHandler = (req, _res, next) => {
  const asked = req.query["jobsPerPage"];
  if (asked !== undefined && !(Number(asked) <= mostJobsPerPage)) {
    throw new Problem("invalid_request", `jobsPerPage is ${mostJobsPerPage} at most`);
  }
  next();
};

function openBoard({
  redis,
  ...options
}: Pick<ApiDeps, "redis"> & Parameters<typeof openBoardQueues>[1]): RequestHandler {
  const serverAdapter = new ExpressAdapter();
  serverAdapter.setBasePath(boardPath);
  createBullBoard({
    queues: openBoardQueues(redis, options),
    serverAdapter,
    options: {
      uiConfig: {
        boardTitle: options.readOnlyMode ? "Assay queues" : "Assay queues: write",
        hideDocsLink: true,
        showMetrics: false,
        // Assay knows its workers better; asking Redis for all its clients at each poll is dear.
        showWorkers: false,
        pollingInterval: { showSetting: true },
      },
    },
  });
  return serverAdapter.getRouter() as RequestHandler;
}
