import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { assay, bareEnv, temporaryHome } from "../e2e/support.ts";

const place = temporaryHome();
const env = bareEnv(place.home);
const file = (name: string, text: string) => {
  const path = join(place.home, name);
  writeFileSync(path, text);
  return path;
};
afterAll(place.remove);

const good = file("good.csv", "company,domain\nNobody,n/a\n");

describe("wrong usage is told in a sentence, with code 2 and no stack", () => {
  test.each([
    ["a command that there is not", ["frobnicate"], "there is no command frobnicate"],
    ["an option that there is not", ["run", "ats", good, "--bogus"], "'--bogus'"],
    ["a workflow that there is not", ["run", "atz", good], "there are ats, tech-stack"],
    ["a file that is not there", ["run", "ats", "/nowhere/x.csv"], "it is not there"],
    ["a directory as the input", ["run", "ats", place.home], "it is a directory"],
    ["no file", ["run", "ats"], "usage: assay run"],
    [
      "a tier that there is not",
      ["run", "ats", good, "--max-tier", "4"],
      "--max-tier is 1, 2 or 3",
    ],
    ["results over the input", ["run", "ats", good, "--out", good], "would overwrite the input"],
    [
      "results nowhere",
      ["run", "ats", good, "--out", "/nowhere/x.csv"],
      "/nowhere: it is not there",
    ],
    [
      "two kinds of data on one pipe",
      ["run", "ats", good, "--json", "--out", "-"],
      "give --out a file",
    ],
    ["no money", ["run", "ats", good, "--max-usd", "0"], "--max-usd is a sum in dollars, not 0"],
    [
      "a record's ceiling in words",
      ["run", "ats", good, "--max-usd-per-record", "much"],
      "--max-usd-per-record is a sum in dollars",
    ],
    ["a top-up of nothing", ["top-up", "b1"], "usage: assay top-up"],
    ["an empty sample", ["quote", "ats", good, "--sample", "0"], "--sample is a whole number"],
    ["a quote for nothing", ["quote", "ats"], "usage: assay quote"],
    ["something to do with keys", ["keys", "forget"], "usage: assay keys"],
    ["a port that is none", ["up", "--port", "abc"], "--port is a number"],
  ])("%s", async (_what, args, sentence) => {
    const { code, stdout, stderr } = await assay(args, env);

    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });
});

describe("an input", () => {
  test("of which no column is understood is refused, and leaves no batch behind", async () => {
    const odd = file("odd.csv", "foo,bar\n1,2\n");

    const run = await assay(["run", "ats", odd, "--out", join(place.home, "odd-out.csv")], env);
    const status = await assay(["status"], env);

    expect(run.code).toBe(2);
    expect(run.stderr).toContain("it has foo, bar");
    expect(status.stdout).not.toContain("receiving");
  });

  test("with only bad lines ends at once, a line for each, and the file says why", async () => {
    const out = join(place.home, "good-out.csv");

    const { code, stderr } = await assay(["run", "ats", good, "--out", out], env);

    expect(code, stderr).toBe(0);
    expect(stderr).toContain("1 line, 1 of them invalid");
    expect(readFileSync(out, "utf8")).toContain("invalid_input");
    expect(existsSync(`${out}.part`)).toBe(false);
  });
});

describe("money", () => {
  test("a price file that can't be used stops a run before it begins", async () => {
    const prices = file("prices.json", "{}");

    const { code, stderr } = await assay(["run", "ats", good, "--out", join(place.home, "x.csv")], {
      ...env,
      ASSAY_PRICES: prices,
    });

    expect(code).toBe(2);
    expect(stderr).toContain(`prices in ${prices} can't be used`);
  });

  test("a quote works on a sample, says its seed and what it cost, and leaves its batch listed", async () => {
    const lines = Array.from({ length: 200 }, (_, n) => `Nobody ${n},n/a`).join("\n");
    const long = file("long.csv", `company,domain\n${lines}\n`);

    const { code, stdout, stderr } = await assay(
      ["quote", "ats", long, "--sample", "20", "--seed", "7", "--json"],
      env,
    );

    expect(code, stderr).toBe(0);
    const told = JSON.parse(stdout) as { batch: string };
    expect(told).toMatchObject({ seed: 7, lines: 200, sampled: 20, ended: 20, spentUsd: 0 });
    expect((await assay(["status"], env)).stdout).toContain(told.batch);
    const ledger = await assay(["ledger", told.batch], env);
    expect(ledger.stdout).toMatch(/^call,at,record_id,[^\n]+\r\n$/);
    const topUp = await assay(["top-up", told.batch, "--max-usd", "3"], env);
    expect(topUp.stdout).toContain("has a ceiling of $3.00 now, $0 of it spent; 0 rows go on");
  });

  test("agents and keys say when there are none", async () => {
    expect((await assay(["agents"], env)).stdout).toContain("no agent has worked yet");
    expect((await assay(["keys"], env)).stdout).toContain("no key for a model");
    expect((await assay(["keys", "enable", "openai-000000"], env)).stderr).toContain(
      "there is no key openai-000000",
    );
  });
});

test("a home may be named from where one stands, as the demo's advice does", async () => {
  const root = fileURLToPath(new URL("../..", import.meta.url));

  const { code, stderr } = await assay(["status"], bareEnv(relative(root, place.home)));

  expect(code, stderr).toBe(0);
});

test("status says how to begin, in the way it was called", async () => {
  const other = temporaryHome();
  const { code, stdout } = await assay(
    ["status"],
    bareEnv(other.home, { npm_lifecycle_event: "assay" }),
  );
  other.remove();

  expect(code).toBe(0);
  expect(stdout).toContain("npm run assay -- run ats companies.csv");
});
