import { once } from "node:events";
import { createServer } from "node:http";
import type { Socket } from "node:net";
import type { Trouble } from "./failure.ts";
import { forward } from "./guard-proxy-forward.ts";
import { tunnel } from "./guard-proxy-tunnel.ts";
import { createGuardWatch, type GuardDeps } from "./guard-proxy-watch.ts";

/** A proxy for one render: whatever a page tries to reach passes here, under the egress policy. */
export interface GuardProxy {
  readonly url: string;
  /** What kept a URL's host from being reached, last time. */
  troubleOf(url: URL): Trouble | undefined;
  close(): Promise<void>;
}

/**
 * Opens a guarding proxy on a free port of 127.0.0.1. Names are resolved here and the checked
 * address is the one dialled; everything is refused that is not public, not on a port of the web,
 * too slow or too large. Our own code rather than a proxy package: the one moment that matters is
 * the dial, and it needs a time limit, a cause that can be told, and re-encryption.
 */
export async function openGuardProxy(deps: GuardDeps): Promise<GuardProxy> {
  const watch = createGuardWatch(deps);
  const server = createServer();
  server.maxConnections = deps.maxConnections;
  server.on("connection", watch.hold);
  server.on("request", (request, response) => void forward(deps, watch, request, response));
  server.on("connect", (request, stream, head) => {
    // The server only ever has TCP connections.
    const client = stream as Socket;
    if (head.length > 0) client.unshift(head);
    void tunnel(deps, watch, request, client);
  });
  server.on("clientError", (_error, socket) => socket.destroy());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("the guard proxy has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    troubleOf: watch.troubleOf,
    async close() {
      const closed = once(server, "close");
      server.close();
      watch.cutAll();
      await closed;
    },
  };
}
