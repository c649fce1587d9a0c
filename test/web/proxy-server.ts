import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import { listen } from "./support.ts";

export interface TestProxy {
  readonly url: string;
  /** What it was asked, as request lines. */
  readonly seen: string[];
  readonly auth: (string | undefined)[];
}

export interface ProxyBehaviour {
  /** The port of the one site behind the proxy. */
  readonly sitePort?: number;
  /** Raw answers to CONNECT, by host. */
  readonly refusals?: Readonly<Record<string, string>>;
  /** Answers to relayed requests, by host. */
  readonly errors?: Readonly<Record<string, (response: ServerResponse) => void>>;
}

/** A forward proxy that resolves every name to the one site behind it. */
export async function startProxy({
  sitePort = 0,
  refusals = {},
  errors = {},
}: ProxyBehaviour): Promise<TestProxy> {
  const seen: string[] = [];
  const auth: (string | undefined)[] = [];
  const server = createServer((incoming: IncomingMessage, response) => {
    seen.push(`${incoming.method} ${incoming.url}`);
    auth.push(incoming.headers["proxy-authorization"]);
    const url = new URL(incoming.url ?? "");
    const error = errors[url.hostname];
    if (error) return error(response);
    const relayed = request(
      {
        port: sitePort,
        host: "127.0.0.1",
        path: url.pathname,
        headers: incoming.headers,
        method: incoming.method,
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 0, answer.headers);
        answer.pipe(response);
      },
    );
    incoming.pipe(relayed);
  });
  server.on("connect", (incoming: IncomingMessage, client: Socket, head: Buffer) => {
    seen.push(`CONNECT ${incoming.url}`);
    auth.push(incoming.headers["proxy-authorization"]);
    client.on("error", () => undefined);
    const refusal = refusals[(incoming.url ?? "").replace(/:\d+$/, "")];
    if (refusal !== undefined) {
      client.end(refusal);
      return;
    }
    const upstream = connect(sitePort, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.write(head);
      client.pipe(upstream).pipe(client);
    });
    upstream.on("error", () => client.destroy());
  });
  return { url: `http://user:p%40ss@127.0.0.1:${await listen(server)}`, seen, auth };
}
