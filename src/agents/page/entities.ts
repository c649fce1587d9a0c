import { Tokenizer } from "htmlparser2";
import { ignoredTokens } from "./tokens.ts";

const reference = /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z][a-z0-9]{1,30}));/gi;
const named = new Map<string, string>();

/**
 * Text with its character references replaced. Only references that end in `;` count, so that
 * the `&region=` of an address stays what it is.
 */
export function unescapeHtml(raw: string): string {
  if (!raw.includes("&")) return raw;
  return raw.replace(reference, (whole, hex: string | undefined, decimal: string | undefined) => {
    if (hex !== undefined) return character(Number.parseInt(hex, 16), whole);
    if (decimal !== undefined) return character(Number(decimal), whole);
    return lookUp(whole);
  });
}

function character(code: number, whole: string): string {
  return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
}

/** Names are many; the tokenizer knows them all, and a page uses few. */
function lookUp(name: string): string {
  const known = named.get(name);
  if (known !== undefined) return known;
  let text = "";
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ...ignoredTokens,
      ontext: (start, end) => void (text += name.slice(start, end)),
      ontextentity: (code) => void (text += String.fromCodePoint(code)),
    },
  );
  tokenizer.write(name);
  tokenizer.end();
  // Made-up names are a stranger's data: they must not fill the memory.
  if (named.size < 2_000) named.set(name, text);
  return text;
}
