import { alerts } from "../../grafana/source/alert-table.ts";
import { openApiDocument } from "../../src/api/openapi.ts";
import { exitCodes } from "../../src/cli/exit.ts";
import { help } from "../../src/cli/help.ts";
import { reasons } from "../../src/domain/reason.ts";
import { transitions } from "../../src/domain/state.ts";
import { Environment } from "../../src/platform/environment.ts";
import { resultHeader } from "../../src/results/columns.ts";
import { ats } from "../../specs/ats/orchestrator.ts";

/** The parts of README.md that follow from the code, by the name of their marks. */
export const blocks: Readonly<Record<string, () => string>> = {
  help: () => `\`\`\`text\n${help.trimEnd()}\n\`\`\``,
  "exit-codes": () =>
    table(
      ["code", "when"],
      Object.entries(exitCodes).map(([name, code]) => [String(code), exitWords[name] ?? ""]),
    ),
  columns: () => {
    const ours = resultHeader({ input: [], output: Object.keys(ats.outputs.shape) });
    return `\`\`\`text\n<your columns>,${ours.join(",")}\n\`\`\``;
  },
  reasons: () =>
    table(
      ["reason", "what would settle it", "ends the climb early"],
      Object.entries(reasons).map(([name, { settledBy, hopeless }]) => [
        `\`${name}\``,
        settledBy,
        hopeless ? "yes" : "",
      ]),
    ),
  routes: () => table(["route", "what"], routes()),
  environment: () =>
    table(
      ["variable", "default", "meaning"],
      Object.entries(Environment.shape).map(([name, schema]) => [
        `\`${name}\``,
        shownDefault(name),
        schema.meta()?.description ?? "",
      ]),
    ),
  alerts: () =>
    table(
      ["alert", "speaks when", "holds for", "severity"],
      alerts.map(({ name, summary, for: lasting, severity }) => [
        `\`${name}\``,
        summary.replaceAll(/\{\{[^}]*\}\}/g, "…"),
        lasting,
        severity,
      ]),
    ),
  states: () => {
    const edges = Object.entries(transitions).flatMap(([from, events]) =>
      Object.entries(events).map(([event, to]) => `    ${from} --> ${to}: ${event}`),
    );
    const ends = ["    completed --> [*]", "    failed --> [*]"];
    return `\`\`\`mermaid\nstateDiagram-v2\n    [*] --> pending\n${[...edges, ...ends].join("\n")}\n\`\`\``;
  },
};

const exitWords: Readonly<Record<string, string>> = {
  ok: "done; for `run`: every row is terminal and the results are written",
  failed: "something went wrong; for `verify`: a verdict was not confirmed again",
  usage: "wrong usage, or an input that can't be read",
  specsChanged: "the batch is paused, or its specs changed since it began",
  unavailable: "no Redis",
  interrupted: "Ctrl-C; the same command goes on",
};

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

function routes(): string[][] {
  const { paths = {} } = openApiDocument() as unknown as {
    paths?: Record<string, Record<string, { summary?: string }>>;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { summary = "" }]) => [
      `\`${method.toUpperCase()} ${path}\``,
      summary,
    ]),
  );
}

function shownDefault(name: string): string {
  const byMachine: Readonly<Record<string, string>> = { ASSAY_HOME: "`~/.local/share/assay`" };
  if (byMachine[name]) return byMachine[name];
  const value = Environment.parse({})[name as keyof typeof Environment.shape];
  return value === undefined || value === "" || (Array.isArray(value) && value.length === 0)
    ? ""
    : `\`${String(value)}\``;
}
