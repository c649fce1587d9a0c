import { createHash } from "node:crypto";
import { type ArchiveStore, ArchiveUnavailable, type ByteRange } from "./archive-store.ts";
import { type S3Answer, s3Client, type S3Settings } from "./s3-client.ts";
import { parseListing } from "./s3-listing.ts";

/** A store that is busy or restarting is asked again; together half a minute. */
const usualPausesMs = [200, 1_000, 5_000, 20_000];

/** Sealed batches in a bucket of an S3-compatible store, addressed by path. */
export function s3Archive(
  settings: S3Settings,
  pausesMs: readonly number[] = usualPausesMs,
): ArchiveStore {
  const { url } = settings;
  const { bucket, prefix } = addressOf(url);
  const ask = s3Client(settings, pausesMs);
  const atFile = (name: string) => `${bucket}/${prefix}${name}`;
  const list = (query: Record<string, string>) => listAll({ ask, url, bucket, prefix }, query);
  return {
    place: url,
    async put(name, bytes) {
      const body = new Uint8Array(bytes);
      // Part of the signature: the store refuses bytes that were changed on the way.
      const sha256 = createHash("sha256").update(body).digest("hex");
      const headers = { "x-amz-content-sha256": sha256 };
      const answer = await ask(atFile(name), { method: "PUT", body, headers });
      if (answer.status !== 200) throw refused(url, `take ${name}`, answer);
    },
    async get(name, range) {
      const answer = await ask(atFile(name), { method: "GET", headers: rangeHeader(range) });
      if (answer.status === 404) return undefined;
      if (answer.status === 206) return answer.body;
      if (answer.status !== 200) throw refused(url, `give ${name}`, answer);
      // A server may answer with the whole of it.
      return range ? answer.body.subarray(range.offset, range.offset + range.bytes) : answer.body;
    },
    async folders() {
      return (await list({ prefix, delimiter: "/" })).folders.toSorted();
    },
    async files(folder) {
      return (await list({ prefix: `${prefix}${folder}/` })).names.toSorted();
    },
    async remove(name) {
      const answer = await ask(atFile(name), { method: "DELETE" });
      if (answer.status >= 300 && answer.status !== 404) {
        throw refused(url, `remove ${name}`, answer);
      }
    },
  };
}

interface Bucket {
  readonly ask: ReturnType<typeof s3Client>;
  readonly url: string;
  readonly bucket: string;
  readonly prefix: string;
}

/** Every page of a listing, without the prefix. */
async function listAll({ ask, url, bucket, prefix }: Bucket, query: Record<string, string>) {
  const names: string[] = [];
  const folders: string[] = [];
  let token: string | undefined;
  do {
    const asked = new URLSearchParams({ "list-type": "2", ...query });
    if (token !== undefined) asked.set("continuation-token", token);
    const answer = await ask(`${bucket}?${asked.toString()}`, { method: "GET" });
    if (answer.status !== 200) throw refused(url, "list", answer);
    const page = parseListing(answer.body.toString("utf8"));
    names.push(...page.keys.map((key) => key.slice(prefix.length)));
    folders.push(...page.prefixes.map((one) => one.slice(prefix.length).replace(/\/$/, "")));
    token = page.next;
  } while (token !== undefined);
  return { names, folders };
}

function rangeHeader(range: ByteRange | undefined): Record<string, string> {
  return range ? { range: `bytes=${range.offset}-${range.offset + range.bytes - 1}` } : {};
}

function refused(url: string, what: string, { status, body }: S3Answer): ArchiveUnavailable {
  const code = /<Code>([^<]{1,80})</.exec(body.toString("utf8", 0, 2_000))?.[1];
  const why = code === undefined ? "" : ` (${code})`;
  return new ArchiveUnavailable(`the archive at ${url} refuses to ${what}: ${status}${why}`);
}

function addressOf(url: string): { bucket: string; prefix: string } {
  const { origin, pathname } = new URL(url);
  const [bucket = "", ...folders] = pathname.split("/").filter(Boolean);
  if (bucket === "") {
    throw new ArchiveUnavailable(`${url} names no bucket; write https://host/bucket/folder`);
  }
  return { bucket: `${origin}/${bucket}`, prefix: folders.map((one) => `${one}/`).join("") };
}
