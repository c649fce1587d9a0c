import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { CommandError, type ExitCode, exitCodes } from "./exit.ts";

const SmallWeb = z.object({ proxyUrl: z.string(), caPath: z.string(), dnsUrl: z.string() });
type SmallWeb = z.infer<typeof SmallWeb>;

const root = fileURLToPath(new URL("../../..", import.meta.url));

/**
 * `assay demo`: the ats workflow over the bundled list of companies, against the bundled small
 * web. The run is told of a proxy and its CA, as on a company network, and knows nothing else.
 */
export async function demo(args: readonly string[], env: NodeJS.ProcessEnv): Promise<ExitCode> {
  const entry = join(root, "dist", "test", "small-web", "main.js");
  if (!existsSync(entry)) {
    throw new CommandError(
      "the small web is part of the source checkout; run this there with: npm run demo",
    );
  }
  const home = join(root, ".assay", "demo");
  // Every demo starts afresh; a user's own batches are kept elsewhere.
  if (!args.includes("--keep")) rmSync(home, { recursive: true, force: true });
  const server = spawn(process.execPath, [entry, "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  try {
    const web = await readAddresses(server);
    process.stderr.write(`a small web of its own answers at ${web.proxyUrl}, as an HTTP proxy\n\n`);
    return await runAgainst(web, home, env);
  } finally {
    server.kill("SIGTERM");
  }
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
async function runAgainst(web: SmallWeb, home: string, env: NodeJS.ProcessEnv): Promise<ExitCode> {
  const companies = join(root, "test", "small-web", "companies.csv");
  const out = join(root, "results.csv");
  const { REDIS_URL: _theirs, ...rest } = env;
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL("main.js", import.meta.url)), "run", "ats", companies, "--out", out],
    {
      stdio: "inherit",
      env: {
        ...rest,
        ASSAY_HOME: home,
        HTTP_PROXY: web.proxyUrl,
        HTTPS_PROXY: web.proxyUrl,
        NO_PROXY: "",
        NODE_EXTRA_CA_CERTS: web.caPath,
        ASSAY_DNS_URL: web.dnsUrl,
        // Nobody's servers are on the other end: no need for the pause that strangers are owed.
        ASSAY_HOST_PAUSE_MS: env["ASSAY_HOST_PAUSE_MS"] ?? "50",
      },
    },
  );
  const forward = (signal: NodeJS.Signals) => child.kill(signal);
  process.on("SIGINT", forward);
  process.on("SIGTERM", forward);
  const [code] = (await once(child, "exit")) as [number | null];
  if (code === exitCodes.ok) {
    process.stderr.write(
      "next:    npm run assay -- run ats your-companies.csv --out answers.csv\n",
    );
  }
  return (code ?? exitCodes.failed) as ExitCode;
}
