import { createReadStream } from "node:fs";
import { Readable } from "node:stream";

/**
 * A file as a stream that opens it when it is read and not before: one that is opened, then removed
 * and never read would end the process with an error that nobody listens to.
 */
export function fileStream(file: string): Readable {
  return Readable.from(chunksOf(file), { objectMode: false });
}

async function* chunksOf(file: string): AsyncGenerator<Buffer> {
  yield* createReadStream(file) as AsyncIterable<Buffer>;
}
