import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

export const s3Keys = {
  keyId: "AKIDASSAY",
  secret: "a secret of the bucket's",
  region: "eu-test-1",
};

export interface S3Server {
  readonly url: string;
  readonly objects: Map<string, Buffer>;
  /** Requests that were let in, as `PUT /bucket/name`. */
  readonly requests: string[];
  /** Statuses to answer the next requests with instead. */
  readonly faults: number[];
  close(): Promise<void>;
}

/** As much of S3 as an archive needs, by path. Lists two names a page, and believes no signature. */
export async function startS3(): Promise<S3Server> {
  const objects = new Map<string, Buffer>();
  const requests: string[] = [];
  const faults: number[] = [];
  const server = createServer((req, res) => {
    const answering = bodyOf(req).then((body) => {
      const fault = faults.shift();
      const answer: Answer = fault ? { status: fault } : answerTo(req, body, objects);
      if (answer.status < 400) requests.push(`${req.method} ${req.url}`);
      res.writeHead(answer.status, { "content-type": "application/xml" });
      res.end(answer.body ?? "");
    });
    answering.catch((error: unknown) => res.destroy(error as Error));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/bucket/some/folder`,
    objects,
    requests,
    faults,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

interface Answer {
  readonly status: number;
  readonly body?: Buffer | string;
}

function answerTo(req: IncomingMessage, body: Buffer, objects: Map<string, Buffer>): Answer {
  const refusal = refusalOf(req, body);
  if (refusal) return { status: 403, body: `<Error><Code>${refusal}</Code></Error>` };
  const url = new URL(req.url ?? "", "http://s3");
  const key = decodeURIComponent(url.pathname).replace(/^\/bucket\/?/, "");
  if (key === "" && url.searchParams.get("list-type") === "2") {
    return { status: 200, body: listing(objects, url.searchParams) };
  }
  const found = objects.get(key);
  switch (req.method ?? "GET") {
    case "PUT":
      objects.set(key, body);
      return { status: 200 };
    case "DELETE":
      objects.delete(key);
      return { status: 204 };
    default: {
      if (!found) return { status: 404, body: "<Error><Code>NoSuchKey</Code></Error>" };
      const range = /^bytes=(\d+)-(\d+)$/.exec(req.headers.range ?? "");
      if (!range) return { status: 200, body: found };
      return { status: 206, body: found.subarray(Number(range[1]), Number(range[2]) + 1) };
    }
  }
}

function listing(objects: Map<string, Buffer>, query: URLSearchParams): string {
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter");
  const names = [...objects.keys()].filter((key) => key.startsWith(prefix)).toSorted();
  const entries = names.map((key) => {
    const cut = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
    return cut === -1 ? { key } : { folder: key.slice(0, cut + 1) };
  });
  const unique = [...new Map(entries.map((entry) => [entry.key ?? entry.folder, entry])).values()];
  const first = Number(query.get("continuation-token") ?? 0);
  const page = unique.slice(first, first + 2);
  const next = first + 2 < unique.length ? first + 2 : undefined;
  const xml = page.map(({ key, folder }) =>
    folder === undefined
      ? `<Contents><Key>${escapeXml(key ?? "")}</Key><Size>1</Size></Contents>`
      : `<CommonPrefixes><Prefix>${escapeXml(folder)}</Prefix></CommonPrefixes>`,
  );
  return `<?xml version="1.0"?><ListBucketResult><Prefix>${escapeXml(prefix)}</Prefix>${xml.join("")}${
    next === undefined ? "" : `<NextContinuationToken>${next}</NextContinuationToken>`
  }</ListBucketResult>`;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/** AWS Signature Version 4, computed anew from what arrived. */
function refusalOf(req: IncomingMessage, body: Buffer): string | undefined {
  const header =
    /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=(\w+)$/.exec(
      req.headers.authorization ?? "",
    );
  if (!header) return "AccessDenied";
  const [, credential = "", names = "", signature] = header;
  const [keyId, day = "", region = "", service = ""] = credential.split("/");
  if (keyId !== s3Keys.keyId) return "InvalidAccessKeyId";
  if (region !== s3Keys.region || service !== "s3") return "AuthorizationHeaderMalformed";
  const hash = String(req.headers["x-amz-content-sha256"]);
  if (hash !== "UNSIGNED-PAYLOAD" && hash !== sha256(body)) return "XAmzContentSHA256Mismatch";
  if (req.method === "PUT" && hash === "UNSIGNED-PAYLOAD") return "PayloadNotSigned";
  const url = new URL(req.url ?? "", "http://s3");
  const query = [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .toSorted()
    .join("&");
  const headers = names.split(";").map((name) => `${name}:${String(req.headers[name]).trim()}\n`);
  const path = url.pathname
    .split("/")
    .map((part) => encode(decodeURIComponent(part)))
    .join("/");
  const canonical = [req.method, path, query, headers.join(""), names, hash].join("\n");
  const date = String(req.headers["x-amz-date"]);
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", date, scope, sha256(Buffer.from(canonical))].join("\n");
  const key = [day, region, "s3", "aws4_request"].reduce<Buffer>(
    (secret, part) => hmac(secret, part),
    Buffer.from(`AWS4${s3Keys.secret}`),
  );
  return hmac(key, text).toString("hex") === signature ? undefined : "SignatureDoesNotMatch";
}

const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
const hmac = (key: Buffer, text: string) => createHmac("sha256", key).update(text).digest();
const encode = (text: string) =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );

async function bodyOf(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
