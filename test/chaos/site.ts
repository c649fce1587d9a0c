import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EndlessRow } from "../small-web/endless-list.ts";
import { type Crew, type Post, startCrew } from "./crew.ts";
import { type Line, startLine } from "./line.ts";
import { type ChaosRedis, type Fsync, startRedis } from "./redis.ts";
import { takeIn } from "./take-in.ts";
import type { WebProcess } from "./web-process.ts";

/** A run under test: a Redis, the line to it, and the workers behind that line. */
export interface ChaosSite {
  readonly redis: ChaosRedis;
  readonly line: Line;
  readonly crew: Crew;
  /** For any other command of the product, straight to Redis. */
  readonly env: NodeJS.ProcessEnv;
  /** Takes rows in as a batch. */
  take(rows: Iterable<EndlessRow>): Promise<string>;
  /** Ends and removes everything; a second time it is the first. */
  close(): Promise<void>;
}

export interface ChaosSiteOptions {
  readonly web: WebProcess;
  /** Where the compiled `workers/` are. */
  readonly workers: string;
  readonly posts: readonly Post[];
  /** Whether Redis may get a small disk of its own, where this user may mount one. */
  readonly isMounted: boolean;
  readonly fsync?: Fsync;
  readonly env?: NodeJS.ProcessEnv;
}

export async function openSite(options: ChaosSiteOptions): Promise<ChaosSite> {
  const { web, workers, posts, isMounted } = options;
  const home = mkdtempSync(join(tmpdir(), "assay-chaos-"));
  mkdirSync(join(home, "tmp"));
  const redis = await startRedis(home, isMounted, options.fsync);
  const line = await startLine(redis.port);
  const env = {
    PATH: process.env["PATH"],
    HOME: home,
    TMPDIR: join(home, "tmp"),
    ASSAY_HOME: home,
    ASSAY_LOG_LEVEL: "warn",
    ASSAY_HOST_PAUSE_MS: "0",
    // Something to add up in the books.
    ASSAY_FETCH_USD: "0.00001",
    ASSAY_WATCHDOG_EVERY_MS: "5000",
    ASSAY_DNS_URL: web.dnsUrl,
    HTTP_PROXY: web.proxyUrl,
    HTTPS_PROXY: web.proxyUrl,
    NO_PROXY: "127.0.0.1",
    NODE_EXTRA_CA_CERTS: web.caPath,
    ...options.env,
  };
  const throughLine = { ...env, REDIS_URL: `redis://127.0.0.1:${line.port}` };
  const crew = startCrew({ workers, posts, logs: join(home, "logs"), env: throughLine });
  let closing: Promise<void> | undefined;
  return {
    redis,
    line,
    crew,
    env: { ...env, REDIS_URL: `redis://127.0.0.1:${redis.port}` },
    take: (rows) => takeIn(redis.direct, rows),
    close() {
      return (closing ??= (async () => {
        await crew.close();
        await line.close();
        await redis.close();
        rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
      })());
    },
  };
}
