import { type Approval, decideApproval, listApprovals } from "../agents/browse/approvals.ts";
import { CommandError, type ExitCode, exitCodes, usageError } from "./exit.ts";
import { inSession } from "./session.ts";
import { textTable } from "./table.ts";

const decisions = { allow: "allowed", deny: "denied" } as const;

/** `assay approvals [allow|deny <id>]`: tool calls of browsing agents that wait for a person. */
export async function approvals(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<ExitCode> {
  const [what, id, ...more] = args;
  const decision = what === "allow" || what === "deny" ? decisions[what] : undefined;
  if ((what !== undefined && (decision === undefined || id === undefined)) || more.length > 0) {
    throw usageError("usage: assay approvals [allow|deny <id>]");
  }
  return inSession(env, async ({ redis }) => {
    if (decision !== undefined && id !== undefined) {
      const reply = await decideApproval(redis, id, decision);
      if (reply === "unknown") {
        throw new CommandError(`nothing waits as ${id}; \`assay approvals\` lists what does`);
      }
      if (reply !== "decided" && reply !== decision) {
        throw new CommandError(`${id} was ${reply} before, and that stays`);
      }
    }
    process.stdout.write(`${approvalTable(await listApprovals(redis))}\n`);
    return exitCodes.ok;
  });
}

/** What waits and what was decided. A model chose the input: control characters are shown, not obeyed. */
export function approvalTable(found: readonly Approval[]): string {
  if (found.length === 0) return "no call waits for a person";
  const rows = found.map(({ id, record, rule, tool, input, detail, decision }) => [
    id,
    decision ?? "waits",
    record,
    rule,
    plain(`${tool} ${JSON.stringify(input)}`),
    plain(detail),
  ]);
  return textTable(["id", "decision", "record", "rule", "call", "why it is asked"], rows);
}

function plain(text: string): string {
  return text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, "?").slice(0, 300);
}
