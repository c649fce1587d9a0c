import { createServer } from "node:http";
import type { Duplex } from "node:stream";
import type { Api } from "./app.ts";
import { Problem, problemBody } from "./problem.ts";

export interface Listening {
  readonly url: string;
  /** Takes no more requests; ends those under way, event streams included, and waits for what they put away. */
  close(): Promise<void>;
}

/** A request that was cut has this long to put away what it had begun. */
const cleanupMs = 5_000;

/** Serves an app on an address; port 0 picks a free one. */
export async function listen(
  { app, settled }: Api,
  { host, port }: { host: string; port: number },
): Promise<Listening> {
  // A body of any length may take its time; what must not hang is a client that sends no headers.
  const server = createServer({ requestTimeout: 0, headersTimeout: 20_000 }, app);
  server.on("clientError", refuseMalformed);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      await settled(cleanupMs);
    },
  };
}

/** What is not even HTTP gets its problem, too, as far as the line still carries one. */
function refuseMalformed(error: Error, socket: Duplex): void {
  if (!socket.writable) {
    socket.destroy(error);
    return;
  }
  const code = "code" in error ? String(error.code) : "";
  const detail =
    code === "HPE_HEADER_OVERFLOW" ? "address and headers are too long" : "this is not HTTP/1.1";
  const body = JSON.stringify(problemBody(new Problem("malformed", detail), "/"));
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: application/problem+json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
