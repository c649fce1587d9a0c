import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const root = fileURLToPath(new URL("../..", import.meta.url));
const main = join(root, "dist", "src", "cli", "main.js");

/** What a command did, as a shell would see it. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** An environment without the settings of whoever runs the tests. */
export function bareEnv(home: string, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const mine = Object.entries(process.env).filter(
    ([name]) => !/^(ASSAY_|OPENAI_|ANTHROPIC_|REDIS_URL$|NODE_EXTRA|npm_|.*_proxy$)/i.test(name),
  );
  return { ...Object.fromEntries(mine), ASSAY_HOME: home, ...more };
}

/** Starts the program as it was compiled, in a process group of its own. */
export function startAssay(args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, [main, ...args], {
    env,
    cwd: root,
    stdio: ["pipe", "pipe", "pipe"],
  });
}

/** Runs a command of the program to its end. */
export async function assay(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  input = "",
): Promise<Ended> {
  const child = startAssay(args, env);
  return endOf(child, input);
}

/** Collects what a process writes until it ends. */
export async function endOf(child: ChildProcess, input = ""): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  child.stdin?.end(input);
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout, stderr };
}

/** A directory for one test file's data; `remove` it at the end. */
export function temporaryHome() {
  // Short: a socket's path has to fit into 108 bytes.
  const home = mkdtempSync(join(tmpdir(), "assay-e2e-"));
  return { home, remove: () => rmSync(home, { recursive: true, force: true }) };
}

const Addresses = z.object({ proxyUrl: z.string(), caPath: z.string(), dnsUrl: z.string() });

/** The small web as a process, and the settings that lead to it. */
export async function startSmallWebProcess() {
  const child = spawn(
    process.execPath,
    [join(root, "dist/test/small-web/main.js"), "--port", "0"],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  const { proxyUrl, caPath, dnsUrl } = Addresses.parse(JSON.parse(line));
  return {
    env: {
      HTTP_PROXY: proxyUrl,
      HTTPS_PROXY: proxyUrl,
      NO_PROXY: "",
      NODE_EXTRA_CA_CERTS: caPath,
      ASSAY_DNS_URL: dnsUrl,
      ASSAY_HOST_PAUSE_MS: "50",
    },
    async stop() {
      const exit = once(child, "exit");
      child.kill("SIGTERM");
      await exit;
    },
  };
}
