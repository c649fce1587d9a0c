const code = 1;
const literal = 0;
const comment = 2;

/**
 * Whether a stretch of a script is a snippet at work: it begins in code, not inside a literal, and
 * has no comment in it. The same text inside a string is somebody's text about it.
 */
export function isAtWork(mask: Uint8Array, from: number, to: number): boolean {
  return mask[from] === code && !mask.subarray(from, to).includes(comment);
}

/** Which characters of a script are code (the quote that opens a literal too), literal or comment. */
export function codeMask(script: string): Uint8Array {
  const mask = new Uint8Array(script.length).fill(code);
  let at = 0;
  let before = "";
  while (at < script.length) {
    const character = script[at] ?? "";
    const end = quietEnd(script, at, before);
    if (end === undefined) {
      if (character.trim() !== "") before = character;
      at += 1;
      continue;
    }
    const isComment = /^(?:\/[/*]|<!--)/.test(script.slice(at, at + 4));
    mask.fill(isComment ? comment : literal, isComment ? at : at + 1, end);
    if (!isComment) before = '"';
    at = end;
  }
  return mask;
}

/** Where the comment or literal that begins here ends; `undefined` when none begins. */
function quietEnd(script: string, at: number, before: string): number | undefined {
  const character = script[at];
  if (character === '"' || character === "'" || character === "`") {
    return literalEnd(script, at + 1, character);
  }
  // An old way to hide scripts from older browsers still begins a comment, up to the line's end.
  if (script.startsWith("<!--", at)) return orEnd(script, script.indexOf("\n", at));
  if (character !== "/") return undefined;
  const next = script[at + 1];
  if (next === "/") return orEnd(script, script.indexOf("\n", at));
  if (next === "*") return orEnd(script, script.indexOf("*/", at + 2), 2);
  // After an operator a slash opens a regular expression, after a value it divides.
  return before === "" || "(,=:[!&|?{};+".includes(before) ? regexEnd(script, at + 1) : undefined;
}

function literalEnd(script: string, from: number, quote: string): number {
  for (let at = from; at < script.length; at += 1) {
    const character = script[at];
    if (character === "\\") at += 1;
    else if (character === quote) return at + 1;
    // A broken literal ends with its line, as a browser's parser would give up there.
    else if (character === "\n" && quote !== "`") return at;
  }
  return script.length;
}

/** Longer ones are no people's; without a limit a hostile script could make each slash read it all. */
const longestRegexChars = 500;

function regexEnd(script: string, from: number): number | undefined {
  let inClass = false;
  const limit = Math.min(script.length, from + longestRegexChars);
  for (let at = from; at < limit; at += 1) {
    const character = script[at];
    if (character === "\n") return undefined;
    if (character === "\\") at += 1;
    else if (character === "[") inClass = true;
    else if (character === "]") inClass = false;
    else if (character === "/" && !inClass) return at + 1;
  }
  return undefined;
}

function orEnd(script: string, found: number, length = 0): number {
  return found === -1 ? script.length : found + length;
}
