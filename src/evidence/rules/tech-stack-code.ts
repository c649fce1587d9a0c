/** Comments, literals and regular expressions, whichever begins first. */
const quiet =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"[^"\\\n]*(?:\\[\s\S][^"\\\n]*)*"?|'[^'\\\n]*(?:\\[\s\S][^'\\\n]*)*'?|`[^`\\]*(?:\\[\s\S][^`\\]*)*`?|(?<=(?:^|[(,=:[!&|?{};+])\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\//g;

/**
 * Whether a position of a script is code, and not within a comment, string or regular
 * expression. The quote that opens a string counts as code: a snippet may begin with its address.
 */
export function startsInCode(script: string, position: number): boolean {
  for (const { 0: stretch, index } of script.matchAll(quiet)) {
    if (index > position) return true;
    const isComment = stretch.startsWith("//") || stretch.startsWith("/*");
    if (position < index + stretch.length) return index === position && !isComment;
  }
  return true;
}
