import { createHash } from "node:crypto";
import { lstatSync, mkdirSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

/** The kernel's limit for a socket's path, on the strictest system that we run on (macOS: 104 with the end mark). */
const longestPathBytes = 103;

/**
 * Where the server that keeps its data in `dir` listens: in `dir` itself, or, when that path is
 * too long for a socket, in a private folder named by the path's hash.
 */
export function socketPath(dir: string, env: NodeJS.ProcessEnv = process.env): string {
  const beside = join(dir, "redis.sock");
  if (Buffer.byteLength(beside) <= longestPathBytes) return beside;
  const hash = createHash("sha256").update(dir).digest("hex").slice(0, 16);
  const { uid } = userInfo();
  const places = [
    ...(env["XDG_RUNTIME_DIR"] ? [join(env["XDG_RUNTIME_DIR"], `assay-${hash}`)] : []),
    join(tmpdir(), `assay-${uid}-${hash}`),
    join("/tmp", `assay-${uid}-${hash}`),
  ];
  const fitting = places.find(
    (place) => Buffer.byteLength(join(place, "redis.sock")) <= longestPathBytes,
  );
  const folder = fitting ?? places.at(-1) ?? dir;
  makePrivate(folder);
  return join(folder, "redis.sock");
}

/** In a folder that all may write to, a stranger may have been there first. */
function makePrivate(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid } = userInfo();
  const found = lstatSync(folder);
  const isOurs =
    found.isDirectory() && (uid < 0 || found.uid === uid) && (found.mode & 0o077) === 0;
  if (!isOurs) {
    throw new Error(
      `${folder} belongs to someone else or is open to others; remove it, or set ASSAY_HOME to a shorter path`,
    );
  }
}
