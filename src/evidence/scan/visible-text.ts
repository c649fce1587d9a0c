const opening = /<(?:!--|(script|style|noscript|template|title)(?=[\s/>])|[a-z/!?])/gi;
const closings = new Map(
  ["script", "style", "noscript", "template", "title"].map((name) => [
    name,
    new RegExp(`</${name}(?=[\\s/>])`, "gi"),
  ]),
);

/**
 * What a reader of a page reads, roughly: tags, comments and what no reader sees become `between`.
 * Takes time in proportion to the page, whatever is left open in it.
 */
export function visibleText(html: string, between = " "): string {
  const pieces: string[] = [];
  let at = 0;
  while (at < html.length) {
    opening.lastIndex = at;
    const found = opening.exec(html);
    if (found === null) break;
    pieces.push(html.slice(at, found.index));
    at = endOf(html, found);
  }
  pieces.push(html.slice(Math.min(at, html.length)));
  return pieces
    .join(between)
    .replace(/&(?:nbsp|#160);/g, " ")
    .replace(/\s+/g, " ");
}

/** Where the markup ends, with its content where that is not for reading; unclosed, with the page. */
function endOf(html: string, { index, 0: whole, 1: name }: RegExpExecArray): number {
  if (whole === "<!--") return after(html, "-->", index);
  const closing = name === undefined ? undefined : closings.get(name.toLowerCase());
  if (closing === undefined) return after(html, ">", index);
  closing.lastIndex = index;
  const close = closing.exec(html);
  return close === null ? html.length : after(html, ">", close.index);
}

function after(html: string, what: string, from: number): number {
  const found = html.indexOf(what, from);
  return found < 0 ? html.length : found + what.length;
}
