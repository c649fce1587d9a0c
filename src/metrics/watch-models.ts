import type { GatewayDeps } from "../models/gateway.ts";
import type { Provider, ProviderReply } from "../models/provider.ts";
import type { WorkerMetrics } from "./worker-metrics.ts";

/** The same way to the models, its calls counted and timed. */
export function watchModels(gateway: GatewayDeps, metrics: WorkerMetrics): GatewayDeps {
  const { openai, anthropic } = gateway.providers;
  return {
    ...gateway,
    providers: { openai: watched(openai, metrics), anthropic: watched(anthropic, metrics) },
  };
}

function watched(provider: Provider, metrics: WorkerMetrics): Provider {
  const { name } = provider;
  async function timed<T>(model: string, call: Promise<ProviderReply<T>>) {
    const started = performance.now();
    const reply = await call;
    metrics.called({ provider: name, model }, reply.outcome, performance.now() - started);
    return reply;
  }
  return {
    name,
    complete: (request, call) => timed(request.model, provider.complete(request, call)),
    converse: (request, call) => timed(request.model, provider.converse(request, call)),
    check: (call) => provider.check(call),
  };
}
