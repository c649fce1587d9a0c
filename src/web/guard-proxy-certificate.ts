import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

/** A throw-away certificate, and the fingerprint of its key by which Chromium is told to trust it. */
export interface GuardCertificate {
  readonly certPem: string;
  readonly keyPem: string;
  /** base64 sha256 of the public key, as `--ignore-certificate-errors-spki-list` wants it. */
  readonly spkiSha256: string;
}

/**
 * Makes a key and a self-signed certificate for this process only; nothing is written to disk.
 * Chromium recognises the key, so the certificate needs no name, no extensions and no CA.
 */
export function createGuardCertificate(): GuardCertificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const spki = publicKey.export({ type: "spki", format: "der" });
  const name = sequence(der(0x31, sequence(commonName, der(0x0c, Buffer.from("Assay guard")))));
  const validity = sequence(utcTime("250101000000Z"), utcTime("490101000000Z"));
  const serial = der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)]));
  const version3 = der(0xa0, der(0x02, Buffer.from([2])));
  const toSign = sequence(version3, serial, ecdsaWithSha256, name, validity, name, spki);
  const signature = der(0x03, Buffer.from([0]), sign("sha256", toSign, privateKey));
  return {
    certPem: pem(sequence(toSign, ecdsaWithSha256, signature)),
    keyPem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    spkiSha256: createHash("sha256").update(spki).digest("base64"),
  };
}

/** One DER element: tag, length, content. */
function der(tag: number, ...content: Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  const size = body.length;
  const length =
    size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

function sequence(...content: Uint8Array[]): Buffer {
  return der(0x30, ...content);
}

function utcTime(text: string): Buffer {
  return der(0x17, Buffer.from(text));
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString("base64").replace(/.{64}/g, "$&\n");
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

// Object identifiers 2.5.4.3 and 1.2.840.10045.4.3.2.
const commonName = der(0x06, Buffer.from([0x55, 0x04, 0x03]));
const ecdsaWithSha256 = sequence(
  der(0x06, Buffer.from([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02])),
);
