import { onTestFinished } from "vitest";
import { z } from "zod";
import type { ProviderName } from "../../src/domain/model.ts";
import { openProviders } from "../../src/models/open-providers.ts";
import type {
  Call,
  CompletionRequest,
  Provider,
  ToolDefinition,
} from "../../src/models/provider.ts";
import { strictSchema } from "../../src/models/strict-schema.ts";
import { loadConfig } from "../../src/platform/config.ts";
import {
  type ModelServer,
  type ModelServerOptions,
  startModelServer,
} from "../model-server/server.ts";

export const models = { openai: "gpt-6-luna", anthropic: "claude-haiku-5-5" } as const;
export const key = "sk-test-0123456789abcdef";

const Verdict = z.strictObject({
  quote: z.string(),
  vendor: z.enum(["lever", "greenhouse"]).nullable(),
});

/** A model server and the product's providers that ask it. */
export async function startWire(options: ModelServerOptions = {}): Promise<{
  readonly server: ModelServer;
  readonly providers: Record<ProviderName, Provider>;
}> {
  const server = await startModelServer(options);
  onTestFinished(() => server.close());
  return { server, providers: providersAt(server.openaiUrl, server.anthropicUrl) };
}

export function providersAt(
  openaiUrl: string,
  anthropicUrl: string,
  env: NodeJS.ProcessEnv = {},
): Record<ProviderName, Provider> {
  return openProviders(
    loadConfig({ ...env, OPENAI_BASE_URL: openaiUrl, ANTHROPIC_BASE_URL: anthropicUrl }),
  );
}

export function question(
  provider: ProviderName,
  changes: Partial<CompletionRequest> = {},
): CompletionRequest {
  return {
    model: models[provider],
    effort: "low",
    system: "Name the vendor.",
    maxOutputTokens: 500,
    user: "The page links to jobs.lever.co/acme.",
    schemaName: "verdict",
    schema: strictSchema("verdict", Verdict)[provider],
    ...changes,
  };
}

export function tool(provider: ProviderName, name: string, schema: z.ZodType): ToolDefinition {
  return { name, description: `The tool ${name}.`, schema: strictSchema(name, schema)[provider] };
}

export function call(signal: AbortSignal = new AbortController().signal): Call {
  return { key, signal };
}
