import { createHash } from "node:crypto";
import { finished, type Readable, Transform } from "node:stream";
import { createGunzip } from "node:zlib";
import type { Request } from "express";
import { Problem } from "./problem.ts";

/** Most that a body may hold once it is inflated: rows for a day's work, and no gzip bomb. */
const maxBodyBytes = 4_000_000_000;

/** A client that sends nothing for this long has gone. */
const silentBodyMs = 300_000;

export interface RequestBody {
  /** Inflated, as it arrives. Fails with a `Problem` when the client goes away. */
  readonly stream: Readable;
  /** Of what was sent, as it came over the wire, once the stream has ended. */
  readonly fingerprint: () => string;
}

/** Opens a request's body for streaming. Query and type count as sent: they steer what is done with it. */
export function openBody(req: Request): RequestBody {
  const encoding = req.get("content-encoding") ?? "identity";
  if (encoding !== "gzip" && encoding !== "identity") {
    throw new Problem("unsupported_media_type", "Content-Encoding may be gzip only");
  }
  const hash = createHash("sha256");
  hash.update(JSON.stringify([req.method, req.originalUrl, req.get("content-type"), encoding]));
  const wire = passing((chunk) => void hash.update(chunk));
  // Not pipeline(): it would destroy the request, and the socket that the answer goes to with it.
  req.pipe(wire);
  req.setTimeout(silentBodyMs, () => req.destroy());
  finished(req, { writable: false }, (error) => {
    if (error) wire.destroy(new Problem("interrupted", "send the whole body"));
  });
  const inflated = encoding === "gzip" ? chain(wire, createGunzip()) : wire;
  return { stream: chain(inflated, limit()), fingerprint: () => hash.digest("hex") };
}

/** Like `pipe`, and an error goes along. */
function chain(from: Readable, to: Transform): Transform {
  from.on("error", (error) => to.destroy(error));
  // An error that comes when nobody reads any more (the request was refused) must not end the process.
  to.on("error", () => undefined);
  return from.pipe(to);
}

function passing(look: (chunk: Buffer) => void): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        look(chunk);
        done(null, chunk);
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
  });
}

function limit(): Transform {
  let bytes = 0;
  return passing((chunk) => {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) {
      throw new Problem("too_large", `send at most ${maxBodyBytes} bytes; split the batch`);
    }
  });
}
