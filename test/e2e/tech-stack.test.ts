import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { assay, bareEnv, startSmallWebProcess, temporaryHome } from "./support.ts";

const place = temporaryHome();
let web: Awaited<ReturnType<typeof startSmallWebProcess>>;

beforeAll(async () => {
  web = await startSmallWebProcess();
});

afterAll(async () => {
  await web.stop();
  place.remove();
});

const companies = [
  "company,domain",
  "Oostwaard Zorg Groep,oostwaardzorg.nl",
  "Valbrune Santé Groupe,valbrunesante.com",
  "Nobody,no-such-company.example",
  "Bad line,not a domain at all",
].join("\n");

test("another workflow with another shape of answer runs by the same command, to the same end", async () => {
  const env = bareEnv(place.home, web.env);
  const out = join(place.home, "stack.ndjson");

  const run = await assay(["run", "tech-stack", "-", "--out", "-"], env, companies);
  const [header = "", ...lines] = run.stdout
    .trimEnd()
    .split("\r\n")
    .filter((line) => line.includes(","));
  const batch = /batch (\w+):/.exec(run.stderr)?.[1] ?? "";
  const results = await assay(["results", batch, "--out", out], env);
  const verified = await assay(["verify", batch], env);

  expect(run.code, run.stderr).toBe(0);
  expect(header).toContain("company,domain,record_id,status,outcome");
  expect(lines).toHaveLength(4);
  expect(lines[2]).toContain("no_such_domain");
  expect(lines[3]).toContain("invalid_input");
  expect(results.code).toBe(0);
  expect(verified.stdout).toMatch(/[1-9]\d* confirmed, 0 rejected/);
}, 120_000);
