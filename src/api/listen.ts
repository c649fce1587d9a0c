import { createServer } from "node:http";
import type { Express } from "express";

export interface Listening {
  readonly url: string;
  /** Takes no more requests; ends the connections that are open, event streams included. */
  close(): Promise<void>;
}

/** Serves an app on an address; port 0 picks a free one. */
export async function listen(
  app: Express,
  { host, port }: { host: string; port: number },
): Promise<Listening> {
  // A body of any length may take its time; what must not hang is a client that sends no headers.
  const server = createServer({ requestTimeout: 0, headersTimeout: 20_000 }, app);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
