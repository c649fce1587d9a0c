import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Logger } from "pino";
import { EnvHttpProxyAgent, fetch } from "undici";
import type { Config } from "../platform/config.ts";
import { ChromiumMissing, findChromium } from "../web/browser/find-chromium.ts";
import type { Probe } from "./probe.ts";

type EgressSettings = Pick<
  Config,
  "ASSAY_HEALTH_URL" | "HTTP_PROXY" | "HTTPS_PROXY" | "NO_PROXY" | "ASSAY_USER_AGENT"
>;

/** The way out: a page of the operator's choice through the proxies, else whether the proxy listens. */
export function egressProbe(config: EgressSettings): Probe {
  const { ASSAY_HEALTH_URL: url, HTTPS_PROXY, HTTP_PROXY } = config;
  const proxy = HTTPS_PROXY ?? HTTP_PROXY;
  return {
    part: "egress",
    limitMs: 20_000,
    async try(signal) {
      if (url !== undefined) return fetchPage(url, config, signal);
      if (proxy !== undefined) return reachProxy(proxy, signal);
      return { skipped: "set ASSAY_HEALTH_URL to have a page fetched" };
    },
  };
}

async function fetchPage(
  url: string,
  { HTTP_PROXY, HTTPS_PROXY, NO_PROXY, ASSAY_USER_AGENT }: EgressSettings,
  signal: AbortSignal,
): Promise<string> {
  const dispatcher = new EnvHttpProxyAgent({
    httpProxy: HTTP_PROXY ?? "",
    httpsProxy: HTTPS_PROXY ?? "",
    noProxy: NO_PROXY ?? "",
  });
  try {
    const headers = { "user-agent": ASSAY_USER_AGENT };
    const response = await fetch(url, { headers, redirect: "manual", dispatcher, signal });
    await response.body?.cancel();
    // Whatever a server answers, it was reached; a proxy that refuses was not passed.
    if ([407, 502, 503, 504].includes(response.status)) {
      throw new Error(`${new URL(url).host} answered ${response.status}`);
    }
    return `${new URL(url).host} answered ${response.status}`;
  } catch (error) {
    if (error instanceof Error && error.cause instanceof Error) throw error.cause;
    throw error;
  } finally {
    await dispatcher.destroy();
  }
}

async function reachProxy(proxy: string, signal: AbortSignal): Promise<string> {
  const { hostname, port, protocol, host } = new URL(
    proxy.includes("://") ? proxy : `http://${proxy}`,
  );
  const fallback = protocol === "https:" ? 443 : 80;
  const at = {
    host: hostname.replaceAll(/[[\]]/g, ""),
    port: port === "" ? fallback : Number(port),
  };
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ ...at, signal });
    socket.once("connect", () => {
      socket.destroy();
      resolve();
    });
    socket.once("error", reject);
  });
  return `the proxy ${host} listens`;
}

/** Starts a browser and ends it, where one is installed. */
export function browserProbe(
  given: string | undefined,
  path: string | undefined,
  log: Logger,
): Probe {
  return {
    part: "browser",
    limitMs: 60_000,
    async try() {
      const executablePath = chromiumHere(given, path);
      if (executablePath === undefined) return { skipped: "no Chromium on this machine" };
      // Loaded when it is needed: it is large.
      const { launchChromium } = await import("../web/browser/launch.ts");
      const directory = await mkdtemp(join(tmpdir(), "assay-health-"));
      try {
        const running = await launchChromium({
          executablePath,
          directory,
          guardSpkiSha256: undefined,
          log,
        });
        const version = running.browser.version();
        await running.close();
        return `starts and ends: ${version}`;
      } finally {
        await rm(directory, { recursive: true, force: true, maxRetries: 5 });
      }
    },
  };
}

function chromiumHere(given: string | undefined, path: string | undefined): string | undefined {
  try {
    const { shell, full } = findChromium({ given, path });
    return shell ?? full;
  } catch (error) {
    // A setting that names none is an error; a machine without one is not.
    if (error instanceof ChromiumMissing && given === undefined) return undefined;
    throw error;
  }
}
