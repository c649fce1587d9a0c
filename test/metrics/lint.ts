import { spawnSync } from "node:child_process";

/** What promtool holds against metrics, but for what prom-client itself names against the rules. */
export function lint(text: string): string {
  const ours = text
    .split("\n")
    .filter((line) => !/nodejs_active_(handles|requests|resources)_total/.test(line))
    .join("\n");
  const { stdout, stderr, error } = spawnSync("promtool", ["check", "metrics"], {
    input: ours,
    encoding: "utf8",
  });
  return error ? String(error) : stdout + stderr;
}
