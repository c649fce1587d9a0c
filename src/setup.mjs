// Makes a checkout ready and hands over: `node src/setup.mjs [--quiet] <task> [arguments]`.
// It brings what is missing (packages, a Redis server, a Chromium, the compiled program) and does
// nothing, quickly, when all is there. Plain JavaScript without packages: it runs before there are any.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { installPlan, planLine } from "./setup/install-plan.mjs";
import { findProgram, lookAtMachine, readText } from "./setup/machine.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const oldestNode = [20, 19];

/** How set-up itself can fail; different from every exit code of the program. */
export const exitCodes = { failed: 10, nodeTooOld: 11, mustInstall: 12, usage: 13 };

/** What each task needs beside the packages, whether it needs the program compiled, and what it runs. */
const tasks = {
  build: { needs: () => [], builds: true, run: undefined },
  prepare: { needs: () => ["redis", "chromium"], builds: false, run: undefined },
  test: { needs: () => ["redis", "chromium", "prometheus"], builds: true, run: runTests },
  demo: {
    needs: () => ["redis", "chromium"],
    builds: true,
    run: (rest) => runProgram(["demo", ...rest]),
  },
  "run-cli": { needs: needsOfCommand, builds: true, run: runProgram },
};

/**
 * The programs that a command needs; `help` and the like need none.
 * @param {readonly string[]} args
 * @param {Record<string, string | undefined>} env
 */
export function needsOfCommand(args, env = process.env) {
  const [command = "", tier = ""] = args;
  if (args.includes("--help") || args.includes("-h")) return [];
  const redis = env["REDIS_URL"] ? [] : ["redis"];
  if (["run", "up", "demo"].includes(command)) return [...redis, "chromium"];
  if (command === "worker") return tier === "browser" ? [...redis, "chromium"] : redis;
  const withRows = [
    "api",
    "watchdog",
    "status",
    "results",
    "retry",
    "pause",
    "resume",
    "cancel",
    "verify",
  ];
  return withRows.includes(command) ? redis : [];
}

/** @param {string} version as `process.version` */
export function isNodeTooOld(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  return major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1]);
}

/** Set-up can't go on; the message says what to do. */
class SetupFailed extends Error {
  constructor(message, exitCode = exitCodes.failed) {
    super(message);
    this.exitCode = exitCode;
  }
}

const say = (text) => process.stderr.write(`${text}\n`);

function installPackages() {
  const stamp = join(root, "node_modules", ".assay-packages");
  const lockFile = join(root, "package-lock.json");
  const wanted = digest([readFileSync(lockFile)]);
  if (readText(stamp) === wanted) return;
  // A newer mark of npm's own: someone has installed by hand, and only our stamp is missing.
  if (modifiedAt(join(root, "node_modules", ".package-lock.json")) < modifiedAt(lockFile)) {
    const command = ["npm", "ci", "--include=dev", "--no-audit", "--no-fund"];
    say(`Installing packages: ${command.join(" ")}`);
    if (!succeeds(command)) {
      throw new SetupFailed(
        "npm could not install the packages; see above. Behind a proxy, set HTTPS_PROXY. Then start again.",
      );
    }
  }
  writeFileSync(stamp, wanted);
}

const programNames = {
  redis: "a Redis server",
  chromium: "a Chromium",
  prometheus: "Prometheus with promtool and amtool (for its tests)",
};

