/** Letters that one token stands for, at the least that providers' tokenizers reach on pages. */
const charsPerToken = 2.5;

/** How many tokens a text is reckoned to be. */
export function tokensOf(text: string): number {
  return Math.ceil(text.length / charsPerToken);
}

/** How many characters fit into so many tokens. */
export function charsIn(tokens: number): number {
  return Math.floor(tokens * charsPerToken);
}

/** The beginning of a text, at most so many characters, never half a character. */
export function cut(text: string, maxChars: number): string {
  const end =
    text.length > maxChars && isLead(text.charCodeAt(maxChars - 1)) ? maxChars - 1 : maxChars;
  return wellFormed(text.slice(0, Math.max(0, end)));
}

/** The text with every half of a broken pair replaced: providers refuse requests that hold one. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\uFFFD");
}

/** One line for people and prompts: no controls, white space folded, cut. */
export function oneLine(text: string, maxChars: number): string {
  return cut(
    text
      .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
      .replace(/\s+/g, " ")
      .trim(),
    maxChars,
  );
}

function isLead(unit: number): boolean {
  return unit >= 0xd8_00 && unit <= 0xdb_ff;
}
