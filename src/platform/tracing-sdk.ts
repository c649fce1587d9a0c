import { hostname } from "node:os";
import { context, diag, DiagLogLevel, propagation, trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import type { Tracing, TracingOptions } from "./tracing.ts";

/** How long one delivery may take, and the last one at the end of the process. */
const exportMs = 5_000;
const longestAttribute = 256;

/** Loads and starts OpenTelemetry's SDK. A collector that does not answer costs spans, never work. */
export function openSdk({
  url,
  headers,
  service,
  log,
}: TracingOptions & { readonly url: string }): Tracing {
  const tell = teller(log);
  listen(tell);
  const exporter = new OTLPTraceExporter({
    url: tracesUrl(url),
    headers: { ...headers },
    timeoutMillis: exportMs,
  });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({
      "service.name": service,
      "service.instance.id": `${hostname()}-${process.pid}`,
    }),
    spanLimits: { attributeValueLengthLimit: longestAttribute },
    spanProcessors: [new BatchSpanProcessor(exporter, { exportTimeoutMillis: exportMs })],
  });
  provider.register({ propagator: null });
  return {
    async stop() {
      try {
        await provider.shutdown();
      } catch (error) {
        tell(String(error));
      }
      for (const api of [trace, context, propagation, diag]) api.disable();
    },
  };
}

/** A collector's address may be given with its path or without. */
function tracesUrl(url: string): string {
  const { pathname } = new URL(url);
  return pathname.endsWith("/v1/traces") ? url : `${url.replace(/\/+$/, "")}/v1/traces`;
}

/** The first trouble is told; a collector that stays away is no news. */
function teller(log: TracingOptions["log"]): (message: string) => void {
  let isTold = false;
  return (message) => {
    const said = message.slice(0, 500);
    if (isTold) log.debug({ said }, "spans are not delivered");
    else log.warn({ said }, "spans are not delivered; the work goes on");
    isTold = true;
  };
}

/** The SDK's own words: what goes wrong while it delivers. */
function listen(tell: (message: string) => void): void {
  const ignore = () => undefined;
  diag.setLogger(
    { error: tell, warn: tell, info: ignore, debug: ignore, verbose: ignore },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
}
