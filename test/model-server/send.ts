import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { RawReply } from "./ask.ts";

/** Sends a whole answer. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": String(bytes.byteLength),
    ...headers,
  });
  response.end(bytes);
}

/** Sends a body other than the provider's. */
export function sendRaw(response: ServerResponse, reply: RawReply): void {
  response.writeHead(reply.status ?? 200, {
    "content-type": reply.contentType ?? "text/html; charset=utf-8",
  });
  response.end(reply.raw);
}

/** Sends half of an answer and then goes silent, or cuts the connection. */
export async function breakOff(
  response: ServerResponse,
  how: { readonly at: "headers" | "body"; readonly cut: boolean },
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  if (how.at === "body") {
    response.writeHead(200, {
      "content-type": "application/json",
      "content-length": "4096",
      ...headers,
    });
    response.write('{"id":"half","object":"response","output":[');
    // The half must arrive before the cut, or the client sees no answer at all.
    await wait(20);
  }
  if (how.cut) response.socket?.resetAndDestroy();
}
