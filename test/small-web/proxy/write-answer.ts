import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Answer } from "../exchange.ts";

/** Sends an answer the way its host would: late, broken, or not at all. */
export function writeAnswer(response: ServerResponse, answer: Answer, isHead = false): void {
  if (answer.fault === "hang") return;
  if (answer.fault === "reset") {
    breakOff(response.socket);
    return;
  }
  if (answer.delayMs === undefined) {
    send(response, answer, isHead);
    return;
  }
  const timer = setTimeout(() => send(response, answer, isHead), answer.delayMs);
  response.once("close", () => clearTimeout(timer));
}

/** Ends a connection with a TCP reset where the socket allows it. */
export function breakOff(socket: Socket | null): void {
  if (!socket) return;
  const raw = "_parent" in socket && socket._parent ? (socket._parent as Socket) : socket;
  if (typeof raw.resetAndDestroy === "function") raw.resetAndDestroy();
  socket.destroy();
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
