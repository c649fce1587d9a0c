import { checkAgent } from "./check-agent.ts";
import { checkColumns } from "./check-columns.ts";
import { checkRedlines, checkText } from "./check-redlines.ts";
import { checkInputs, checkOutputs } from "./check-schema.ts";
import { checkHandoff } from "./check-handoff.ts";
import type { Note } from "./check-note.ts";
import type { OrchestratorSpec } from "./kit.ts";

/** What is wrong with a spec, where, and what to do about it. */
export interface SpecProblem {
  /** `ats: handoff.agents.discoverer.constraints.timeoutMs`. */
  readonly where: string;
  readonly problem: string;
  readonly cure: string;
}

/** A spec can't be worked with. Every problem is listed with its place and its cure. */
export class SpecError extends Error {
  override readonly name = "SpecError";
  readonly problems: readonly SpecProblem[];

  constructor(problems: readonly SpecProblem[]) {
    const lines = problems.map(({ where, problem, cure }) => `  ${where}: ${problem}\n    ${cure}`);
    super(`bad spec\n${lines.join("\n")}`);
    this.problems = problems;
  }
}

/** Stops the process before it starts when any workflow's contract is broken. */
export function requireSpecs(specs: readonly OrchestratorSpec[]): void {
  const problems = [...specs.flatMap(checkSpec), ...sameNames(specs)];
  if (problems.length > 0) throw new SpecError(problems);
}

/** Everything that is wrong with one workflow's contract and its agents'; empty when nothing is. */
export function checkSpec(spec: OrchestratorSpec): SpecProblem[] {
  const problems: SpecProblem[] = [];
  const note: Note = (path, problem, cure) =>
    problems.push({ where: `${spec.workflow}: ${path}`, problem, cure });

  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(spec.workflow)) {
    note(
      "workflow",
      `"${spec.workflow}" is no name for a folder and a URL`,
      "use kebab-case: tech-stack",
    );
  }
  checkText("title", spec.title, note);
  checkText("role", spec.role, note);
  const inputs = checkInputs("inputs", spec.inputs, note);
  checkColumns(inputs, spec.columns, note);
  checkOutputs("outputs", spec.outputs, note);
  checkResultColumns(spec, note);
  checkLimits(spec, note);
  checkRedlines("redlines", spec.redlines, note);
  checkHandoff(spec, note);
  for (const agent of spec.handoff.agents) {
    checkAgent(agent, (path, problem, cure) =>
      note(`handoff.agents.${agent.name}.${path}`, problem, cure),
    );
  }
  return problems;
}

function checkResultColumns({ outputs }: OrchestratorSpec, note: Note): void {
  for (const field of Object.keys(outputs.shape)) {
    if (!/^[a-z][a-z0-9_]*$/.test(field)) {
      note(
        `outputs.${field}`,
        "is no name for a column of the results",
        "use snake_case: board_url",
      );
    }
  }
}

function checkLimits({ constraints, handoff }: OrchestratorSpec, note: Note): void {
  const { attempts, deadlineMs, maxUsdPerRecord } = constraints;
  const rungs = handoff.agents.length;
  if (!Number.isInteger(attempts) || attempts < rungs) {
    note(
      "constraints.attempts",
      `${attempts} attempts don't reach the top of ${rungs} tiers`,
      `give at least ${rungs}, a whole number`,
    );
  }
  const longest = Math.max(0, ...handoff.agents.map((agent) => agent.constraints.timeoutMs));
  if (!Number.isInteger(deadlineMs) || deadlineMs < longest) {
    note(
      "constraints.deadlineMs",
      `${deadlineMs} ms is less than one agent's own time (${longest} ms)`,
      "give a record at least the time of its slowest agent",
    );
  }
  if (!Number.isFinite(maxUsdPerRecord) || maxUsdPerRecord < 0) {
    note(
      "constraints.maxUsdPerRecord",
      `${maxUsdPerRecord} is no ceiling`,
      "use 0 or more dollars",
    );
  }
}

function sameNames(specs: readonly OrchestratorSpec[]): SpecProblem[] {
  const names = specs.map(({ workflow }) => workflow);
  return [...new Set(names.filter((name, i) => names.indexOf(name) !== i))].map((name) => ({
    where: name,
    problem: "two workflows have this name",
    cure: "rename one: batches and URLs use the name",
  }));
}
