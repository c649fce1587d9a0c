import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright";

/** The browsers of this machine. The shell renders three times as many pages in half the memory. */
export interface FoundChromium {
  /** `chrome-headless-shell`: no user interface, nothing but rendering. */
  readonly shell: string | undefined;
  /** The whole browser, for pages that the shell can't pass. */
  readonly full: string | undefined;
}

export interface SearchPlaces {
  /** `ASSAY_CHROMIUM`: used instead of searching. */
  readonly given?: string | undefined;
  /** `PATH`. */
  readonly path?: string | undefined;
}

/** Looks for a headless shell and a full Chromium: as configured, on the path, in the usual places. */
export function findChromium({ given, path = "" }: SearchPlaces): FoundChromium {
  if (given !== undefined) {
    if (!isExecutable(given)) {
      throw new ChromiumMissing(`ASSAY_CHROMIUM names ${given}, which can't be executed.`);
    }
    return isShell(given) ? { shell: given, full: undefined } : { shell: undefined, full: given };
  }
  const folders = path.split(delimiter).filter(Boolean);
  const onPath = (names: readonly string[]) =>
    names.flatMap((name) => folders.map((at) => join(at, name)));
  const playwrights = playwrightsOwn();
  return {
    shell: [...onPath(shellNames), ...shellPlaces, ...playwrights.filter(isShell)].find(
      isExecutable,
    ),
    full: [...onPath(fullNames), ...fullPlaces, ...playwrights.filter((at) => !isShell(at))].find(
      isExecutable,
    ),
  };
}

/** No Chromium on this machine. The message says how to get one. */
export class ChromiumMissing extends Error {
  override readonly name = "ChromiumMissing";

  constructor(what = "No Chromium was found.") {
    super(`${what} ${installAdvice()}`);
  }
}

/** The command that installs a browser here. */
export function installAdvice(platform: NodeJS.Platform = process.platform): string {
  const playwrights = "npx playwright install --only-shell chromium";
  return platform === "linux"
    ? `Install one with: apt-get install -y chromium-headless-shell (Debian), or: ${playwrights}`
    : `Install one with: ${playwrights}`;
}

const shellNames = ["chromium-headless-shell", "chrome-headless-shell", "headless_shell"];
const fullNames = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const shellPlaces = [
  "/usr/lib/chromium/chromium-headless-shell",
  "/usr/lib/chromium/headless_shell",
  "/usr/lib64/chromium-browser/headless_shell",
];

const fullPlaces = [
  "/usr/lib/chromium/chromium",
  "/usr/lib/chromium-browser/chromium-browser",
  "/opt/google/chrome/chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Where Playwright keeps the browsers it downloaded: it tells the full one, the shell lies beside it. */
function playwrightsOwn(): readonly string[] {
  const full = chromium.executablePath();
  const match = /^(.*[\\/])chromium-(\d+)[\\/]([^\\/]+)[\\/]/.exec(full);
  if (!match) return full ? [full] : [];
  const [, cache, build, platform = ""] = match;
  const folder = `${cache}chromium_headless_shell-${build}`;
  return [
    join(folder, platform.replace("chrome-", "chrome-headless-shell-"), "chrome-headless-shell"),
    join(folder, platform, "headless_shell"),
    full,
  ];
}

function isShell(path: string): boolean {
  return /headless[-_]shell/.test(path);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // not there, or not for us: look on
  }
}
