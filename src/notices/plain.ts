/** One line of text for people: no control, format or line characters, no more than so many characters. */
export function plainLine(text: string, mostChars: number): string {
  const line = text.replaceAll(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  const chars = Array.from(line);
  return chars.length <= mostChars ? line : `${chars.slice(0, mostChars - 1).join("")}…`;
}

const zeroWidthSpace = "\u200B";

/**
 * Text that a Slack-compatible receiver shows as it is: `&<>` are its escapes (links, mentions,
 * `<!channel>`); `@name` calls people and `[text](url)` makes links in those that read Markdown.
 */
export function slackText(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/@(?=\w)/g, `@${zeroWidthSpace}`)
    .replaceAll("](", `]${zeroWidthSpace}(`);
}
