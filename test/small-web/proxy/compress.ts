import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Answer } from "../exchange.ts";
import { hash32 } from "../random.ts";

const leastBytes = 1_000;

/** Compresses as the host is set up to: some with gzip, some with Brotli, some not at all. */
export function compress(answer: Answer, hostname: string, accepted: string): Answer {
  // The long list is there to be asked in great numbers.
  if (hostname.includes("bigweb-") || answer.headers["content-encoding"]) return answer;
  const body = typeof answer.body === "string" ? Buffer.from(answer.body) : answer.body;
  if (body.byteLength < leastBytes) return answer;
  const choice = hash32(`compress ${hostname}`) % 4;
  const encoded = (encoding: string, bytes: Uint8Array): Answer => ({
    ...answer,
    headers: { ...answer.headers, "content-encoding": encoding, vary: "accept-encoding" },
    body: bytes,
  });
  if (choice === 0 && accepted.includes("br")) {
    return encoded(
      "br",
      brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
    );
  }
  return choice <= 2 && accepted.includes("gzip")
    ? encoded("gzip", gzipSync(body, { level: 1 }))
    : answer;
}
