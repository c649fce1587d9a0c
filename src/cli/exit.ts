/** How a command ends; documented in the README. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  specsChanged: 4,
  unavailable: 6,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** A command can't go on, for a reason that its user can mend; the message says how. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = exitCodes.failed) {
    super(message);
    this.exitCode = exitCode;
  }
}

export function usageError(message: string): CommandError {
  return new CommandError(`${message}\nRun \`assay help\` to see what there is.`, exitCodes.usage);
}
