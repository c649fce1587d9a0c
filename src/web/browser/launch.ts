import { readFileSync } from "node:fs";
import { type Browser, chromium } from "playwright";
import type { Logger } from "pino";
import { attempt, within } from "./within.ts";

export interface LaunchDeps {
  readonly executablePath: string;
  /** Home and scratch space of the browser. */
  readonly directory: string;
  /** The key by which Chromium recognises the guard, when the guard re-encrypts. */
  readonly guardSpkiSha256: string | undefined;
  readonly log: Logger;
}

/** A running Chromium that can be ended for certain. */
export interface RunningBrowser {
  readonly browser: Browser;
  /** Asks it to close, and after 5 s kills it with everything it started. */
  close(): Promise<void>;
}

/**
 * Starts Chromium with nothing of the environment but a path: no keys, no proxy settings, no home.
 * Its own proxy leads nowhere; only a context with a guard proxy reaches anything.
 */
export async function launchChromium(deps: LaunchDeps): Promise<RunningBrowser> {
  const home = deps.directory;
  const start = (chromiumSandbox: boolean): Promise<Browser> =>
    chromium.launch({
      executablePath: deps.executablePath,
      chromiumSandbox,
      args: [...flags, ...guardFlags(deps.guardSpkiSha256)],
      ignoreDefaultArgs: ["--disable-popup-blocking"],
      proxy: { server: "http://every-context-brings-its-own.invalid" },
      env: { HOME: home, TMPDIR: home, PATH: pathOnly, LANG: "en_US.UTF-8" },
      timeout: launchTimeoutMs,
      // A signal drains the worker; the browser must outlive the pages in hand.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
  const browser = await startSandboxed(start, deps.log);
  const pid = await attempt(closeTimeoutMs, pidOf(browser));
  return {
    browser,
    async close() {
      try {
        await within(closeTimeoutMs, "closing Chromium", browser.close());
      } catch (error) {
        deps.log.warn({ pid, error: String(error) }, "Chromium did not close and is killed");
        if (pid !== undefined) kill(pid);
      }
    },
  };
}

const launchTimeoutMs = 30_000;
const closeTimeoutMs = 5_000;
const pathOnly = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

const flags = [
  // Chromium itself resolves nothing: the guard does.
  "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
  // UDP would go around the guard. The shell obeys the first of these two, the full browser the second.
  "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
  "--webrtc-ip-handling-policy=disable_non_proxied_udp",
  "--disable-quic",
  // A page that eats memory dies instead of the machine.
  "--js-flags=--max-old-space-size=512",
  // Pictures are no evidence here. The rest repeats the driver's own settings, which this flag replaces.
  "--blink-settings=imagesEnabled=false,primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4",
  "--disable-domain-reliability",
  "--no-pings",
  "--disable-gpu",
];

function guardFlags(spkiSha256: string | undefined): string[] {
  return spkiSha256 === undefined ? [] : [`--ignore-certificate-errors-spki-list=${spkiSha256}`];
}

let sandboxFails = false;

/** With the sandbox where the user and the kernel allow it; without it, and said once, elsewhere. */
async function startSandboxed(
  start: (sandbox: boolean) => Promise<Browser>,
  log: Logger,
): Promise<Browser> {
  if (sandboxFails) return await start(false);
  const isRoot = process.getuid?.() === 0;
  try {
    if (!isRoot) return await start(true);
  } catch (error) {
    if (!/sandbox|namespace/i.test(String(error))) throw error;
  }
  sandboxFails = true;
  const why = isRoot ? "root can't use it: run Assay as another user" : "this kernel refuses it";
  log.warn({ why }, "Chromium runs without its sandbox");
  return await start(false);
}

/** The driver doesn't tell the process it started, so the browser itself is asked. */
async function pidOf(browser: Browser): Promise<number | undefined> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  return processInfo.find(({ type }) => type === "browser")?.id;
}

/** Kills the browser's process group. Its renderers end when the browser's pipes break, grouped or not. */
function kill(pid: number): void {
  for (const target of [groupOf(pid), pid]) {
    try {
      if (target !== undefined) process.kill(target, "SIGKILL");
    } catch {
      // already gone
    }
  }
}

/** The group's id as `kill` wants it, negative. Never our own group. */
function groupOf(pid: number): number | undefined {
  if (process.platform !== "linux") return undefined;
  const group = processGroup(pid);
  return group === undefined || group === processGroup(process.pid) ? undefined : -group;
}

function processGroup(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2]);
  } catch {
    return undefined; // the process is gone
  }
}
