import type { z } from "zod";
import type { ModelChoice } from "../domain/model.ts";
import type { ModelLimits } from "../specs/kit.ts";
import type { CompletionAsk, ConversationAsk, ModelReply } from "./access.ts";
import type { Prompt } from "./journal-entry.ts";
import type { Call, Provider, ProviderReply, Turn } from "./provider.ts";
import { strictSchema } from "./strict-schema.ts";

export type Providers = Readonly<Record<ModelChoice["provider"], Provider>>;

/** An ask in the one form that the chain of models works through. */
export interface Question<T> {
  readonly step: string;
  readonly prompt: Prompt;
  /** The answer may serve later batches that ask the same. */
  readonly isReusable: boolean;
  /** The one model that may answer; `null`: any of the chain. */
  readonly stick: ModelChoice | null;
  /** The request to one model: what is sent, for its size, and how. */
  readonly requestFor: (choice: ModelChoice) => {
    readonly body: unknown;
    readonly send: (call: Call) => Promise<ProviderReply<T>>;
  };
}

export function completionQuestion<T>(
  { step, system, user, schemaName, schema, shown }: CompletionAsk<T>,
  limits: ModelLimits,
  providers: Providers,
): Question<string> {
  const forms = strictSchema(schemaName, schema);
  return {
    step,
    prompt: { system, said: user, form: forms.openai },
    isReusable: shown.length > 0,
    stick: null,
    requestFor(choice) {
      const body = {
        ...common(choice, limits, system),
        user,
        schemaName,
        schema: forms[choice.provider],
      };
      return { body, send: (call) => providers[choice.provider].complete(body, call) };
    },
  };
}

export function conversationQuestion(
  { step, system, messages, tools, stick }: ConversationAsk,
  limits: ModelLimits,
  providers: Providers,
): Question<Turn> {
  const forms = tools.map((tool) => ({ tool, schemas: strictSchema(tool.name, tool.input) }));
  return {
    step,
    prompt: {
      system,
      said: messages,
      form: forms.map(({ tool, schemas }) => [tool.name, tool.description, schemas.openai]),
    },
    isReusable: false,
    stick,
    requestFor(choice) {
      const body = {
        ...common(choice, limits, system),
        messages,
        tools: forms.map(({ tool: { name, description }, schemas }) => ({
          name,
          description,
          schema: schemas[choice.provider],
        })),
      };
      return { body, send: (call) => providers[choice.provider].converse(body, call) };
    },
  };
}

function common({ model, effort }: ModelChoice, { maxOutputTokens }: ModelLimits, system: string) {
  return { model, effort, system, maxOutputTokens };
}

/** The answer as the schema reads it; it was booked before, so a bad one is paid all the same. */
export function readAnswer<T>(
  { value, by, isReplayed }: Extract<ModelReply<string>, { kind: "ok" }>,
  schema: z.ZodType<T>,
): ModelReply<T> {
  let json: unknown;
  try {
    json = JSON.parse(value);
  } catch {
    return { kind: "invalid", detail: "the answer is no JSON" };
  }
  const result = schema.safeParse(json);
  if (result.success) return { kind: "ok", value: result.data, by, isReplayed };
  const [issue] = result.error.issues;
  return { kind: "invalid", detail: `the answer does not fit at ${issue?.path.join(".") ?? "?"}` };
}
