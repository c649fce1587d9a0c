import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Findings } from "./findings.ts";
import {
  finished,
  readBatch,
  readResults,
  type Sample,
  submit,
  untilFinished,
  wrongAnswers,
} from "./batch.ts";
import { lookAtContainers, lookAtNetworks, lookAtSandbox } from "./look-at-containers.ts";
import type { Container, Project } from "./project.ts";
import { pause, say, until } from "./shell.ts";

const healthMs = 300_000;
const batchMs = 900_000;
/** Longer than a silent worker keeps a row (ASSAY_LEASE_MS, 10 s). */
const awayMs = 15_000;

export interface Play {
  readonly project: Project;
  readonly sample: Sample;
  readonly findings: Findings;
  /** What to bring up; everything when empty. */
  readonly services: readonly string[];
  /** The folder of this machine that the watchdog watches for `ats`. */
  readonly dropDir: string;
}

/** Brings everything up, works on a batch through a kill and a cut line, and looks at what is left. */
export async function playThrough(play: Play): Promise<void> {
  const { project, sample, findings, services } = play;
  const up = ["up", "--detach", "--no-build", "--scale", "browser-worker=4", ...services];
  say("up: the small web first, because workers read its certificate when they start");
  await project.compose(["up", "--detach", "--no-build", "small-web"]);
  await project.allHealthy(healthMs);
  await project.compose(up, 600_000);
  await project.allHealthy(healthMs);
  const browsers = await project.containers("browser-worker");
  findings.check(
    "four browser workers run beside each other, healthy",
    browsers.length === 4,
    `${browsers.length}`,
  );
  await lookAtContainers(project, findings);
  await lookAtNetworks(project, findings);

  const lines = sample.truths.length;
  const id = await submit(sample.csv);
  say(`batch ${id}, ${lines} lines`);
  await untilFinished(id, Math.ceil(lines / 10), batchMs);
  await makeTrouble(project, id, findings);
  const done = await untilFinished(id, lines, batchMs);
  findings.check(
    "the batch completes with no line lost: lines in = completed + failed",
    done.counts.lines === lines && finished(done) === lines,
    JSON.stringify(done.counts),
  );
  await lookAtResults(project, id, sample, findings);
  await lookAtDropFolder(play);
  await lookAtSandbox(project, findings);

  say("browser workers back to four, and every health green again");
  await project.compose(up, 600_000);
  await project.allHealthy(healthMs);
  findings.check("every health is green at the end", true);
  if (services.length === 0) await lookAtMetrics(project, findings);
  await stopsInOrder(project, findings);
  await restartsRedis(project, id, findings);
}

/** A crash that the engine mends, a line that is cut and mended, and a worker that stays away. */
async function makeTrouble(project: Project, id: string, findings: Findings): Promise<void> {
  const [http, classifier, browser] = await Promise.all(
    ["http-worker", "classifier-worker", "browser-worker"].map((name) => first(project, name)),
  );
  if (!http || !classifier || !browser) throw new Error("a worker is missing");
  const before = finished(await readBatch(id));
  say(`trouble, ${before} rows in`);
  await project.docker(["network", "disconnect", `${project.name}_backend`, classifier.Id]);
  process.kill(http.State.Pid, "SIGKILL");
  await project.docker(["kill", browser.Id]);
  const again = await until(
    "the engine starts the killed worker again",
    async () => {
      const now = await first(project, "http-worker");
      return now.RestartCount > http.RestartCount && now.State.Running && now;
    },
    { timeoutMs: 60_000 },
  );
  findings.check("a worker that dies is started again by the engine", again.State.Running);
  await pause(awayMs);
  const backend = `${project.name}_backend`;
  await project.docker([
    "network",
    "connect",
    "--alias",
    "classifier-worker",
    backend,
    classifier.Id,
  ]);
}

async function first(project: Project, service: string): Promise<Container> {
  const [container] = await project.containers(service);
  if (!container) throw new Error(`there is no container of ${service}`);
  return container;
}

