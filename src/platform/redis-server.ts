import { execFile, execFileSync, spawn } from "node:child_process";
import { accessSync, closeSync, constants, openSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { processExists } from "./directory-lock.ts";
import { isOlder } from "./redis-check.ts";

/** There is no Redis here that Assay could start. The message says how to get one. */
export class RedisMissing extends Error {
  override readonly name = "RedisMissing";

  constructor(found?: string) {
    super(
      `${found ?? "No redis-server or valkey-server was found."} Install one with: ${installCommand()} ` +
        "or give the address of one of your own in REDIS_URL.",
    );
  }
}

function installCommand(platform: NodeJS.Platform = process.platform): string {
  if (platform === "darwin") return "brew install redis,";
  return "sudo apt-get install -y redis-server,";
}

export interface ServerBinary {
  readonly path: string;
  readonly version: string;
}

const names = ["redis-server", "valkey-server"];
const usualPlaces = ["/usr/bin", "/usr/local/bin", "/usr/sbin", "/opt/homebrew/bin"];

/** The first Redis or Valkey server on the path or in the usual places. */
export async function findRedisServer(env: NodeJS.ProcessEnv = process.env): Promise<ServerBinary> {
  const folders = [...(env["PATH"] ?? "").split(delimiter).filter(Boolean), ...usualPlaces];
  const path = names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find(isExecutable);
  if (path === undefined) throw new RedisMissing();
  const { stdout } = await promisify(execFile)(path, ["--version"]);
  const version = /v=(\d+\.\d+\.\d+)/.exec(stdout)?.[1] ?? "unknown";
  if (isOlder(version)) throw new RedisMissing(`${path} is version ${version}, and 6.2 is needed.`);
  return { path, version };
}

export interface ServerPlace {
  /** Where it keeps its data and its log. */
  readonly dir: string;
  readonly socket: string;
}

/**
 * Starts a server for one data directory, in a process group of its own, so that Ctrl-C in a
 * terminal stops Assay and not the Redis under it. Resolves with its pid once it is running;
 * whether it answers is for the caller to see.
 */
export async function spawnServer(binary: ServerBinary, place: ServerPlace): Promise<number> {
  const log = openSync(logFile(place), "a", 0o600);
  try {
    const child = spawn(binary.path, serverOptions(binary, place), {
      detached: true,
      stdio: ["ignore", log, log],
      cwd: place.dir,
    });
    const { pid } = child;
    await new Promise<void>((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", reject);
    });
    child.unref();
    if (pid === undefined) throw new Error(`${binary.path} did not start`);
    return pid;
  } finally {
    closeSync(log);
  }
}

/** No TCP port at all: only this user can reach it, through the socket. */
function serverOptions({ version }: ServerBinary, { dir, socket }: ServerPlace): string[] {
  const listpack = Number(version.split(".")[0]) < 7 ? "ziplist" : "listpack";
  const options = {
    port: "0",
    unixsocket: socket,
    unixsocketperm: "700",
    dir,
    daemonize: "no",
    appendonly: "yes",
    // With "everysec" a killed server loses what it acknowledged while an fsync was under way.
    appendfsync: "always",
    // What a crash cut off at the end of the file is dropped; the rest is loaded.
    "aof-load-truncated": "yes",
    save: "",
    "maxmemory-policy": "noeviction",
    // A finished row's longest field stays below this, which halves what the row takes.
    [`hash-max-${listpack}-value`]: "2048",
  };
  return Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
}

export function logFile({ dir }: Pick<ServerPlace, "dir">): string {
  return join(dir, "redis.log");
}

/** The end of what the server wrote, for an error message. */
export function lastWords(place: Pick<ServerPlace, "dir">, lines = 5): string {
  try {
    return readFileSync(logFile(place), "utf8").trimEnd().split("\n").slice(-lines).join("\n");
  } catch {
    return ""; // it did not even get that far
  }
}

/** Whether `pid` is still the server that listens on `socket`, and not a stranger with its number. */
export function isServer(pid: number, socket: string): boolean {
  return processExists(pid) && commandLine(pid).includes(socket);
}

function commandLine(pid: number): string {
  try {
    if (process.platform === "linux") return readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return execFileSync("ps", ["-ww", "-o", "command=", "-p", `${pid}`], { encoding: "utf8" });
  } catch {
    return ""; // it ended while we looked
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // not here: look on
  }
}