function installPrograms(needed) {
  const stillMissing = () => needed.filter((program) => findProgram(program, root) === undefined);
  const missing = stillMissing();
  if (missing.length === 0) return;
  const names = missing.map((program) => programNames[program]).join(" and ");
  const machine = lookAtMachine();
  const first = installPlan(machine, missing);
  if (!first.allowed) {
    throw new SetupFailed(
      `Assay needs ${names}. Install with:\n\n  ${planLine(first)}\n\nthen start again.`,
      exitCodes.mustInstall,
    );
  }
  say(`Assay needs ${names}.`);
  if (first.refresh) announce(first.refresh);
  for (const step of installPlan(machine, missing).steps) announce(step);
  const left = stillMissing();
  if (left.includes("redis")) {
    throw new SetupFailed(
      "No Redis server could be installed; see above. Install one, then start again.",
    );
  }
  if (left.includes("chromium")) {
    say(
      "No Chromium could be installed; see above. Assay works without, but its browser tier can't.",
    );
  }
  if (left.includes("prometheus")) {
    say(
      "No Prometheus could be installed; see above. The tests of grafana/ will fail for want of it.",
    );
  }
}

function announce(command) {
  say(`Running: ${command.join(" ")}`);
  if (!succeeds(command)) say(`It failed: ${command.join(" ")}`);
}

/** Compiles when a source, the compiler's settings or the packages changed since the last time. */
function build() {
  const stamp = join(root, "dist", ".assay-build");
  const wanted = digestOfSources();
  if (readText(stamp) === wanted && existsSync(join(root, "dist", "src"))) return;
  say("Compiling");
  if (!succeeds([process.execPath, join(root, "src", "build.mjs")])) {
    throw new SetupFailed("The sources do not compile; see above.");
  }
  writeFileSync(stamp, wanted);
}

function digestOfSources() {
  const parts = ["tsconfig.json", "package-lock.json"].map((name) =>
    readFileSync(join(root, name)),
  );
  for (const top of ["src", "queues", "workers", "specs", "test/small-web"]) {
    if (!existsSync(join(root, top))) continue;
    for (const entry of readdirSync(join(root, top), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath ?? entry.path, entry.name);
      const { mtimeMs, size } = statSync(path);
      parts.push(`${path} ${mtimeMs} ${size}\n`);
    }
  }
  return digest(parts);
}

/** In this process, as if it had been called itself: signals and exit codes are its own. */
async function runProgram(args) {
  const main = join(root, "dist", "src", "cli", "main.js");
  process.argv = [process.execPath, main, ...args];
  await import(pathToFileURL(main).href);
}

function runTests(args) {
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const config = join(root, "test", "vitest.config.ts");
  const { status } = spawnSync(process.execPath, [vitest, "run", "--config", config, ...args], {
    stdio: "inherit",
    cwd: root,
  });
  process.exitCode = status ?? 1;
}

/** Runs a command, its output on standard error: standard output belongs to the program. */
function succeeds([command, ...args]) {
  // sudo forgets the environment, and nothing may stop to ask.
  const all = command === "sudo" ? ["-n", "env", "DEBIAN_FRONTEND=noninteractive", ...args] : args;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync(command, all, { stdio: ["ignore", 2, 2], cwd: root, env }).status === 0;
}

function digest(parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

function modifiedAt(path) {
  return existsSync(path) ? statSync(path).mtimeMs : 0;
}

function setUp(task, rest) {
  if (isNodeTooOld(process.version)) {
    throw new SetupFailed(
      `Assay needs Node ${oldestNode.join(".")} or newer; this is ${process.version}. ` +
        "Install Node 24 from https://nodejs.org (or: nvm install 24), then start again.",
      exitCodes.nodeTooOld,
    );
  }
  if (!task) {
    throw new SetupFailed(
      `usage: node src/setup.mjs [--quiet] ${Object.keys(tasks).join("|")}`,
      exitCodes.usage,
    );
  }
  installPackages();
  installPrograms(task.needs(rest));
  if (task.builds) build();
}

async function start(args) {
  const quiet = args[0] === "--quiet";
  const [name, ...rest] = quiet ? args.slice(1) : args;
  const task = tasks[name];
  try {
    setUp(task, rest);
  } catch (error) {
    if (!(error instanceof SetupFailed)) throw error;
    say(error.message);
    process.exitCode = error.exitCode;
    return;
  }
  if (task.run) await task.run(rest);
  else if (!quiet) say("Ready.");
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await start(process.argv.slice(2));
}
