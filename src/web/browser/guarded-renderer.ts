import type { Logger } from "pino";
import type { Config } from "../../platform/config.ts";
import { parseAllowedRanges } from "../address-policy.ts";
import { failureOf } from "../fetch-failure.ts";
import { openGuardProxy } from "../guard-proxy.ts";
import { refusalBeforeDial } from "../guard-proxy-dial.ts";
import { createGuardTrust } from "../guard-proxy-tls.ts";
import type { GuardDeps } from "../guard-proxy-watch.ts";
import { createProxyChoice } from "../proxy-choice.ts";
import type { ResolveHost } from "../resolver.ts";
import { parseUrl } from "../url.ts";
import type { BrowserSessions } from "../browser-session.ts";
import type { FetchFailure, Rendered, Renderer } from "../web.ts";
import { type BrowserPool, createBrowserPool } from "./browser-pool.ts";
import { ChromiumMissing, findChromium } from "./find-chromium.ts";
import { isBrowserGone } from "./failures.ts";
import { launchChromium } from "./launch.ts";
import type { Permit } from "./navigation-gate.ts";
import { renderOnce, type RenderCall, type RenderDeps } from "./render-once.ts";
import { createBrowserSessions } from "./session.ts";
import { type BrowserEvent, watchBrowser } from "./watch-launch.ts";
import { claimTemporaryDirectory } from "./temporary-directory.ts";

/** The settings that a browser obeys. */
export type RendererConfig = Pick<
  Config,
  | "ASSAY_CHROMIUM"
  | "ASSAY_USER_AGENT"
  | "ASSAY_ALLOW_ADDRESSES"
  | "ASSAY_CONNECT_TIMEOUT_MS"
  | "ASSAY_FETCH_TIMEOUT_MS"
  | "ASSAY_MAX_BODY_BYTES"
  | "HTTP_PROXY"
  | "HTTPS_PROXY"
  | "NO_PROXY"
  | "NODE_EXTRA_CA_CERTS"
>;

export interface RendererDeps {
  readonly config: RendererConfig;
  readonly resolve: ResolveHost;
  readonly permit: Permit;
  readonly log: Logger;
  /** Where `PATH` is read and `TMPDIR` is set. */
  readonly env: NodeJS.ProcessEnv;
  readonly limits?: Partial<RendererLimits>;
  readonly onBrowser?: ((event: BrowserEvent) => void) | undefined;
}

export interface RendererLimits {
  /** Whole time of one render, clicks included. What was seen until then is kept. */
  readonly renderTimeoutMs: number;
  readonly maxPagesPerBrowser: number;
  readonly maxBrowserAgeMs: number;
  readonly maxBytesPerConnection: number;
  /** Ask the full browser, where there is one, about pages that the headless shell crashed on or was refused. */
  readonly fallBackToFull: boolean;
}

/** A renderer, and sessions in the same browsers. It owns them: close it, or they stay. */
export type ClosableRenderer = Renderer & {
  readonly sessions: BrowserSessions;
  close(): Promise<void>;
};

const defaultLimits: RendererLimits = {
  renderTimeoutMs: 60_000,
  maxPagesPerBrowser: 150,
  maxBrowserAgeMs: 30 * 60_000,
  maxBytesPerConnection: 32_000_000,
  fallBackToFull: true,
};

/** Prepares the browser of this machine; it starts with the first page. Throws `ChromiumMissing`. */
export async function createGuardedRenderer(deps: RendererDeps): Promise<ClosableRenderer> {
  const { config, log } = deps;
  const limits = { ...defaultLimits, ...deps.limits };
  const directory = claimTemporaryDirectory(deps.env);
  const found = findChromium({ given: config.ASSAY_CHROMIUM, path: deps.env["PATH"] });
  const first = found.shell ?? found.full;
  if (first === undefined) throw new ChromiumMissing();
  const guard = guardDeps(deps, limits);
  const poolOf = (executablePath: string): BrowserPool =>
    createBrowserPool({
      launch: async () => {
        const guardSpkiSha256 = guard.trust?.spkiSha256;
        const running = await launchChromium({ executablePath, directory, guardSpkiSha256, log });
        return watchBrowser(running, deps.onBrowser);
      },
      maxPages: limits.maxPagesPerBrowser,
      maxAgeMs: limits.maxBrowserAgeMs,
    });
  const pool = poolOf(first);
  const hasSecond = limits.fallBackToFull && found.full !== undefined && found.full !== first;
  const fullPool = hasSecond && found.full !== undefined ? poolOf(found.full) : undefined;

  const once: Omit<RenderDeps, "pool"> = {
    permit: deps.permit,
    userAgent: config.ASSAY_USER_AGENT,
    navigationTimeoutMs: config.ASSAY_FETCH_TIMEOUT_MS,
    renderTimeoutMs: limits.renderTimeoutMs,
    maxBodyBytes: config.ASSAY_MAX_BODY_BYTES,
    openGuard: () => openGuardProxy(guard),
    now: () => new Date(),
  };

  const sessions = createBrowserSessions({
    ...once,
    pool,
    problemWith: (url) => problemWith(url, guard),
  });

  return {
    sessions,
    async render(url, plan, signal) {
      const problem = problemWith(url, guard);
      if (problem) return problem;
      const call: RenderCall = { url, plan, signal };
      const result = await renderPatiently({ ...once, pool }, call);
      if (!fullPool || signal.aborted || !needsFull(result)) return result;
      const second = await renderPatiently({ ...once, pool: fullPool }, call);
      return second.ok ? second : result;
    },
    async close() {
      await sessions.close();
      await Promise.all([pool.close(), fullPool?.close()]);
    },
  };
}

/** A browser that dies under a page is nobody's answer: the page gets one more chance in a fresh one. */
async function renderPatiently(
  deps: RenderDeps,
  call: RenderCall,
): Promise<Rendered | FetchFailure> {
  try {
    return await renderOnce(deps, call);
  } catch (error) {
    if (!isBrowserGone(error) || call.signal.aborted) throw error;
    return await renderOnce(deps, call);
  }
}

function guardDeps({ config, resolve }: RendererDeps, limits: RendererLimits): GuardDeps {
  return {
    resolve,
    allowed: parseAllowedRanges(config.ASSAY_ALLOW_ADDRESSES),
    chooseProxy: createProxyChoice(config),
    connectTimeoutMs: config.ASSAY_CONNECT_TIMEOUT_MS,
    trust: config.NODE_EXTRA_CA_CERTS ? createGuardTrust(config.NODE_EXTRA_CA_CERTS) : undefined,
    idleTimeoutMs: 30_000,
    maxBytesPerConnection: limits.maxBytesPerConnection,
    maxConnections: 200,
  };
}

/** Our own code can open `file:` and `chrome:` pages, so every URL is judged before it gets near a browser. */
function problemWith(text: string, guard: GuardDeps): FetchFailure | undefined {
  const url = parseUrl(text);
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    return failureOf(text, { kind: "bad_url", detail: "not an http or https URL" });
  }
  const trouble = refusalBeforeDial(guard, url);
  return trouble && failureOf(text, trouble);
}

/** What another engine may get past: a wall, or a crash of this one. */
function needsFull(result: Rendered | FetchFailure): boolean {
  if (!result.ok) return result.kind === "bad_response" && /crash/i.test(result.detail);
  const status = result.frames[0]?.snapshot.status;
  return status === 403 || status === 503;
}
