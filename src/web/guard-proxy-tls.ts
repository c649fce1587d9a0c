import { once } from "node:events";
import { readFileSync } from "node:fs";
import { isIP, type Socket } from "node:net";
import {
  connect,
  createSecureContext,
  rootCertificates,
  type SecureContext,
  TLSSocket,
} from "node:tls";
import { createGuardCertificate } from "./guard-proxy-certificate.ts";
import { GuardRefusal } from "./guard-proxy-dial.ts";
import { codeOf } from "./resolver.ts";

/**
 * Lets Chromium live behind a proxy that re-signs TLS with a CA of its own
 * (`NODE_EXTRA_CA_CERTS`), which Chromium cannot be told about without changing the machine.
 *
 * The guard ends Chromium's TLS with a key made for this process, which Chromium is launched to
 * accept (`spkiSha256`), and opens its own TLS to the target, verified against Node's CAs and the
 * extra ones. So the connection that was verified is the connection that is used: nothing runs
 * with certificate errors ignored, and a target that fails is refused with the exact cause.
 * (Trusting the extra CA's own fingerprint would accept any chain that merely contains that
 * public certificate; the NSS store needs `certutil` and a home directory.)
 */
export interface GuardTrust {
  /** For `--ignore-certificate-errors-spki-list`. */
  readonly spkiSha256: string;
  readonly toChromium: SecureContext;
  readonly toTarget: SecureContext;
}

/** Reads the extra CAs; throws at start-up when the file can't be read. */
export function createGuardTrust(extraCaFile: string): GuardTrust {
  const { certPem, keyPem, spkiSha256 } = createGuardCertificate();
  return {
    spkiSha256,
    toChromium: createSecureContext({ cert: certPem, key: keyPem }),
    toTarget: createSecureContext({ ca: [...rootCertificates, readFileSync(extraCaFile, "utf8")] }),
  };
}

export interface TlsTunnel {
  readonly client: Socket;
  readonly target: Socket;
  readonly host: string;
}

/**
 * Waits for Chromium's first bytes. When they begin a TLS handshake, returns both ends decrypted,
 * the target verified; otherwise (a plain WebSocket) the two sockets as they were.
 */
export async function reencrypt(
  tunnel: TlsTunnel,
  trust: GuardTrust,
  timeoutMs: number,
): Promise<TlsTunnel> {
  const { client, target, host } = tunnel;
  const signal = AbortSignal.timeout(timeoutMs);
  const [first] = await once(client, "data", { signal });
  client.pause();
  client.unshift(first);
  if (first[0] !== tlsHandshake) return tunnel;

  const secure = connect({
    socket: target,
    secureContext: trust.toTarget,
    ALPNProtocols: ["http/1.1"],
    rejectUnauthorized: true,
    ...(isIP(host.replace(/^\[|\]$/g, "")) ? {} : { servername: host }),
  });
  try {
    await once(secure, "secureConnect", { signal });
  } catch (error) {
    secure.on("error", () => undefined);
    secure.destroy();
    throw handshakeRefusal(error);
  }
  const plain = new TLSSocket(client, {
    isServer: true,
    secureContext: trust.toChromium,
    ALPNProtocols: ["http/1.1"],
  });
  return { client: plain, target: secure, host };
}

const tlsHandshake = 0x16;

function handshakeRefusal(error: unknown): GuardRefusal {
  const code = codeOf(error);
  if (code === "ABORT_ERR")
    return new GuardRefusal({ kind: "timeout", detail: "no TLS handshake in time" });
  if (code === "ECONNRESET") return new GuardRefusal({ kind: "reset", detail: "hung up on TLS" });
  const message = error instanceof Error ? error.message : String(error);
  return new GuardRefusal(
    { kind: "tls_invalid", detail: `${code}: ${message}`.slice(0, 300) },
    { cause: error },
  );
}
