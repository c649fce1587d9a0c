import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { z } from "zod";

const Value = z.looseObject({
  stringValue: z.string().optional(),
  intValue: z.union([z.number(), z.string()]).optional(),
  boolValue: z.boolean().optional(),
  arrayValue: z.unknown().optional(),
});
const Span = z.looseObject({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.number(),
  attributes: z.array(z.object({ key: z.string(), value: Value })),
});
const Export = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.unknown(),
      scopeSpans: z.array(
        z.object({ scope: z.object({ name: z.string() }), spans: z.array(Span) }),
      ),
    }),
  ),
});

/** A span as it came over the wire. */
export interface SeenSpan {
  readonly name: string;
  readonly scope: string;
  readonly kind: number;
  readonly trace: string;
  readonly id: string;
  readonly parent: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Takes OTLP over HTTP as JSON, like a collector. */
export async function startReceiver(): Promise<{
  readonly url: string;
  /** All that came, as text, headers included. */
  readonly text: () => string;
  readonly headers: () => Readonly<Record<string, unknown>>;
  readonly spans: () => SeenSpan[];
  close(): Promise<void>;
}> {
  const bodies: unknown[] = [];
  let headers: Record<string, unknown> = {};
  const server = createServer((req, res) => {
    headers = req.headers;
    void json(req).then((body) => {
      if (req.url === "/v1/traces") bodies.push(body);
      res.setHeader("content-type", "application/json").end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    text: () => JSON.stringify(bodies),
    headers: () => headers,
    spans: () => bodies.flatMap(spansOf),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function spansOf(body: unknown): SeenSpan[] {
  return Export.parse(body).resourceSpans.flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap(({ scope, spans }) =>
      spans.map((span) => ({
        name: span.name,
        scope: scope.name,
        kind: span.kind,
        trace: span.traceId,
        id: span.spanId,
        parent: span.parentSpanId,
        attributes: Object.fromEntries(
          span.attributes.map(({ key, value }) => [key, Object.values(value)[0]]),
        ),
      })),
    ),
  );
}
