import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { z } from "zod";
import { processExists } from "../platform/directory-lock.ts";
import { CommandError, type ExitCode, exitCodes } from "./exit.ts";
import { demoHome, ownName, packageRoot } from "./own-name.ts";

const SmallWeb = z.object({ proxyUrl: z.string(), caPath: z.string(), dnsUrl: z.string() });
type SmallWeb = z.infer<typeof SmallWeb>;

/**
 * `assay demo`: the ats workflow over the bundled list of companies, against the bundled small
 * web. The run is told of a proxy and its CA, as on a company network, and knows nothing else.
 */
export async function demo(args: readonly string[], env: NodeJS.ProcessEnv): Promise<ExitCode> {
  const { values } = parseArgs({
    args: [...args],
    options: { out: { type: "string", default: join(packageRoot, "results.csv") } },
  });
  const entry = join(packageRoot, "dist", "test", "small-web", "main.js");
  if (!existsSync(entry)) {
    throw new CommandError(
      "the small web is part of the source checkout; run this there with: npm run demo",
    );
  }
  const home = demoHome(env);
  const finished = openHome(home);
  const server = spawn(process.execPath, [entry, "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  try {
    const web = await readAddresses(server);
    process.stderr.write(
      "invented companies, on a small web on this machine: nothing goes out to the internet\n",
    );
    const code = await runAgainst(web, { home, out: values.out }, env);
    if (code === exitCodes.ok) finished();
    return code;
  } finally {
    server.kill("SIGTERM");
  }
}

/**
 * A demo starts afresh, except after an interrupted one, which it continues: its mark, with the
 * number of its process, is still there. Returns what takes the mark away.
 */
function openHome(home: string): () => void {
  const mark = join(home, "running");
  const pid = existsSync(mark) ? Number(readFileSync(mark, "utf8")) : undefined;
  if (pid !== undefined && processExists(pid)) {
    throw new CommandError(`a demo is running already, as process ${pid}; wait for it or stop it`);
  }
  if (pid === undefined) rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true, mode: 0o700 });
  writeFileSync(mark, String(process.pid));
  return () => rmSync(mark);
}

async function readAddresses(server: ChildProcess): Promise<SmallWeb> {
  if (!server.stdout) throw new CommandError("the small web has no output");
  const lines = createInterface({ input: server.stdout });
  const line = await Promise.race([
    once(lines, "line"),
    once(server, "exit").then(() => undefined),
  ]);
  if (!line) throw new CommandError("the small web did not start; its error is above");
  return SmallWeb.parse(JSON.parse(String(line[0])));
}

/** In a process of its own: Node reads extra CA certificates only when it starts. */
async function runAgainst(
  web: SmallWeb,
  { home, out }: { readonly home: string; readonly out: string },
  env: NodeJS.ProcessEnv,
): Promise<ExitCode> {
  const companies = join(packageRoot, "test", "small-web", "companies.csv");
  const main = fileURLToPath(new URL("main.js", import.meta.url));
  const { REDIS_URL: _theirs, REDIS_URL_FILE: _theirFile, ...others } = env;
  const { ASSAY_SNAPSHOTS: _theirOwn, ...rest } = others;
  const child = spawn(process.execPath, [main, "run", "ats", companies, "--out", out], {
    stdio: "inherit",
    env: {
      ...rest,
      ASSAY_HOME: home,
      HTTP_PROXY: web.proxyUrl,
      HTTPS_PROXY: web.proxyUrl,
      NO_PROXY: "",
      NODE_EXTRA_CA_CERTS: web.caPath,
      ASSAY_DNS_URL: web.dnsUrl,
      // What is asked of a model costs money and goes out; the demo does neither.
      ASSAY_MODELS: "false",
      // Nobody's servers are on the other end: no need for the pause that strangers are owed.
      ASSAY_HOST_PAUSE_MS: env["ASSAY_HOST_PAUSE_MS"] ?? "50",
    },
  });
  // From a terminal Ctrl-C reaches the child by itself; a second copy would mean "at once".
  process.on("SIGINT", () => process.stdin.isTTY || child.kill("SIGINT"));
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  const [code] = (await once(child, "exit")) as [number | null];
  if (code === exitCodes.ok) {
    process.stderr.write(`next:    ${ownName(env)} run ats your-companies.csv\n`);
  }
  return (code ?? exitCodes.failed) as ExitCode;
}
