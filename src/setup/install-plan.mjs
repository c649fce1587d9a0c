// What would install what is missing on a machine, and whether this user may do it. Pure.

/**
 * @typedef {object} Machine
 * @property {string} platform as `process.platform`
 * @property {string} distro `debian`, `ubuntu` or another's name
 * @property {"root" | "sudo" | "none"} privilege
 * @property {(name: string) => boolean} archiveHas whether the package archive offers it
 *
 * @typedef {"redis" | "chromium" | "prometheus"} Program `prometheus`: the server and both tools,
 *   which the tests of grafana/ run
 *
 * @typedef {object} Plan
 * @property {string[] | undefined} refresh brings the archive's list up to date; then plan again
 * @property {string[][]} steps one command each
 * @property {boolean} allowed whether this user may run them
 */

const playwright = (...args) => [
  "npx",
  "playwright",
  "install",
  ...args,
  "chromium-headless-shell",
];

/**
 * @param {Machine} machine
 * @param {readonly Program[]} missing
 * @returns {Plan}
 */
export function installPlan(machine, missing) {
  const wants = {
    redis: missing.includes("redis"),
    chromium: missing.includes("chromium"),
    prometheus: missing.includes("prometheus"),
  };
  if (machine.distro === "debian" || machine.distro === "ubuntu") return aptPlan(machine, wants);
  const packages = [
    ...(wants.redis ? ["redis"] : []),
    ...(wants.prometheus ? ["prometheus", "alertmanager"] : []),
  ];
  const manager = machine.platform === "darwin" ? "brew" : "your-package-manager";
  return {
    refresh: undefined,
    steps: [
      ...(packages.length > 0 ? [[manager, "install", ...packages]] : []),
      ...(wants.chromium ? [playwright()] : []),
    ],
    // Playwright's download needs no rights; for the others we don't know this system well enough.
    allowed: packages.length === 0,
  };
}

function aptPlan({ distro, privilege, archiveHas }, wants) {
  const get = privilege === "root" ? ["apt-get"] : ["sudo", "apt-get"];
  // Ubuntu's chromium package only fetches a snap, which can't be driven from here.
  const fromArchive = distro === "debian";
  const packages = [
    ...(wants.redis ? [["redis-server", "valkey-server"].find(archiveHas) ?? "redis-server"] : []),
    ...(wants.chromium && fromArchive
      ? [["chromium-headless-shell", "chromium"].find(archiveHas) ?? "chromium"]
      : []),
    ...(wants.prometheus ? ["prometheus", "prometheus-alertmanager"] : []),
  ];
  const steps = [];
  if (packages.length > 0) {
    steps.push([...get, "install", "-y", "--no-install-recommends", ...packages]);
  }
  if (wants.chromium && !fromArchive) steps.push(playwright("--with-deps"));
  return { refresh: [...get, "update"], steps, allowed: privilege !== "none" };
}

/**
 * The plan as one line for a shell.
 * @param {Plan} plan
 */
export function planLine({ refresh, steps }) {
  const usesArchive = steps.some((step) => step.includes("apt-get"));
  return [...(refresh && usesArchive ? [refresh] : []), ...steps]
    .map((step) => step.join(" "))
    .join(" && ");
}
