const lineFeed = 10;
const doubleQuote = 34;
const dollar = 36;
const quote = 39;
const star = 42;
const slash = 47;
const backslash = 92;
const backtick = 96;
const openBrace = 123;
const closeBrace = 125;

/**
 * Whether a position of a script lies in a comment. Strings, template literals and regular
 * expressions are stepped over, so that comment-like text in them is not taken for one.
 */
export function isInScriptComment(script: string, position: number): boolean {
  // For each open `${`, the braces open within it.
  const templates: number[] = [];
  let i = 0;
  while (i < position) {
    const c = script.charCodeAt(i);
    const comment = c === slash || c === 60 ? commentEnd(script, i) : undefined;
    if (comment !== undefined) {
      if (position < comment) return true;
      i = comment;
    } else if (c === doubleQuote || c === quote) i = stringEnd(script, i);
    else if (c === slash) i = isRegExp(script, i) ? regExpEnd(script, i) : i + 1;
    else if (c === backtick) i = templateText(script, i + 1, templates);
    else if (c === openBrace && templates.length > 0) i = count(templates, 1, i);
    else if (c === closeBrace && templates.length > 0) {
      const isEnd = templates.at(-1) === 0;
      if (isEnd) templates.pop();
      i = isEnd ? templateText(script, i + 1, templates) : count(templates, -1, i);
    } else i += 1;
  }
  return false;
}

function count(templates: number[], by: number, at: number): number {
  templates[templates.length - 1] = (templates.at(-1) ?? 0) + by;
  return at + 1;
}

/** Where the comment that begins at `at` ends; `<!--` begins one too, up to the line's end. */
function commentEnd(script: string, at: number): number | undefined {
  const next = script.charCodeAt(at + 1);
  if (script.charCodeAt(at) === slash) {
    if (next === slash) return lineEnd(script, at);
    if (next !== star) return undefined;
    const end = script.indexOf("*/", at + 2);
    return end < 0 ? script.length : end + 2;
  }
  return script.startsWith("<!--", at) ? lineEnd(script, at) : undefined;
}

function lineEnd(script: string, at: number): number {
  const end = script.indexOf("\n", at);
  return end < 0 ? script.length : end;
}

function stringEnd(script: string, at: number): number {
  const opening = script.charCodeAt(at);
  for (let i = at + 1; i < script.length; i += 1) {
    const c = script.charCodeAt(i);
    if (c === backslash) i += 1;
    else if (c === opening || c === lineFeed) return i + 1;
  }
  return script.length;
}

/** Steps over the text of a template literal, to its end or into its next `${`. */
function templateText(script: string, from: number, templates: number[]): number {
  for (let i = from; i < script.length; i += 1) {
    const c = script.charCodeAt(i);
    if (c === backslash) i += 1;
    else if (c === backtick) return i + 1;
    else if (c === dollar && script.charCodeAt(i + 1) === openBrace) {
      templates.push(0);
      return i + 2;
    }
  }
  return script.length;
}

/** A slash begins a regular expression where a value may stand, and divides after one. */
function isRegExp(script: string, at: number): boolean {
  let i = at - 1;
  while (i >= 0 && /\s/.test(script.charAt(i))) i -= 1;
  if (i < 0) return true;
  if (/[\w$]/.test(script.charAt(i))) {
    const word = /[\w$]+$/.exec(script.slice(Math.max(0, i - 12), i + 1))?.[0] ?? "";
    return /^(?:return|typeof|case|in|of|delete|void|throw|new|do|else|await|yield)$/.test(word);
  }
  return !/[)\]"'`.]/.test(script.charAt(i));
}

/** Longer than expressions are: reading each slash to the end of a long line would take forever. */
const longestRegExp = 500;

/** Past the expression; past the slash alone when the line ends first, for then it was none. */
function regExpEnd(script: string, at: number): number {
  const last = Math.min(script.length, at + longestRegExp);
  let inClass = false;
  for (let i = at + 1; i < last; i += 1) {
    const c = script.charAt(i);
    if (c === "\n") break;
    if (c === "\\") i += 1;
    else if (c === "[") inClass = true;
    else if (c === "]") inClass = false;
    else if (c === "/" && !inClass) return i + 1;
  }
  return at + 1;
}
