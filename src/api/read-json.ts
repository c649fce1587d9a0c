import { Problem } from "./problem.ts";

const maxBytes = 100_000;

/** A small JSON body; none is an empty object. */
export async function readJson(req: AsyncIterable<unknown>): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req) {
    const part = Buffer.from(chunk as Uint8Array);
    bytes += part.length;
    // Read to its end all the same: leaving the loop would cut the line that the answer goes to.
    if (bytes <= maxBytes) chunks.push(part);
  }
  if (bytes > maxBytes) throw new Problem("too_large", "the body is larger than 100 kB");
  const text = Buffer.concat(chunks).toString("utf8").trim();
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem("invalid_request", "the body is not JSON");
  }
}
