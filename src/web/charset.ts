import { isUtf8 } from "node:buffer";
import { getEncoding } from "encoding-sniffer";

const charsetParameter = /;\s*charset\s*=\s*"?([^\s";]+)/i;
const isJson = /[/+]json\b/i;

/**
 * The encoding that a body's text is in, as a label that `TextDecoder` knows: byte order mark,
 * Content-Type, then `<meta>`, as browsers do. Undeclared bytes are UTF-8 if they can be.
 */
export function charsetOf(body: Uint8Array, contentType: string): string {
  if (isJson.test(contentType)) return "utf-8";
  const declared = charsetParameter.exec(contentType)?.[1];
  const fallback = isUtf8(body) ? "utf-8" : "windows-1252";
  const sniffed = getEncoding(body, {
    defaultEncoding: fallback,
    ...(declared !== undefined && { transportLayerEncodingLabel: declared }),
  });
  return knownLabel(sniffed) ?? fallback;
}

function knownLabel(label: string): string | undefined {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined; // "replacement", "x-user-defined": not for us to decode
  }
}
