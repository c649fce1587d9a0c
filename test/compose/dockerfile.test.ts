import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readRootFile, root } from "./read-yaml.ts";

interface Instruction {
  readonly verb: string;
  readonly rest: string;
}
interface Stage {
  readonly name: string;
  readonly from: string;
  readonly instructions: readonly Instruction[];
}

/** The file's instructions, continued lines joined, comments left out. */
function readInstructions(source: string): Instruction[] {
  const lines = source.split("\n").filter((line) => !/^\s*#/.test(line));
  return lines
    .join("\n")
    .replaceAll(/\\\n\s*/g, " ")
    .split("\n")
    .flatMap((line) => {
      const [, verb, rest = ""] = /^([A-Z]+)\s+(.*)$/.exec(line.trim()) ?? [];
      return verb === undefined ? [] : [{ verb, rest }];
    });
}

const instructions = readInstructions(readRootFile("Dockerfile"));
const stages: Stage[] = [];
for (const instruction of instructions) {
  const [, from = "", name = ""] = /^(\S+)(?: AS (\S+))?$/.exec(instruction.rest) ?? [];
  if (instruction.verb === "FROM") stages.push({ name, from, instructions: [] });
  else {
    const stage = stages.pop();
    if (stage) stages.push({ ...stage, instructions: [...stage.instructions, instruction] });
  }
}
const stageOf = (name: string) => stages.find((stage) => stage.name === name);
/** What a stage says, with what it inherits, the oldest first. */
function inherited(name: string): readonly Instruction[] {
  const stage = stageOf(name);
  return stage ? [...inherited(stage.from), ...stage.instructions] : [];
}
const targets = ["app", "browser"];

describe("the Dockerfile", () => {
  test("takes its base from a build argument, with a version that is not `latest`", () => {
    const [first] = instructions;

    expect(first).toEqual({ verb: "ARG", rest: "NODE_IMAGE=node:24-bookworm-slim" });
    const bases = stages.map(({ from }) => from).filter((from) => !stageOf(from));
    expect(new Set(bases)).toEqual(new Set(["${NODE_IMAGE}"]));
  });

  test.each(targets)("makes %s run as a user with a fixed number", (target) => {
    const users = inherited(target).filter(({ verb }) => verb === "USER");

    expect(users.at(-1)?.rest).toBe("10001:10001");
    expect(stageOf(target)?.instructions.findLast(({ verb }) => verb === "RUN")).toBeUndefined();
  });

  test.each(targets)("starts %s without a shell in between", (target) => {
    const starts = inherited(target).filter(({ verb }) => ["ENTRYPOINT", "CMD"].includes(verb));

    expect(starts.length).toBeGreaterThanOrEqual(2);
    for (const { rest } of starts) expect(Array.isArray(JSON.parse(rest))).toBe(true);
  });

  test.each(targets)("gives %s the program and its packages, not what built them", (target) => {
    const copies = stageOf(target)?.instructions.filter(({ verb }) => verb === "COPY") ?? [];

    expect(copies.map(({ rest }) => rest)).toEqual([
      "--from=packages /packages/node_modules node_modules",
      "--from=build /build/dist dist",
      "package.json ./",
    ]);
  });

  test("installs packages as locked, without install scripts and without browsers", () => {
    const runs = instructions.filter(
      ({ verb, rest }) => verb === "RUN" && /(^| )npm [a-z]/.test(rest),
    );

    expect(runs).toHaveLength(2);
    for (const { rest } of runs) expect(rest).toMatch(/^npm ci .*--ignore-scripts/);
    expect(stageOf("packages")?.instructions.some(({ rest }) => rest.includes("--omit=dev"))).toBe(
      true,
    );
    for (const name of ["build", "packages"]) {
      const env = stageOf(name)?.instructions.find(({ verb }) => verb === "ENV")?.rest;
      expect(env).toContain("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1");
    }
  });

  test("puts a browser into one image only", () => {
    const withBrowser = targets.filter((target) =>
      inherited(target).some(({ rest }) => rest.includes("chromium")),
    );

    expect(withBrowser).toEqual(["browser"]);
  });

  test("leaves no package lists behind, and installs nothing that is only recommended", () => {
    const installs = instructions.filter(({ rest }) => rest.includes("apt-get install"));

    expect(installs.length).toBeGreaterThan(0);
    for (const { rest } of installs) {
      expect(rest).toMatch(/--no-install-recommends/);
      expect(rest).toMatch(/rm -rf \/var\/lib\/apt\/lists/);
    }
  });

  test("asks nothing that only BuildKit can do, so that every engine builds it", () => {
    const special = instructions.filter(
      ({ verb, rest }) =>
        /--mount|--chmod|--link|--parents/.test(rest) || rest.includes("<<") || verb === "ADD",
    );

    expect(readRootFile("Dockerfile")).not.toMatch(/^#\s*syntax/);
    expect(special).toEqual([]);
  });

  test("has no secrets: none as an argument, none in the environment", () => {
    const told = instructions.filter(({ verb }) => verb === "ARG" || verb === "ENV");

    expect(told.filter(({ rest }) => /KEY|TOKEN|PASSWORD|SECRET|REDIS_URL/i.test(rest))).toEqual(
      [],
    );
  });

  test("copies only what is there and what .dockerignore lets through", () => {
    const copied = instructions
      .filter(({ verb, rest }) => verb === "COPY" && !rest.startsWith("--from"))
      .flatMap(({ rest }) => rest.split(" ").slice(0, -1));
    const through = readRootFile(".dockerignore")
      .split("\n")
      .filter((line) => line.startsWith("!"))
      .map((line) => line.slice(1));

    expect(copied.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
    expect(through.toSorted()).toEqual([...new Set(copied)].toSorted());
    expect(readRootFile(".dockerignore").split("\n")).toContain("*");
  });
});

describe("Chromium's seccomp profile", () => {
  const profile = JSON.parse(readRootFile("deploy/compose/chromium-seccomp.json")) as {
    defaultAction: string;
    syscalls: {
      names: string[];
      action: string;
      args?: unknown[];
      includes?: { caps?: string[] };
    }[];
  };
  const allowed = (name: string) =>
    profile.syscalls.some(
      ({ names, action, args = [] }) =>
        action === "SCMP_ACT_ALLOW" && args.length === 0 && names.includes(name),
    );

  test("refuses what it does not name", () => {
    expect(profile.defaultAction).toBe("SCMP_ACT_ERRNO");
  });

  test.each(["clone", "unshare", "chroot"])("allows %s, which the sandbox is made of", (name) => {
    expect(allowed(name)).toBe(true);
  });

  test.each(["mount", "setns", "bpf", "ptrace", "init_module", "reboot", "keyctl", "kexec_load"])(
    "does not allow %s to everybody",
    (name) => {
      const open = profile.syscalls.some(
        ({ names, action, includes }) =>
          action === "SCMP_ACT_ALLOW" && names.includes(name) && !("minKernel" in (includes ?? {})),
      );

      expect(open).toBe(false);
    },
  );
});
