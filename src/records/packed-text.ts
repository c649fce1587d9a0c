import { deflateRawSync, inflateRawSync } from "node:zlib";

/** Below this many characters compressing costs more than it saves. */
const worthPacking = 400;

/** Text as it lies in Redis: `=` and itself, or `z` and base64 of it deflated. */
export function packText(text: string): string {
  if (text.length < worthPacking) return `=${text}`;
  return `z${deflateRawSync(text, { level: 6 }).toString("base64")}`;
}

export function unpackText(packed: string): string {
  if (packed.startsWith("=")) return packed.slice(1);
  return inflateRawSync(Buffer.from(packed.slice(1), "base64")).toString("utf8");
}
