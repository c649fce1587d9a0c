import type { ServerResponse } from "node:http";
import type { Answer } from "../exchange.ts";

/** Sends an answer the way its host would: at once, late, or never. */
export function writeAnswer(response: ServerResponse, answer: Answer, isHead = false): void {
  if (answer.hangs) return;
  if (answer.delayMs === undefined) {
    send(response, answer, isHead);
    return;
  }
  const timer = setTimeout(() => send(response, answer, isHead), answer.delayMs);
  response.once("close", () => clearTimeout(timer));
}

function send(response: ServerResponse, answer: Answer, isHead: boolean): void {
  const body = typeof answer.body === "string" ? Buffer.from(answer.body) : answer.body;
  for (const [name, value] of Object.entries(answer.headers)) {
    response.setHeader(name, typeof value === "string" ? value : [...value]);
  }
  response.setHeader("content-length", body.byteLength);
  response.writeHead(answer.status);
  response.end(isHead ? undefined : body);
}
