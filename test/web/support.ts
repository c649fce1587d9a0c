import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Redis } from "ioredis";
import { onTestFinished } from "vitest";
import { loadConfig } from "../../src/platform/config.ts";
import { closeEgress, createEgress, type Egress } from "../../src/web/egress.ts";
import { type RecordLimits, webForRecord } from "../../src/web/record-web.ts";
import { type HostAddress, NameNotResolved, type ResolveHost } from "../../src/web/resolver.ts";
import type { FetchFailure, Fetched, Web } from "../../src/web/web.ts";

export const loopback: HostAddress = { address: "127.0.0.1", family: 4 };

/** A site on loopback; ends with the test. `seen` lists what was asked, robots.txt left out. */
export async function startSite(
  handler: RequestListener,
): Promise<{ port: number; seen: string[] }> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    if (request.url === "/robots.txt") {
      response.writeHead(404).end();
      return;
    }
    seen.push(`${request.headers.host?.replace(/:\d+$/, "")}${request.url}`);
    handler(request, response);
  });
  return { port: await listen(server), seen };
}

export async function listen(server: Server, host = "127.0.0.1"): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

/** Every name is on loopback, except those that end in `.gone`. */
export const allOnLoopback: ResolveHost = async (host) => {
  if (host.endsWith(".gone")) throw new NameNotResolved(host, "no_such_name");
  return [loopback];
};

export function startEgress(
  redis: Redis,
  env: Record<string, string> = {},
  resolve: ResolveHost = allOnLoopback,
): Egress {
  const config = loadConfig({
    ASSAY_ALLOW_ADDRESSES: "127.0.0.0/8",
    ASSAY_HOST_PAUSE_MS: "0",
    ASSAY_FETCH_TIMEOUT_MS: "5000",
    ...env,
  });
  const egress = createEgress({ config, redis, resolve });
  onTestFinished(() => closeEgress(egress));
  return egress;
}

export function recordWeb(egress: Egress, limits: Partial<RecordLimits> = {}): Web {
  return webForRecord(egress, {
    signal: new AbortController().signal,
    deadline: Date.now() + 60_000,
    maxPages: 50,
    ...limits,
  });
}

export function fetchedOf(result: Fetched | FetchFailure): Fetched["snapshot"] {
  if (!result.ok) throw new Error(`${result.kind}: ${result.detail}`);
  return result.snapshot;
}

export function failureOf(result: Fetched | FetchFailure): FetchFailure {
  if (result.ok) throw new Error(`fetched with ${result.snapshot.status}`);
  return result;
}
