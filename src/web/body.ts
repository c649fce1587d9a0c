import type { Readable } from "node:stream";
import { promisify } from "node:util";
import zlib from "node:zlib";
import { ExchangeFailed } from "./failure.ts";

/** Below this, inflating here is faster than a trip through the thread pool. */
const inflateHereBytes = 65_536;
const maxEncodings = 2;
/** What stays of a body that is no text: enough to see what it was. */
const prefixBytes = 1_024;

const gunzip = promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.gunzip);
const inflate = promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.inflate);
const inflateRaw = promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.inflateRaw);
const brotli = promisify<Uint8Array, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress);

/** Whether a body is worth keeping whole: text, markup, scripts, JSON, or undeclared. */
export function isTextType(contentType: string): boolean {
  return (
    contentType.trim() === "" ||
    /^\s*(?:text\/|[^;]*(?:json|xml|javascript|ecmascript|x-www-form-urlencoded|octet-stream|unknown))/i.test(
      contentType,
    )
  );
}

/** Reads a body up to a number of bytes on the wire; more is `too_large`, or cut off there. */
export async function readBody(stream: Readable, maxBytes: number, cut = false): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  await new Promise<void>((resolve, reject) => {
    stream.on("data", (chunk: Buffer) => {
      sizeBytes += chunk.length;
      chunks.push(chunk);
      if (sizeBytes <= maxBytes) return;
      if (cut) resolve();
      else reject(new ExchangeFailed("too_large", `more than ${maxBytes} bytes`));
      stream.destroy();
    });
    stream.on("end", resolve);
    stream.on("error", reject);
    stream.on("close", () => reject(new ExchangeFailed("reset", "the body ended early")));
  });
  const [only] = chunks;
  return chunks.length === 1 && only ? only : Buffer.concat(chunks, Math.min(sizeBytes, maxBytes));
}

/** The first bytes of a body; the rest is never asked for. */
export async function readPrefix(stream: Readable, encoding: string): Promise<Buffer> {
  if (encoding !== "") {
    stream.on("error", () => undefined).destroy(); // a compressed prefix tells nobody anything
    return Buffer.alloc(0);
  }
  let prefix: Buffer = Buffer.alloc(0);
  for await (const chunk of stream) {
    prefix = Buffer.concat([prefix, chunk as Buffer]);
    if (prefix.length >= prefixBytes) break; // leaving the loop destroys the stream
  }
  return prefix.subarray(0, prefixBytes);
}

/** Undoes Content-Encoding with a cap on what comes out, whatever the ratio. */
export async function decompress(
  body: Buffer,
  encoding: string,
  maxBytes: number,
): Promise<Buffer> {
  const layers = encoding
    .toLowerCase()
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "" && each !== "identity");
  if (layers.length > maxEncodings)
    throw new ExchangeFailed("bad_response", `encoded as ${encoding}`);
  let plain = body;
  for (const layer of layers.toReversed()) plain = await undo(plain, layer, maxBytes);
  return plain;
}

async function undo(body: Buffer, layer: string, maxOutputLength: number): Promise<Buffer> {
  if (body.length === 0) return body;
  const here = body.length <= inflateHereBytes;
  // A stream cut short still yields what it holds, as in browsers.
  const options = { maxOutputLength, finishFlush: zlib.constants.Z_SYNC_FLUSH };
  switch (layer) {
    case "gzip":
    case "x-gzip":
      return here ? zlib.gunzipSync(body, options) : gunzip(body, options);
    case "deflate": {
      const wrapped = ((body[0] ?? 0) & 0x0f) === 8;
      if (wrapped) return here ? zlib.inflateSync(body, options) : inflate(body, options);
      return here ? zlib.inflateRawSync(body, options) : inflateRaw(body, options);
    }
    case "br": {
      const flush = { maxOutputLength, finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH };
      return here ? zlib.brotliDecompressSync(body, flush) : brotli(body, flush);
    }
    default:
      throw new ExchangeFailed("bad_response", `unknown Content-Encoding ${layer.slice(0, 40)}`);
  }
}
