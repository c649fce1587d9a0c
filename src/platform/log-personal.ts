/**
 * An escape of JSON, taken whole so that no match begins within it; then an e-mail address, as it
 * stands or percent-encoded.
 */
const email =
  /\\u[0-9a-f]{4}|\\.|[\p{L}\p{N}._+-]{1,64}(?:@|%40)(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}/giu;

/**
 * What people write as telephone numbers: with a plus, with 00 or 0 in front, with an area code in
 * brackets, or as 555-123-4567. Never a bare JSON number: none has a gap or a leading zero. A plain
 * run of digits is an amount or a time as often as a telephone, and stays. The letter of a line
 * feed's escape is no letter in front.
 */
const phone = new RegExp(
  [
    String.raw`\\u[0-9a-f]{4}|\\.`,
    String.raw`(?:(?<=\\[bfnrt])|(?<![\w.+/=-]))\+\d(?:[ ./-]{0,2}\(?\d\)?){6,14}(?![\w])`,
    String.raw`(?:(?<=\\[bfnrt])|(?<![\w.-]))\(0?\d{2,5}\)[ /-]{0,2}\d(?:[ /-]?\d){4,9}(?![\w])`,
    String.raw`(?:(?<=\\[bfnrt])|(?<![\w./:-]))0\d{1,5}(?:[ /-]{1,3}\d{2,8}){1,5}(?![\w/-])`,
    String.raw`(?:(?<=\\[bfnrt])|(?<![\w./:-]))0\d{8,13}(?![\w.])`,
    String.raw`(?:(?<=\\[bfnrt])|(?<![\w./:-]))\d{3}[ .-]\d{3}[ .-]\d{4}(?![\w.-])`,
  ].join("|"),
  "gi",
);

const date = /^\d{1,2}[ ./-]\d{1,2}[ ./-]\d{4}$/;

/** Blanks e-mail addresses and telephone numbers in a written line; it stays the same JSON otherwise. */
export function maskPersonal(line: string): string {
  const withoutMail =
    line.includes("@") || line.includes("%40")
      ? line.replaceAll(email, (match) => (match.startsWith("\\") ? match : "[email]"))
      : line;
  return withoutMail.replaceAll(phone, (match) =>
    match.startsWith("\\") || date.test(match) ? match : "[phone]",
  );
}
