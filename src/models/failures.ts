import type { Call, ProviderReply } from "./provider.ts";
import { retryAfterOf } from "./retry-after.ts";

/** A call that brought no answer of the model's. */
export type Failure = Extract<ProviderReply<never>, { readonly isBilled: unknown }>;

type FailedOutcome = Failure["outcome"];

/** An error that came as an HTTP answer, in the words of either provider. */
export interface ErrorAnswer {
  readonly status: number;
  /** The most telling of the provider's own words: its code, else its type. */
  readonly codes: readonly (string | null | undefined)[];
  readonly message: string;
  readonly headers: Headers | undefined;
  readonly requestId: string | null;
}

/** The request never left: no connection, no tunnel, no valid certificate. Nobody bills that. */
export class NotSent extends Error {
  override readonly name = "NotSent";
}

const byCode: Readonly<Record<string, FailedOutcome>> = {
  insufficient_quota: "billing",
  billing_not_active: "billing",
  billing_hard_limit_reached: "billing",
  billing_error: "billing",
  enforced_spend_limit_reached: "billing",
  contract_spend_limit_reached: "billing",
  linked_organization_spend_limit_reached: "billing",
  linked_organization_billing_unavailable: "billing",
  organization_on_hold: "auth",
  account_deactivated: "auth",
  invalid_api_key: "auth",
  model_not_found: "unknown_model",
  overloaded_error: "overloaded",
};

const byStatus: Readonly<Record<number, FailedOutcome>> = {
  401: "auth",
  402: "billing",
  403: "auth",
  408: "timeout",
  409: "unreachable",
  429: "rate_limited",
  529: "overloaded",
};

/** Limits of money that come as a plain 400, known only by their wording. */
const billingWords =
  /specified API usage limits|credit balance is too low|exceeded your current quota/i;

/** The answer of something in between, which may have given up on a call that went on behind it. */
const lateStatuses = new Set([408, 499, 502, 504, 520, 522, 524]);

/**
 * Names what became of a call that threw. Every error of a provider or a network has a name; any
 * other is a bug of ours and is thrown on.
 */
export function failureFrom(
  error: unknown,
  call: Call,
  answerOf: (error: unknown) => ErrorAnswer | undefined,
): Failure {
  const answer = answerOf(error);
  if (answer) return fromAnswer(answer, call);
  const causes = [...causesOf(error)];
  const notSent = causes.find((cause) => cause instanceof NotSent);
  const requestId = null;
  if (notSent) {
    const detail = cleaned(notSent.message, call.key);
    return { outcome: "unreachable", detail, isBilled: "no", retryAfterMs: null, requestId };
  }
  if (call.signal.aborted) return ended(call.signal, "maybe");
  const outcome = causes.map(outcomeOf).find((each) => each !== undefined);
  if (outcome === undefined) throw error;
  const detail = cleaned(causes.map(({ message }) => message).join(": "), call.key);
  return { outcome, detail, isBilled: "maybe", retryAfterMs: null, requestId };
}

/** A call that we ended: its time was up, or nobody wants its answer any more. */
export function ended({ reason }: AbortSignal, isBilled: Failure["isBilled"]): Failure {
  const isLate =
    reason === "timeout" || (reason instanceof Error && reason.name === "TimeoutError");
  return {
    outcome: isLate ? "timeout" : "cancelled",
    detail: isLate ? "no answer in time" : "the call was cancelled",
    isBilled,
    retryAfterMs: null,
    requestId: null,
  };
}

/** An answer that is none: a page of something in between, or JSON of another form. */
export function unreadable(what: string, requestId: string | null = null): Failure {
  const detail = `${what}; is the base URL the provider's, or a proxy's page in between?`;
  return { outcome: "invalid", detail, isBilled: "maybe", retryAfterMs: null, requestId };
}

function fromAnswer(answer: ErrorAnswer, { key }: Call): Failure {
  const { status, headers, message, requestId } = answer;
  return {
    outcome: meaningOf(answer),
    detail: cleaned(message, key),
    isBilled: lateStatuses.has(status) ? "maybe" : "no",
    retryAfterMs: headers ? retryAfterOf(headers, Date.now()) : null,
    requestId,
  };
}

function meaningOf({ status, codes, message, headers }: ErrorAnswer): FailedOutcome {
  for (const code of codes) {
    const known = code ? byCode[code] : undefined;
    if (known) return known;
  }
  if (status < 500 && billingWords.test(message)) return "billing";
  // A proxy's page says nothing of the key.
  const isProviders = headers?.get("content-type")?.includes("json") ?? false;
  if (status >= 400 && status < 500 && status !== 429 && !isProviders) return "unreachable";
  if (status === 404) return /model/i.test(message) ? "unknown_model" : "unreachable";
  if (status === 503 && /overloaded|slow down/i.test(message)) return "overloaded";
  return byStatus[status] ?? (status >= 400 && status < 500 ? "rejected" : "unreachable");
}

/** What an error says of the network, where it is no answer. */
function outcomeOf(error: Error): FailedOutcome | undefined {
  // Both SDKs read JSON by the runtime's own means.
  if (error instanceof SyntaxError) return "invalid";
  const { name, message } = error;
  if (name === "AbortError" || name === "TimeoutError") return "timeout";
  if (message === "terminated" || message === "fetch failed") return "unreachable";
  // What an SDK does with a body that is no object.
  if (error instanceof TypeError && message.includes("'in' operator")) return "invalid";
  return undefined;
}

/** An error and what led to it. */
export function* causesOf(error: unknown): Generator<Error> {
  for (let each = error; each instanceof Error; each = each.cause) {
    yield each;
    if (each instanceof AggregateError) yield* each.errors.flatMap((one) => [...causesOf(one)]);
  }
}

const mostDetailChars = 300;

/** Words of a stranger for our logs: one line, short, without any key. */
function cleaned(message: string, key: string): string {
  const shown = message.replaceAll(key, "…").replace(/\bsk-[\w*.-]{4,}/g, "…");
  return shown
    .replace(/[\s\p{C}]+/gu, " ")
    .trim()
    .slice(0, mostDetailChars);
}
