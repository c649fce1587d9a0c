import { expect, test } from "vitest";
import { installPlan, planLine, type Machine } from "../../src/setup/install-plan.mjs";
import { isNodeTooOld, needsOfCommand } from "../../src/setup.mjs";

const debian: Machine = {
  platform: "linux",
  distro: "debian",
  privilege: "root",
  archiveHas: () => true,
};

test("Debian, root: both from the archive, in one go, asking nothing", () => {
  const plan = installPlan(debian, ["redis", "chromium"]);

  expect(plan.allowed).toBe(true);
  expect(planLine(plan)).toBe(
    "apt-get update && apt-get install -y --no-install-recommends redis-server chromium-headless-shell",
  );
});

test("an archive without the headless shell gives the whole browser, one without Redis gives Valkey", () => {
  const archiveHas = (name: string) => ["chromium", "valkey-server"].includes(name);

  const plan = installPlan({ ...debian, archiveHas }, ["redis", "chromium"]);

  expect(planLine(plan)).toMatch(/valkey-server chromium$/);
});

test("only what is missing is installed", () => {
  expect(planLine(installPlan(debian, ["redis"]))).not.toContain("chromium");
});

test("Ubuntu's chromium is a snap, so Playwright's build is taken", () => {
  const plan = installPlan({ ...debian, distro: "ubuntu", privilege: "sudo" }, [
    "redis",
    "chromium",
  ]);

  expect(planLine(plan)).toBe(
    "sudo apt-get update && sudo apt-get install -y --no-install-recommends redis-server && " +
      "npx playwright install --with-deps chromium-headless-shell",
  );
});

test("without rights the plan is for a person to run", () => {
  const plan = installPlan({ ...debian, privilege: "none" }, ["redis"]);

  expect(plan.allowed).toBe(false);
  expect(planLine(plan)).toBe(
    "sudo apt-get update && sudo apt-get install -y --no-install-recommends redis-server",
  );
});

test("a Mac gets its Redis from Homebrew, by hand, and its browser from Playwright, by itself", () => {
  const mac: Machine = {
    platform: "darwin",
    distro: "",
    privilege: "none",
    archiveHas: () => false,
  };

  expect(installPlan(mac, ["redis"])).toMatchObject({
    allowed: false,
    steps: [["brew", "install", "redis"]],
  });
  expect(installPlan(mac, ["chromium"])).toMatchObject({ allowed: true });
});

test("the tests' Prometheus comes from the archive with its tools, elsewhere by hand", () => {
  expect(planLine(installPlan(debian, ["prometheus"]))).toBe(
    "apt-get update && apt-get install -y --no-install-recommends prometheus prometheus-alertmanager",
  );
  const mac: Machine = { ...debian, platform: "darwin", distro: "" };
  expect(installPlan(mac, ["redis", "prometheus"])).toMatchObject({
    allowed: false,
    steps: [["brew", "install", "redis", "prometheus", "alertmanager"]],
  });
});

test("a command brings only what it needs", () => {
  expect(needsOfCommand(["run", "ats", "a.csv"], {})).toEqual(["redis", "chromium"]);
  expect(needsOfCommand(["run", "ats", "a.csv"], { REDIS_URL: "redis://r" })).toEqual(["chromium"]);
  expect(needsOfCommand(["worker", "http"], {})).toEqual(["redis"]);
  expect(needsOfCommand(["help"], {})).toEqual([]);
  expect(needsOfCommand(["run", "--help"], {})).toEqual([]);
});

test("Node 20.19 is the oldest that works", () => {
  expect(["v18.20.4", "v20.18.3"].map(isNodeTooOld)).toEqual([true, true]);
  expect(["v20.19.0", "v22.0.0", "v24.1.0"].map(isNodeTooOld)).toEqual([false, false, false]);
});
