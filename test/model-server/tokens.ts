/** Tokens of a text: about four characters each, never more than its UTF-8 bytes. */
export function countTokens(text: string, charsPerToken = 4): number {
  return Math.ceil(text.length / charsPerToken);
}

/** How much a model thinks before it answers, by effort. */
export const thinkingTokens: Readonly<Record<string, number>> = { low: 16, medium: 64, high: 256 };
