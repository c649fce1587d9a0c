/** What pages say in their titles and headlines whose board is closed. */
const gone =
  /not found|\b404\b|no longer (?:active|available|exists?|accepting)|does(?:n.t| not) exist|inactive|deactivated|expired|unavailable|closed/i;

function headOf(text: string): string {
  return [...text.matchAll(/<(title|h1)\b[^>]{0,200}>([\s\S]{0,300}?)<\/\1/gi)]
    .slice(0, 3)
    .map(([, , words = ""]) => words.replace(/<[^>]*>/g, " "))
    .join(" · ");
}

/** Whether a page's title or headline says that the board is there no more. */
export function saysGone(text: string): boolean {
  return gone.test(headOf(text));
}
