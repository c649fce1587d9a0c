import { type SecureContext, createSecureContext } from "node:tls";
import type { Host } from "../exchange.ts";
import { offerMetadata } from "./reflect.ts";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const dayMs = 86_400_000;

/** Signs a certificate for any host, as a TLS-inspecting company proxy does. */
export interface Authority {
  /** The root certificate, PEM. */
  readonly certificate: string;
  /** The TLS context for a host; made once per host and kind of certificate. */
  contextFor(
    host: string,
    kind: Host["certificate"],
    names?: readonly string[],
  ): Promise<SecureContext>;
}

/** A fresh root with a key of its own. */
export async function createAuthority(): Promise<Authority> {
  offerMetadata();
  const x509 = await import("@peculiar/x509");
  x509.cryptoProvider.set(crypto);
  const rootKeys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  // One key for all leaves: making keys is the slow part, and nobody here keeps secrets.
  const leafKeys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const leafKey = x509.PemConverter.encode(
    await crypto.subtle.exportKey("pkcs8", leafKeys.privateKey),
    "PRIVATE KEY",
  );
  const rootName = "CN=Small Web Test Root, O=Assay tests";
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: "01",
    name: rootName,
    notBefore: new Date(Date.now() - dayMs),
    notAfter: new Date(Date.now() + 30 * dayMs),
    signingAlgorithm: algorithm,
    keys: rootKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 1, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(rootKeys.publicKey),
    ],
  });

  let serial = 1;
  async function sign(names: readonly string[], kind: Host["certificate"]): Promise<SecureContext> {
    const expired = kind === "expired";
    const selfSigned = kind === "self_signed";
    const subject = `CN=${names[0]?.slice(0, 60)}`;
    const leaf = await x509.X509CertificateGenerator.create({
      serialNumber: (++serial).toString(16).padStart(4, "0"),
      subject,
      issuer: selfSigned ? subject : rootName,
      notBefore: new Date(Date.now() - (expired ? 400 : 1) * dayMs),
      notAfter: new Date(Date.now() + (expired ? -5 : 29) * dayMs),
      signingAlgorithm: algorithm,
      publicKey: leafKeys.publicKey,
      signingKey: selfSigned ? leafKeys.privateKey : rootKeys.privateKey,
      extensions: [
        new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: "dns", value }))),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      ],
    });
    return createSecureContext({ key: leafKey, cert: leaf.toString("pem") });
  }

  const contexts = new Map<string, Promise<SecureContext>>();
  return {
    certificate: root.toString("pem"),
    contextFor(host, kind = "good", names = [host]) {
      const shown =
        kind === "other_name" ? ["*.shared-hosting-77.net", "shared-hosting-77.net"] : names;
      const key = `${kind} ${shown[0]}`;
      const known = contexts.get(key);
      if (known) return known;
      const made = sign(shown, kind);
      contexts.set(key, made);
      return made;
    },
  };
}
