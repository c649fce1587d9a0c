import { createHash } from "node:crypto";
import { z } from "zod";
import type { SnapshotPart } from "./evidence.ts";

/** What was fetched, when, and how it answered; the body travels beside it. */
export const SnapshotMeta = z.strictObject({
  source: z.enum(["http", "dns", "browser", "network"]),
  requestedUrl: z.string(),
  /** Where the redirects ended. */
  url: z.string(),
  status: z.int(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  redirects: z.array(z.strictObject({ status: z.int(), from: z.string(), to: z.string() })),
  /** The encoding that the bytes were decoded with: `utf-8`, `shift_jis`. */
  charset: z.string(),
  /** ISO 8601. */
  fetchedAt: z.string(),
});
export type SnapshotMeta = z.infer<typeof SnapshotMeta>;

/**
 * The bytes of one fetch, content-addressed. `source` says what the body is: the response
 * (`http`), zone-file lines of a DNS answer (`dns`), the rendered DOM of one frame (`browser`),
 * or one line per request that a page made (`network`).
 */
export interface Snapshot extends SnapshotMeta {
  /** sha256 over meta and body, hex. */
  readonly hash: string;
  readonly body: Uint8Array;
  /** The body, decoded. */
  readonly text: string;
}

/** Seals what was fetched into a snapshot; the hash covers status, headers, hops, time and body. */
export function sealSnapshot(meta: SnapshotMeta, body: Uint8Array, text?: string): Snapshot {
  return {
    ...meta,
    hash: snapshotHash(meta, body),
    body,
    text: text ?? new TextDecoder(meta.charset).decode(body),
  };
}

export function snapshotHash(meta: SnapshotMeta, body: Uint8Array): string {
  return createHash("sha256").update(metaLine(meta)).update(body).digest("hex");
}

/** One JSON line with the fields in a fixed order, so that equal fetches hash equally. */
export function metaLine(meta: SnapshotMeta): string {
  const { source, requestedUrl, url, status, headers, redirects, charset, fetchedAt } = meta;
  return `${JSON.stringify({ source, requestedUrl, url, status, headers, redirects, charset, fetchedAt })}\n`;
}

/**
 * The text that a locator's positions count in: the decoded body, the headers as
 * `name: value` lines, or the hops as `301 from -> to` lines.
 */
export function partText(snapshot: Snapshot, part: SnapshotPart): string {
  switch (part) {
    case "body":
      return snapshot.text;
    case "headers":
      return snapshot.headers.map(([name, value]) => `${name}: ${value}\n`).join("");
    case "redirects":
      return snapshot.redirects
        .map(({ status, from, to }) => `${status} ${from} -> ${to}\n`)
        .join("");
  }
}
