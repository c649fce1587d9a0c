/** Pieces of a regular expression: an escape, a class, a counter, or one character. */
const piece = /\\.|\[(?:\\.|[^\]\\])*\]|\{[^}]*\}|[^]/g;

/**
 * The longest text that every match of a pattern must contain, as far as that shows from outside
 * its groups; empty when nothing is certain.
 */
export function literalOf(pattern: string): string {
  let depth = 0;
  let run = "";
  const runs: string[] = [];
  for (const [token] of pattern.matchAll(piece)) {
    if (token === "(") depth += 1;
    else if (token === ")") depth -= 1;
    // An alternative at the top: no text is certain.
    else if (token === "|" && depth === 0) return "";
    const literal = depth === 0 ? plainOf(token) : undefined;
    if (literal !== undefined) {
      run += literal;
      continue;
    }
    // What is counted may be counted zero times.
    runs.push(/^[?*{]/.test(token) ? run.slice(0, -1) : run);
    run = "";
  }
  return [...runs, run].reduce(
    (longest, each) => (each.length > longest.length ? each : longest),
    "",
  );
}

/** The character that a piece stands for, if it stands for exactly one. */
function plainOf(token: string): string | undefined {
  if (token.startsWith("\\")) return /^\\[^a-z0-9]/i.test(token) ? token.slice(1) : undefined;
  return token.length === 1 && /^[^()[\]{}|?*+.^$]$/.test(token) && token.charCodeAt(0) < 128
    ? token
    : undefined;
}
