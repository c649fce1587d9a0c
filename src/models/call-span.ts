import { inSpan } from "../platform/tracing.ts";
import { runId } from "../records/keys.ts";
import type { Hop } from "./hop.ts";
import type { ProviderReply } from "./provider.ts";

/** One call to a model as a span, with OpenTelemetry's names for it. Neither prompt nor answer nor key. */
export function callSpan<T>(
  { choice, spender, maxOutputTokens, step }: Hop<T>,
  call: () => Promise<ProviderReply<T>>,
): Promise<ProviderReply<T>> {
  const attributes = {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": choice.provider,
    "gen_ai.request.model": choice.model,
    "gen_ai.request.max_tokens": maxOutputTokens,
    "gen_ai.agent.name": spender.agent,
    "gen_ai.conversation.id": runId(spender),
    "gen_ai.output.type": "json",
    "assay.step": step,
  };
  return inSpan(`chat ${choice.model}`, { attributes, kind: "client" }, async (note) => {
    const reply = await call();
    if (reply.requestId !== null) note({ "assay.request": reply.requestId });
    if (reply.outcome !== "ok") note({ "error.type": reply.outcome });
    if ("usage" in reply) {
      const { input, cacheRead, cacheWrite, cacheWriteLong, output, reasoning } = reply.usage;
      note({
        // The convention's count includes what came from a cache or went into one.
        "gen_ai.usage.input_tokens": input + cacheRead + cacheWrite + cacheWriteLong,
        "gen_ai.usage.output_tokens": output,
        "gen_ai.usage.cache_read.input_tokens": cacheRead,
        "gen_ai.usage.cache_write.input_tokens": cacheWrite + cacheWriteLong,
        "gen_ai.usage.reasoning.output_tokens": reasoning,
        "gen_ai.response.finish_reasons": [reply.outcome],
      });
    }
    return reply;
  });
}
