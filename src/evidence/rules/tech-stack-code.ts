/** Comments, literals and regular expressions (short ones: a hostile script must not cost much), whichever begins first. */
const quiet =
  /(?:\/\/|<!--)[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"[^"\\\n]*(?:\\[\s\S][^"\\\n]*)*"?|'[^'\\\n]*(?:\\[\s\S][^'\\\n]*)*'?|`[^`\\]*(?:\\[\s\S][^`\\]*)*`?|\/(?<=(?:^|[(,=:[!&|?{};+])\s*\/)(?:\\.|\[(?:\\.|[^\]\\\n]){0,200}\]|[^/\\[\n]){1,500}\//g;

/**
 * Whether a stretch of a script begins in code, not within a string or regular expression, and
 * holds no comment. The quote that opens a string counts as code: a snippet may begin with its
 * address.
 */
export function isLiveCode(script: string, from: number, to: number): boolean {
  for (const { 0: stretch, index } of script.matchAll(quiet)) {
    if (index >= to) return true;
    const isComment = /^(?:\/[/*]|<!--)/.test(stretch);
    if (isComment ? index + stretch.length > from : index < from && from < index + stretch.length)
      return false;
  }
  return true;
}
