// What this machine is and has.
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** @returns {import("./install-plan.mjs").Machine} */
export function lookAtMachine() {
  return { platform: process.platform, distro: distro(), privilege: privilege(), archiveHas };
}

/**
 * Looks for a program; its path, or `undefined`.
 * @param {import("./install-plan.mjs").Program} program
 * @param {string} root the checkout
 */
export function findProgram(program, root) {
  if (program === "prometheus") return findPrometheus();
  return program === "redis" ? findRedis() : findChromium(root);
}

/** The server, when both tools are there, too. */
function findPrometheus() {
  const places = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"];
  const tools = ["promtool", "amtool"].map((tool) => onPath([tool], places));
  return tools.includes(undefined) ? undefined : onPath(["prometheus"], places);
}

function findRedis() {
  return onPath(
    ["redis-server", "valkey-server"],
    ["/usr/bin", "/usr/local/bin", "/usr/sbin", "/opt/homebrew/bin"],
  );
}

const shells = ["chromium-headless-shell", "chrome-headless-shell", "headless_shell"];
const browsers = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const apps = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

function findChromium(root) {
  if (process.env["ASSAY_CHROMIUM"]) return process.env["ASSAY_CHROMIUM"];
  return (
    onPath([...shells, ...browsers], ["/usr/bin"]) ??
    apps.find(isExecutable) ??
    playwrightsChromium(root)
  );
}

function onPath(names, places) {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter).filter(Boolean), ...places];
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => isExecutable(path) && !isSnap(path));
}

/** A stub that only fetches or enters a snap: not a browser that can be driven from here. */
function isSnap(path) {
  const real = realpathSync(path);
  if (real.endsWith("/snap")) return true;
  return (
    statSync(real).size < 10_000 &&
    /\/snap\/bin|\bsnap (run|install)\b/.test(readFileSync(real, "utf8"))
  );
}

/** The build that this version of Playwright downloads. */
function playwrightsChromium(root) {
  const list = readText(join(root, "node_modules", "playwright-core", "browsers.json"));
  const build =
    list && JSON.parse(list).browsers.find(({ name }) => name === "chromium-headless-shell");
  const caches =
    process.platform === "darwin"
      ? join(homedir(), "Library", "Caches")
      : join(homedir(), ".cache");
  const cache = process.env["PLAYWRIGHT_BROWSERS_PATH"] || join(caches, "ms-playwright");
  const folder = join(cache, `chromium_headless_shell-${build?.revision}`);
  // The mark that Playwright leaves when a download is whole.
  return existsSync(join(folder, "INSTALLATION_COMPLETE")) ? folder : undefined;
}

function distro() {
  const release = readText("/etc/os-release") ?? "";
  const value = (name) => new RegExp(`^${name}="?([^"\n]*)`, "m").exec(release)?.[1] ?? "";
  const family = `${value("ID")} ${value("ID_LIKE")}`.split(" ");
  return ["ubuntu", "debian"].find((name) => family.includes(name)) ?? value("ID");
}

function privilege() {
  if (process.getuid?.() === 0) return "root";
  return spawnSync("sudo", ["-n", "true"], { stdio: "ignore" }).status === 0 ? "sudo" : "none";
}

function archiveHas(name) {
  const { stdout } = spawnSync("apt-cache", ["policy", name], { encoding: "utf8" });
  return /Candidate: (?!\(none\))/.test(stdout ?? "");
}

/** @param {string} path */
export function readText(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined; // not there
  }
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // not there, or not for us
  }
}
