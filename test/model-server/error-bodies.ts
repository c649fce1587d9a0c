import type { ProviderName } from "../../src/domain/model.ts";
import type { StatusReply } from "./ask.ts";

const openaiTypes: Readonly<
  Record<number, { type: string; code: string | null; message: string }>
> = {
  400: { type: "invalid_request_error", code: null, message: "Invalid request." },
  401: {
    type: "invalid_request_error",
    code: "invalid_api_key",
    message: "Incorrect API key provided.",
  },
  402: {
    type: "billing_error",
    code: "billing_not_active",
    message: "Your account is not active, please check your billing details.",
  },
  403: {
    type: "permission_error",
    code: null,
    message: "You have insufficient permissions for this operation.",
  },
  404: {
    type: "invalid_request_error",
    code: "model_not_found",
    message: "The model does not exist or you do not have access to it.",
  },
  429: {
    type: "requests",
    code: "rate_limit_exceeded",
    message: "Rate limit reached for requests. Please try again later.",
  },
  500: {
    type: "server_error",
    code: null,
    message: "The server had an error while processing your request. Sorry about that!",
  },
  503: {
    type: "server_error",
    code: null,
    message: "The engine is currently overloaded, please try again later.",
  },
};

const anthropicTypes: Readonly<Record<number, { type: string; message: string }>> = {
  400: { type: "invalid_request_error", message: "Invalid request." },
  401: { type: "authentication_error", message: "invalid bearer token" },
  402: { type: "billing_error", message: "Your credit balance is too low to access the API." },
  403: {
    type: "permission_error",
    message: "Your API key does not have permission to use the specified resource.",
  },
  404: { type: "not_found_error", message: "model: not found" },
  413: {
    type: "request_too_large",
    message: "Request exceeds the maximum allowed number of bytes.",
  },
  429: {
    type: "rate_limit_error",
    message: "This request would exceed your organization's rate limit.",
  },
  500: { type: "api_error", message: "Internal server error" },
  504: { type: "timeout_error", message: "Request timed out" },
  529: { type: "overloaded_error", message: "Overloaded" },
};

/** An error as the provider words it. */
export function errorBody(provider: ProviderName, reply: StatusReply, requestId: string): unknown {
  if (reply.body !== undefined) return reply.body;
  const { status, code } = reply;
  if (provider === "openai") {
    const usual = openaiTypes[status] ?? {
      type: "server_error",
      code: null,
      message: `Error ${status}.`,
    };
    const isQuota = code === "insufficient_quota";
    return {
      error: {
        message:
          reply.message ??
          (isQuota
            ? "You exceeded your current quota, please check your plan and billing details."
            : usual.message),
        type: isQuota ? code : usual.type,
        param: null,
        code: code ?? usual.code,
      },
    };
  }
  const usual = anthropicTypes[status] ?? { type: "api_error", message: `Error ${status}` };
  return {
    type: "error",
    error: {
      type: usual.type,
      message: reply.message ?? usual.message,
      ...(code !== undefined && { details: { error_code: code } }),
    },
    request_id: requestId,
  };
}
