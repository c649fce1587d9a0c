import { createHash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { AwsClient } from "aws4fetch";
import { EnvHttpProxyAgent, fetch as undiciFetch } from "undici";
import { type ArchiveStore, ArchiveUnavailable } from "./archive-store.ts";
import { parseListing } from "./s3-listing.ts";

export interface S3Settings {
  /** The bucket, and a prefix if wanted: `https://s3.eu-central-1.amazonaws.com/bucket/assay`. */
  readonly url: string;
  readonly keyId: string;
  readonly secret: string;
  readonly region: string;
  readonly proxies?: {
    readonly HTTP_PROXY?: string | undefined;
    readonly HTTPS_PROXY?: string | undefined;
    readonly NO_PROXY?: string | undefined;
  };
}

/** A store that is busy or restarting is asked again; together half a minute. */
const pausesMs = [200, 1_000, 5_000, 20_000];
/** Whole time of one request: a part has 32 MB. */
const requestLimitMs = 300_000;

/** Sealed batches in a bucket of an S3-compatible store, addressed by path. */
export function s3Archive(
  { url, keyId, secret, region, proxies = {} }: S3Settings,
  patienceMs: readonly number[] = pausesMs,
): ArchiveStore {
  const { root, bucket, prefix } = addressOf(url);
  const signer = new AwsClient({
    accessKeyId: keyId,
    secretAccessKey: secret,
    service: "s3",
    region,
    retries: 0,
  });
  const dispatcher = new EnvHttpProxyAgent({
    httpProxy: proxies.HTTP_PROXY ?? "",
    httpsProxy: proxies.HTTPS_PROXY ?? "",
    noProxy: proxies.NO_PROXY ?? "",
  });
  const atFile = (name: string) => `${root}/${bucket}/${prefix}${name}`;

  async function once(target: string, init: Init): Promise<Answer> {
    const signed = await signer.sign(target, init);
    const response = await undiciFetch(signed.url, {
      method: signed.method,
      headers: [...signed.headers],
      body: init.body ?? null,
      redirect: "manual",
      dispatcher,
      signal: AbortSignal.timeout(requestLimitMs),
    });
    return { status: response.status, body: Buffer.from(await response.arrayBuffer()) };
  }

  async function ask(target: string, init: Init): Promise<Answer> {
    let trouble = "";
    for (const pauseMs of [...patienceMs, null]) {
      try {
        const answer = await once(target, init);
        if (answer.status < 500 && answer.status !== 429) return answer;
        trouble = `it answered ${answer.status}`;
      } catch (error) {
        trouble = causeOf(error);
      }
      if (pauseMs !== null) await wait(pauseMs);
    }
    throw new ArchiveUnavailable(`the archive at ${url} can't be used: ${trouble}`);
  }

  function refused(what: string, { status, body }: Answer): ArchiveUnavailable {
    const code = /<Code>([^<]{1,80})</.exec(body.toString("utf8", 0, 2_000))?.[1];
    const why = code === undefined ? "" : ` (${code})`;
    return new ArchiveUnavailable(`the archive at ${url} refuses to ${what}: ${status}${why}`);
  }

  async function list(query: Record<string, string>) {
    const names: string[] = [];
    const folders: string[] = [];
    let token: string | undefined;
    do {
      const asked = new URLSearchParams({ "list-type": "2", ...query });
      if (token !== undefined) asked.set("continuation-token", token);
      const answer = await ask(`${root}/${bucket}?${asked}`, { method: "GET" });
      if (answer.status !== 200) throw refused("list", answer);
      const page = parseListing(answer.body.toString("utf8"));
      names.push(...page.keys.map((key) => key.slice(prefix.length)));
      folders.push(...page.prefixes.map((one) => one.slice(prefix.length).replace(/\/$/, "")));
      token = page.next;
    } while (token !== undefined);
    return { names, folders };
  }

  return {
    place: url,
    async put(name, bytes) {
      const body = new Uint8Array(bytes);
      // Part of the signature: the store refuses bytes that were changed on the way.
      const sha256 = createHash("sha256").update(body).digest("hex");
      const headers = { "x-amz-content-sha256": sha256 };
      const answer = await ask(atFile(name), { method: "PUT", body, headers });
      if (answer.status !== 200) throw refused(`take ${name}`, answer);
    },
    async get(name, range) {
      const last = range && range.offset + range.bytes - 1;
      const headers: Record<string, string> = range
        ? { range: `bytes=${range.offset}-${last}` }
        : {};
      const answer = await ask(atFile(name), { method: "GET", headers });
      if (answer.status === 404) return undefined;
      if (answer.status !== 200 && answer.status !== 206) throw refused(`give ${name}`, answer);
      // A server may answer with the whole of it.
      if (!range || answer.status === 206) return answer.body;
      return answer.body.subarray(range.offset, range.offset + range.bytes);
    },
    async folders() {
      return (await list({ prefix, delimiter: "/" })).folders.toSorted();
    },
    async files(folder) {
      return (await list({ prefix: `${prefix}${folder}/` })).names.toSorted();
    },
    async remove(name) {
      const answer = await ask(atFile(name), { method: "DELETE" });
      if (answer.status >= 300 && answer.status !== 404) throw refused(`remove ${name}`, answer);
    },
  };
}

interface Init {
  readonly method: string;
  readonly body?: Uint8Array<ArrayBuffer>;
  readonly headers?: Record<string, string>;
}

interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

function addressOf(url: string): { root: string; bucket: string; prefix: string } {
  const { origin, pathname } = new URL(url);
  const [bucket = "", ...folders] = pathname.split("/").filter(Boolean);
  if (bucket === "") {
    throw new ArchiveUnavailable(`${url} names no bucket; write https://host/bucket/folder`);
  }
  return { root: origin, bucket, prefix: folders.map((folder) => `${folder}/`).join("") };
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
