import type { ErrorRequestHandler, Request, Response } from "express";
import type { Logger } from "pino";
import type { z } from "zod";
import { SnapshotCorrupt } from "../evidence/snapshot-store.ts";
import { UnreadableInput } from "../intake/line-source.ts";
import { BatchClosed } from "../records/intake.ts";
import { ArchiveDamaged, ArchiveUnavailable } from "../retention/archive-store.ts";

/** Every error the API answers with: its stable code, status and title. */
const problems = {
  not_found: [404, "There is no such thing here"],
  method_not_allowed: [405, "This can't be done here"],
  invalid_request: [422, "The request does not fit"],
  unreadable_input: [422, "The input can't be read"],
  unknown_workflow: [422, "There is no such workflow"],
  unsupported_media_type: [415, "The body's type is not supported"],
  key_in_use: [409, "A request with this Idempotency-Key is under way"],
  key_reused: [422, "This Idempotency-Key came with another body before"],
  wrong_status: [409, "The batch's status does not allow this"],
  already_decided: [409, "A person decided this before"],
  interrupted: [400, "The request ended too early"],
  malformed: [400, "The request is not HTTP as this server reads it"],
  cross_site: [403, "Another site's page may not do this"],
  forbidden: [403, "This is not allowed here"],
  unauthorized: [401, "This needs a log-in"],
  too_many: [429, "Too many tries"],
  too_large: [413, "The body is too large"],
  snapshot_corrupt: [410, "The stored copy is damaged"],
  archive_damaged: [410, "The archive is damaged"],
  unavailable: [503, "Redis or the archive does not answer"],
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

/** Parses what a client sent; every field that does not fit is named at once. */
export function parseRequest<Schema extends z.ZodType>(
  schema: Schema,
  given: unknown,
): z.output<Schema> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const errors = result.error.issues.map(({ path, message }) => ({
    pointer: pointerTo(path),
    detail: message,
  }));
  const detail = errors
    .map((issue) => (issue.pointer === "" ? issue.detail : `${issue.pointer}: ${issue.detail}`))
    .join("; ");
  throw new Problem("invalid_request", detail, errors);
}

/** RFC 6901. */
function pointerTo(path: readonly PropertyKey[]): string {
  const escaped = path.map((part) => String(part).replaceAll("~", "~0").replaceAll("/", "~1"));
  return escaped.map((part) => `/${part}`).join("");
}

/** Turns anything thrown by a route into application/problem+json (RFC 9457). Last in the app. */
export function problemHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, req, res, _next) => {
    const problem = problemOf(error);
    if (problem.code === "internal") log.error({ err: error, path: req.path }, "a request failed");
    const { status } = problemBody(problem, "");
    // A stream that was under way can only be cut.
    if (res.headersSent) {
      res.destroy();
      return;
    }
    if (status === 503) res.set("Retry-After", "2");
    // What the route announced was its own answer.
    for (const name of ["Content-Disposition", "Location", "Link"]) res.removeHeader(name);
    dismissBody(req, res);
    res
      .status(status)
      .type("application/problem+json")
      .send(JSON.stringify(problemBody(problem, req.originalUrl)));
  };
}

/** A problem as RFC 9457 writes it. */
export function problemBody(problem: Problem, instance: string) {
  const [status, title] = problems[problem.code];
  return {
    type: `/problems/${problem.code}`,
    title,
    status,
    code: problem.code,
    detail: problem.message,
    instance,
    ...(problem.errors.length > 0 ? { errors: problem.errors } : {}),
  };
}

const dismissedBodyMs = 10_000;

/**
 * Lets a refused client finish sending, so that it gets to read the answer; the connection is not
 * used again, and not kept for a body without end.
 */
function dismissBody(req: Request, res: Response): void {
  const { "content-length": length, "transfer-encoding": chunks } = req.headers;
  if ((length === undefined && chunks === undefined) || req.complete || req.destroyed) return;
  res.set("Connection", "close");
  req.unpipe();
  req.resume();
  const patience = setTimeout(() => req.destroy(), dismissedBodyMs);
  req.once("close", () => clearTimeout(patience));
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof UnreadableInput) return new Problem("unreadable_input", error.message);
  if (error instanceof BatchClosed) return new Problem("wrong_status", error.message);
  if (error instanceof SnapshotCorrupt) return new Problem("snapshot_corrupt", error.message);
  if (error instanceof ArchiveDamaged) return new Problem("archive_damaged", error.message);
  if (error instanceof ArchiveUnavailable) return new Problem("unavailable", error.message);
  if (!(error instanceof Error)) return internal;
  if (isClientError(error)) return new Problem("malformed", error.message);
  if (isAborted(error)) return new Problem("interrupted", "send the whole body");
  if (isDamagedGzip(error)) {
    return new Problem("unreadable_input", `the gzip body is damaged: ${error.message}`);
  }
  if (isRedisDown(error)) return new Problem("unavailable", "try again in a moment");
  return internal;
}

const internal = new Problem("internal", "the log of this server says what");

/** What Express throws for a malformed request, such as a path that is not percent-encoded right. */
function isClientError(error: Error): boolean {
  return "status" in error && error.status === 400;
}

function isAborted(error: Error): boolean {
  const codes = ["ECONNRESET", "ERR_STREAM_PREMATURE_CLOSE"];
  return "code" in error && codes.includes(String(error.code));
}

function isDamagedGzip(error: Error): boolean {
  return "code" in error && String(error.code).startsWith("Z_");
}

function isRedisDown(error: Error): boolean {
  return /Stream isn't writeable|Connection is closed|ECONNREFUSED|max retries per request|Command timed out|^(LOADING|MISCONF|READONLY|OOM|CLUSTERDOWN)/i.test(
    error.message,
  );
}
