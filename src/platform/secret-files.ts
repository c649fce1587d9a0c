import { readFileSync } from "node:fs";

/**
 * The environment with its secrets read from files: where `<NAME>_FILE` is set, `<NAME>` becomes that
 * file's content without the white space around it, and an empty file means "unset". What can't be
 * read, and what is given both ways, is told in `problems`, one line each, without any content.
 */
export function withSecretFiles(
  env: Readonly<Record<string, string | undefined>>,
  secrets: readonly string[],
): { env: Record<string, string | undefined>; problems: string[] } {
  const read = { ...env };
  const problems: string[] = [];
  for (const name of secrets) {
    const path = env[`${name}_FILE`];
    if (!path) continue;
    if (env[name]) {
      problems.push(`✖ ${name} and ${name}_FILE are both set; unset one of them`);
      continue;
    }
    try {
      const content = readFileSync(path, "utf8").trim();
      if (content !== "") read[name] = content;
    } catch (error) {
      problems.push(
        `✖ ${name}_FILE names ${path}, which can't be read: ${reasonOf(error)}. Correct the path, or let this user read it.`,
      );
    }
  }
  return { env: read, problems };
}

function reasonOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
