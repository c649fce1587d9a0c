import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import {
  createGuardedRenderer,
  type RendererConfig,
  type RendererDeps,
} from "../../../src/web/browser/guarded-renderer.ts";
import { NameNotResolved, type ResolveHost } from "../../../src/web/resolver.ts";
import type { FetchFailure, Rendered, RenderPlan } from "../../../src/web/web.ts";

export type Answer = string | ((request: IncomingMessage, response: ServerResponse) => void);

export interface Site {
  readonly port: number;
  /** `host path` of every request that came in. */
  readonly seen: string[];
  /** Replaces what is served: by `host/path`, or `/path` for every host. */
  serve(answers: Record<string, Answer>): void;
  readonly server: Server;
  close(): Promise<void>;
}

/** A web server on a loopback address of its own: 127.0.0.2 plays the public web, 127.0.0.3 the inside. */
export async function startSite(address: string): Promise<Site> {
  const seen: string[] = [];
  let answers: Record<string, Answer> = {};
  const server = createServer((request, response) => {
    const host = (request.headers.host ?? "").replace(/:\d+$/, "");
    const path = (request.url ?? "/").replace(/\?.*/, "");
    seen.push(`${host} ${request.url}`);
    const answer = answers[`${host}${path}`] ?? answers[path];
    if (answer === undefined) {
      response.writeHead(404).end("nothing here");
    } else if (typeof answer === "function") {
      answer(request, response);
    } else {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(answer);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    seen,
    server,
    serve(next) {
      answers = next;
      seen.length = 0;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Every `*.test` name is the public site, except `inside.test`. */
export const resolve: ResolveHost = async (host) => {
  if (host === "inside.test") return [{ address: "127.0.0.3", family: 4 }];
  if (host.endsWith(".test")) return [{ address: "127.0.0.2", family: 4 }];
  throw new NameNotResolved(host, host.endsWith(".gone") ? "no_such_name" : "dns_failed");
};

export const config: RendererConfig = {
  ASSAY_CHROMIUM: undefined,
  ASSAY_USER_AGENT: "AssayBot/0.1 (+https://assay.invalid/bot)",
  ASSAY_ALLOW_ADDRESSES: ["127.0.0.2/32"],
  ASSAY_CONNECT_TIMEOUT_MS: 3_000,
  ASSAY_FETCH_TIMEOUT_MS: 10_000,
  ASSAY_MAX_BODY_BYTES: 5_000_000,
  HTTP_PROXY: undefined,
  HTTPS_PROXY: undefined,
  NO_PROXY: undefined,
  NODE_EXTRA_CA_CERTS: undefined,
};

export const log = pino({ level: "silent" });

export type TestRenderer = Awaited<ReturnType<typeof createGuardedRenderer>>;

/** A renderer that may go everywhere robots-wise, over the fake names above. */
export function startRenderer(changes: Partial<RendererDeps> = {}): Promise<TestRenderer> {
  return createGuardedRenderer({
    config,
    resolve,
    permit: async () => ({ ok: true, done: async () => undefined }),
    log,
    env: process.env,
    ...changes,
  });
}

export const noClicks: RenderPlan = { click: /^$/, maxClicks: 0 };

/** The render of a page that must succeed. */
export async function renderPage(
  renderer: TestRenderer,
  url: string,
  plan: RenderPlan = noClicks,
): Promise<Rendered> {
  const result = await renderer.render(url, plan, AbortSignal.timeout(25_000));
  if (!result.ok) throw new Error(`${result.kind}: ${result.detail}`);
  return result;
}

/** The failure of a render that must fail. */
export async function renderFailure(
  renderer: TestRenderer,
  url: string,
  plan: RenderPlan = noClicks,
  timeoutMs = 25_000,
): Promise<FetchFailure> {
  const result = await renderer.render(url, plan, AbortSignal.timeout(timeoutMs));
  if (result.ok) throw new Error(`expected a failure, got ${result.frames[0]?.snapshot.text}`);
  return result;
}

/** All DOM text that a render brought. */
export function allText(rendered: Rendered): string {
  return rendered.frames.map(({ snapshot }) => snapshot.text).join("\n");
}
