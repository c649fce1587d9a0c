import { ConfigError } from "../../platform/config.ts";

/** A mail server, and how it is spoken to. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte. */
  readonly secure: boolean;
  /** No mail without STARTTLS. */
  readonly requireTLS: boolean;
  readonly ignoreTLS: boolean;
  readonly auth?: { readonly user: string; readonly pass: string };
  readonly name?: string;
  readonly tls: { readonly rejectUnauthorized: boolean; readonly servername?: string };
}

const known = new Set(["starttls", "verify", "servername", "name"]);

/**
 * Reads `smtp://user:password@host:587` (STARTTLS: demanded when there is a password, otherwise
 * used when offered) or `smtps://host:465`. After a `?`: `starttls=required|offered|never`,
 * `verify=false` (an internal server with a certificate of its own), `servername=`, `name=` (for EHLO).
 */
export function readSmtpUrl(text: string): SmtpServer {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !["smtp:", "smtps:"].includes(url.protocol) || url.hostname === "") {
    throw bad("write smtp://user:password@host:587 or smtps://user:password@host:465");
  }
  const unknown = [...url.searchParams.keys()].find((name) => !known.has(name));
  if (unknown !== undefined)
    throw bad(`there is no option ${unknown}; ${[...known].join(", ")} are`);
  const secure = url.protocol === "smtps:";
  const user = decodeURIComponent(url.username);
  const pass = decodeURIComponent(url.password);
  const starttls = url.searchParams.get("starttls") ?? (pass === "" ? "offered" : "required");
  if (!["required", "offered", "never"].includes(starttls)) {
    throw bad("starttls is required, offered or never");
  }
  const servername = url.searchParams.get("servername");
  const name = url.searchParams.get("name");
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    requireTLS: !secure && starttls === "required",
    ignoreTLS: !secure && starttls === "never",
    ...(user !== "" && { auth: { user, pass } }),
    ...(name !== null && { name }),
    tls: {
      rejectUnauthorized: url.searchParams.get("verify") !== "false",
      ...(servername !== null && { servername }),
    },
  };
}

function bad(cure: string): ConfigError {
  return new ConfigError(`ASSAY_NOTICE_SMTP_URL: ${cure}`);
}
