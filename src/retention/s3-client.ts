import { setTimeout as wait } from "node:timers/promises";
import { AwsClient } from "aws4fetch";
import { EnvHttpProxyAgent, fetch as undiciFetch } from "undici";
import { ArchiveUnavailable } from "./archive-store.ts";

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

export interface S3Request {
  readonly method: string;
  readonly body?: Uint8Array<ArrayBuffer>;
  readonly headers?: Record<string, string>;
}

export interface S3Answer {
  readonly status: number;
  readonly body: Buffer;
}

/** Whole time of one request: a part has 32 MB. */
const requestLimitMs = 300_000;

/**
 * Sends signed requests, again after each pause while the store is busy or away; throws
 * `ArchiveUnavailable` when it stays so.
 */
export function s3Client(
  { url, keyId, secret, region, proxies = {} }: S3Settings,
  pausesMs: readonly number[],
): (target: string, request: S3Request) => Promise<S3Answer> {
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

  async function once(target: string, request: S3Request): Promise<S3Answer> {
    const signed = await signer.sign(target, request);
    const response = await undiciFetch(signed.url, {
      method: signed.method,
      headers: [...signed.headers],
      body: request.body ?? null,
      redirect: "manual",
      dispatcher,
      signal: AbortSignal.timeout(requestLimitMs),
    });
    return { status: response.status, body: Buffer.from(await response.arrayBuffer()) };
  }

  return async (target, request) => {
    let trouble = "";
    for (const pauseMs of [...pausesMs, null]) {
      try {
        const answer = await once(target, request);
        if (answer.status < 500 && answer.status !== 429) return answer;
        trouble = `it answered ${answer.status}`;
      } catch (error) {
        trouble = causeOf(error);
      }
      if (pauseMs !== null) await wait(pauseMs);
    }
    throw new ArchiveUnavailable(`the archive at ${url} can't be used: ${trouble}`);
  };
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
