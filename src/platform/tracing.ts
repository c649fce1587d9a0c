import { createHash } from "node:crypto";
import {
  type Attributes,
  context,
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Tracer,
} from "@opentelemetry/api";
import type { Logger } from "pino";

export interface TracingOptions {
  /** Collector that takes OTLP over HTTP as JSON; `undefined`: nothing is traced, and nothing loaded. */
  readonly url: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** How much of all records is traced, from 0 to 1; each with all of its attempts, or not at all. */
  readonly share: number;
  /** Which process speaks: `assay-http-worker`. */
  readonly service: string;
  readonly log: Pick<Logger, "warn" | "debug">;
}

export interface Tracing {
  /** Sends what is not sent yet, within seconds. */
  stop(): Promise<void>;
}

/** Between a start and its stop; `undefined`: spans are nothing. */
let tracer: Tracer | undefined;
let tracedShare = 1;

/** Starts sending spans, if there is somewhere to send them. */
export async function startTracing(options: TracingOptions): Promise<Tracing> {
  const { url } = options;
  if (url === undefined) return { stop: () => Promise.resolve() };
  const { openSdk } = await import("./tracing-sdk.ts");
  const sdk = openSdk({ ...options, url });
  tracedShare = options.share;
  tracer = trace.getTracer("assay");
  return {
    async stop() {
      tracer = undefined;
      await sdk.stop();
    },
  };
}

/** Whether spans go anywhere; what only serves them can be left undone otherwise. */
export function isTracing(): boolean {
  return tracer !== undefined;
}

/** Whether this record's work is traced. Every process says the same of it. */
export function isTraced(record: string): boolean {
  if (tracer === undefined || tracedShare >= 1) return tracer !== undefined;
  const drawn = createHash("sha1").update(record).digest().readUInt32BE(0);
  return drawn / 2 ** 32 < tracedShare;
}

export interface SpanOptions {
  readonly attributes?: Attributes;
  /** `client`: of a call to another system. */
  readonly kind?: "client" | "consumer" | "internal";
  /** The span that it belongs to; the one around it unless told otherwise. */
  readonly parent?: Context | undefined;
}

/** What work may tell of itself: never a page's text, a prompt or a credential. */
export type SpanNote = (attributes: Attributes) => void;

const kinds = {
  client: SpanKind.CLIENT,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
} as const;

/**
 * Does the work within a span. What the work throws passes through; the span keeps the error's name
 * only, because messages quote pages.
 */
export async function inSpan<T>(
  name: string,
  { attributes = {}, kind = "internal", parent }: SpanOptions,
  work: (note: SpanNote) => Promise<T>,
): Promise<T> {
  if (tracer === undefined) return work(() => undefined);
  const around = parent ?? context.active();
  const span = tracer.startSpan(name, { attributes, kind: kinds[kind] }, around);
  try {
    return await context.with(trace.setSpan(around, span), () =>
      work((more) => void span.setAttributes(more)),
    );
  } catch (error) {
    fail(span, error instanceof Error ? error.name : "unknown");
    throw error;
  } finally {
    span.end();
  }
}

function fail(span: Span, type: string): void {
  span.setAttribute("error.type", type);
  span.setStatus({ code: SpanStatusCode.ERROR });
}

/** A span of something that is over already, from `startedAt` (epoch ms) to now; what follows may hang on it. */
export function spanUntilNow(
  name: string,
  startedAt: number,
  { attributes = {}, kind = "internal", parent = ROOT_CONTEXT }: SpanOptions,
): Context {
  if (tracer === undefined) return parent;
  const options = { attributes, kind: kinds[kind], startTime: startedAt };
  const span = tracer.startSpan(name, options, parent);
  span.end();
  return trace.setSpan(parent, span);
}

/** Does work under a span that another process, or an earlier moment, began; asked for only while spans go anywhere. */
export function within<T>(parent: () => Context, work: () => T): T {
  return tracer === undefined ? work() : context.with(parent(), work);
}

/** The span around this moment in the one form that travels (W3C); `undefined` outside of all. */
export function traceparent(): string | undefined {
  const span = tracer && trace.getActiveSpan()?.spanContext();
  if (!span) return undefined;
  return `00-${span.traceId}-${span.spanId}-${span.traceFlags === 0 ? "00" : "01"}`;
}

const form = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

/** The context that a `traceparent` names; what is none begins a new trace. */
export function contextOf(text: string | undefined): Context {
  const [, traceId, spanId, flags = "00"] = form.exec(text ?? "") ?? [];
  if (traceId === undefined || spanId === undefined) return ROOT_CONTEXT;
  const traceFlags = Number.parseInt(flags, 16) & TraceFlags.SAMPLED;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}

/** A context under which nothing is recorded. */
export function untraced(): Context {
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId: "1".padStart(32, "0"),
    spanId: "1".padStart(16, "0"),
    traceFlags: TraceFlags.NONE,
    isRemote: true,
  });
}
