import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { pipeline } from "node:stream";
import { dialTunnel } from "./guard-proxy-dial.ts";
import { reencrypt } from "./guard-proxy-tls.ts";
import { type GuardDeps, type GuardWatch, ignore } from "./guard-proxy-watch.ts";
import { parseUrl } from "./url.ts";

/** Answers a CONNECT: https, and every WebSocket. */
export async function tunnel(
  deps: GuardDeps,
  watch: GuardWatch,
  request: IncomingMessage,
  client: Socket,
): Promise<void> {
  const origin = parseUrl(`https://${request.url}`);
  if (!origin || origin.pathname !== "/") {
    client.end(refused);
    return;
  }
  let target: Socket | undefined;
  try {
    target = await dialTunnel(deps, origin);
    watch.limit(target, origin);
    client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
    const ends = { client, target, host: origin.hostname };
    const joined = deps.trust ? await reencrypt(ends, deps.trust, deps.connectTimeoutMs) : ends;
    joined.client.on("error", ignore);
    joined.target.on("error", ignore);
    pipeline(joined.client, joined.target, ignore);
    pipeline(joined.target, joined.client, ignore);
  } catch (error) {
    watch.note(origin, error);
    if (target === undefined) client.end(refused);
    else client.destroy();
    target?.destroy();
  }
}

const refused = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
