import type { ErrorRequestHandler, RequestHandler } from "express";
import type { Logger } from "pino";
import { ZodError } from "zod";
import { UnreadableInput } from "../intake/line-source.ts";
import { BatchClosed } from "../records/intake.ts";

/** Every error the API answers with: its stable code, status and title. */
const problems = {
  not_found: [404, "There is no such thing here"],
  invalid_request: [422, "The request does not fit"],
  unreadable_input: [422, "The input can't be read"],
  unknown_workflow: [422, "There is no such workflow"],
  unsupported_media_type: [415, "The body's type is not supported"],
  key_in_use: [409, "A request with this Idempotency-Key is under way"],
  key_reused: [422, "This Idempotency-Key came with another body before"],
  wrong_status: [409, "The batch's status does not allow this"],
  interrupted: [400, "The request ended too early"],
  unavailable: [503, "Redis does not answer"],
  internal: [500, "Something broke here"],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof problems;

/** An error for the client; `detail` says what to do. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly code: ProblemCode;
  readonly errors: readonly { pointer: string; detail: string }[];

  constructor(code: ProblemCode, detail: string, errors: Problem["errors"] = []) {
    super(detail);
    this.code = code;
    this.errors = errors;
  }
}

export const notFound: RequestHandler = (req) => {
  throw new Problem(
    "not_found",
    `${req.method} ${req.path} leads nowhere; /openapi.json lists what does`,
  );
};

/** Turns anything thrown by a route into application/problem+json (RFC 9457). Last in the app. */
export function problemHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, req, res, _next) => {
    const problem = problemOf(error);
    if (problem.code === "internal") log.error({ err: error, path: req.path }, "a request failed");
    const [status, title] = problems[problem.code];
    // A stream that was under way can only be cut.
    if (res.headersSent) {
      res.destroy();
      return;
    }
    if (status === 503) res.set("Retry-After", "2");
    res
      .status(status)
      .type("application/problem+json")
      .send(
        JSON.stringify({
          type: `/problems/${problem.code}`,
          title,
          status,
          code: problem.code,
          detail: problem.message,
          instance: req.originalUrl,
          ...(problem.errors.length > 0 ? { errors: problem.errors } : {}),
        }),
      );
  };
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof ZodError) {
    const errors = error.issues.map(({ path, message }) => ({
      pointer: `/${path.join("/")}`,
      detail: message,
    }));
    const detail = errors.map((issue) => `${issue.pointer}: ${issue.detail}`).join("; ");
    return new Problem("invalid_request", detail, errors);
  }
  if (error instanceof UnreadableInput) return new Problem("unreadable_input", error.message);
  if (error instanceof BatchClosed) return new Problem("wrong_status", error.message);
  if (isClientError(error)) return new Problem("invalid_request", error.message);
  if (isAborted(error)) return new Problem("interrupted", "send the whole body");
  if (isRedisDown(error)) return new Problem("unavailable", "try again in a moment");
  return new Problem("internal", "the log of this server says what");
}

/** What Express throws for a malformed request. */
function isClientError(error: unknown): error is Error {
  return error instanceof Error && "expose" in error && error.expose === true;
}

function isAborted(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ECONNRESET";
}

function isRedisDown(error: unknown): boolean {
  return (
    error instanceof Error &&
    /Stream isn't writeable|Connection is closed|ECONNREFUSED|max retries per request|LOADING/i.test(
      error.message,
    )
  );
}