async function lookAtResults(
  project: Project,
  id: string,
  sample: Sample,
  findings: Findings,
): Promise<void> {
  const rows = await readResults(id);
  const answered = rows.filter((row) => row["outcome"] === "answered").length;
  const determinable = sample.truths.filter((truth) => truth.determinable).length;
  say(`${answered} of ${rows.length} answered; ${determinable} can be`);
  findings.check("one line of results per line of input", rows.length === sample.truths.length);
  const wrong = wrongAnswers(rows, sample.truths);
  findings.check("no answer is wrong", wrong.length === 0, wrong.join(", "));
  findings.check(
    "at least nine tenths of the lines that can be answered are",
    answered >= 0.9 * determinable,
  );
  const tiers = new Set(
    rows.filter((row) => row["outcome"] === "answered").map((row) => row["tier"]),
  );
  findings.check("all three tiers answered", tiers.size === 3, [...tiers].join());
  const { code, stdout, stderr } = await project.exec(await first(project, "api"), [
    "node",
    "dist/src/cli/main.js",
    "verify",
    id,
  ]);
  findings.check(
    "every verdict is confirmed again from the stored bytes",
    code === 0,
    stdout + stderr,
  );
}

/** A list that is put into a folder of this machine comes back with its results beside it. */
async function lookAtDropFolder({ dropDir, sample, findings }: Play): Promise<void> {
  const lines = sample.csv.trimEnd().split("\n").slice(0, 4);
  await writeFile(join(dropDir, "dropped.csv"), `${lines.join("\n")}\n`);
  const file = join(dropDir, "done", "dropped.results.csv");
  const text = await until("a dropped list has its results", () => readFile(file, "utf8"), {
    timeoutMs: 300_000,
  }).catch((error: unknown) => String(error));
  const rows = text.trimEnd().split("\n").length - 1;
  findings.check("a dropped list has its results", rows === lines.length - 1, text.slice(0, 500));
}

const targets = "http://127.0.0.1:9090/api/v1/targets?state=active";

async function lookAtMetrics(project: Project, findings: Findings): Promise<void> {
  const prometheus = await first(project, "prometheus");
  const seen = await until(
    "Prometheus has found the workers",
    async () => {
      const { stdout } = await project.exec(prometheus, ["wget", "-q", "-O", "-", targets]);
      const up = [...stdout.matchAll(/"scrapeUrl":"http:\/\/([^"/]+)[^}]*?"health":"up"/g)];
      return up.length >= 7 && up.length;
    },
    { timeoutMs: 120_000, everyMs: 5_000 },
  ).catch((error: unknown) => String(error));
  findings.check(
    "Prometheus scrapes the API and every replica",
    typeof seen === "number",
    String(seen),
  );
}

/** SIGTERM drains: a worker that is told to stop ends by itself, with 0, within its grace. */
async function stopsInOrder(project: Project, findings: Findings): Promise<void> {
  for (const service of ["browser-worker", "http-worker", "api"]) {
    const container = await first(project, service);
    const started = Date.now();
    await project.docker(["stop", "--time", "30", container.Id]);
    const { State } = await first(project, service);
    const tookMs = Date.now() - started;
    findings.check(
      `${service} ends with 0 when told to stop (${tookMs} ms)`,
      State.ExitCode === 0,
      `${State.ExitCode}`,
    );
    await project.docker(["start", container.Id]);
  }
  await project.allHealthy(healthMs);
}

async function restartsRedis(project: Project, id: string, findings: Findings): Promise<void> {
  const before = await readBatch(id);
  await project.docker(["restart", (await first(project, "redis")).Id]);
  await project.allHealthy(healthMs);
  const after = await readBatch(id);
  findings.check(
    "after Redis was restarted everything is green, and every row is there",
    JSON.stringify(after.counts) === JSON.stringify(before.counts),
  );
}
