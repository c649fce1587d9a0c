import type { ServerResponse } from "node:http";
import type { Fault } from "./faults.ts";
import type { ServedCall, ServedRequest, Totals } from "./request-log.ts";
import { type Rule, scriptedMind } from "./scripted-mind.ts";
import { sendJson } from "./send.ts";
import type { ModelServer } from "./server.ts";

/** Answers the tests' own requests to a model server that runs as a process. */
export function answerControl(
  called: string,
  body: string,
  server: ModelServer,
  response: ServerResponse,
): void {
  switch (called) {
    case "GET /control/requests":
      return sendJson(response, 200, server.requests());
    case "GET /control/calls":
      return sendJson(
        response,
        200,
        server.requests().map(({ body: _body, ...call }) => call),
      );
    case "GET /control/totals":
      return sendJson(response, 200, server.totals());
    case "DELETE /control/requests":
      server.forget();
      return sendJson(response, 200, {});
    case "PUT /control/faults":
      server.setFaults(JSON.parse(body) as readonly Fault[]);
      return sendJson(response, 200, {});
    case "PUT /control/mind":
      server.setMind(scriptedMind(JSON.parse(body) as readonly Rule[]));
      return sendJson(response, 200, {});
    default:
      return sendJson(response, 404, { error: `nothing at ${called}` });
  }
}

/** A model server in another process. */
export interface RemoteModelServer {
  readonly openaiUrl: string;
  readonly anthropicUrl: string;
  requests(): Promise<readonly ServedRequest[]>;
  /** The same without the bodies. */
  calls(): Promise<readonly ServedCall[]>;
  totals(): Promise<readonly Totals[]>;
  setRules(rules: readonly Rule[]): Promise<void>;
  setFaults(faults: readonly Fault[]): Promise<void>;
  forget(): Promise<void>;
}

/** Steers a model server over HTTP; `url` is its `anthropicUrl`. */
export function remoteModelServer(url: string): RemoteModelServer {
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${url}/control/${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`model server: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  return {
    openaiUrl: `${url}/v1`,
    anthropicUrl: url,
    requests: () => call("GET", "requests"),
    calls: () => call("GET", "calls"),
    totals: () => call("GET", "totals"),
    setRules: (rules) => call("PUT", "mind", rules),
    setFaults: (faults) => call("PUT", "faults", faults),
    forget: () => call("DELETE", "requests"),
  };
}
