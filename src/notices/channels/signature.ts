import { createHmac } from "node:crypto";
import { ConfigError } from "../../platform/config.ts";

/** Signs as Standard Webhooks 1.0 has it: the value of `webhook-signature`. */
export type Sign = (message: {
  readonly id: string;
  readonly timestampSeconds: number;
  readonly body: string;
}) => string;

const fewestBytes = 24;
const mostBytes = 64;

/** Signs with every secret at once, so that receivers can change over from the old to the new. */
export function createSign(secrets: readonly string[]): Sign {
  const keys = secrets.map(keyOf);
  return ({ id, timestampSeconds, body }) =>
    keys
      .map((key) => createHmac("sha256", key).update(`${id}.${timestampSeconds}.${body}`))
      .map((hmac) => `v1,${hmac.digest("base64")}`)
      .join(" ");
}

function keyOf(secret: string): Buffer {
  const [, base64 = ""] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? [];
  const key = Buffer.from(base64, "base64");
  if (key.length >= fewestBytes && key.length <= mostBytes) return key;
  throw new ConfigError(
    `ASSAY_NOTICE_WEBHOOK_SECRET is whsec_ and ${fewestBytes} to ${mostBytes} bytes in base64: echo whsec_$(openssl rand -base64 32)`,
  );
}
