import { createServer, request as httpRequest } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { createSecureContext, type SecureContext, TLSSocket } from "node:tls";
import { loadX509 } from "./load-x509.ts";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

export interface TestCa {
  readonly pem: string;
  /** A server's certificate for a name, signed by this CA. */
  contextFor(host: string): Promise<SecureContext>;
}

/** A certificate authority of the test's own. */
export async function createCa(name: string): Promise<TestCa> {
  const x509 = await loadX509();
  x509.cryptoProvider.set(crypto);
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const validity = {
    notBefore: new Date(Date.now() - 86_400_000),
    notAfter: new Date(Date.now() + 86_400_000),
  };
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    serialNumber: "01",
    ...validity,
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign),
    ],
  });
  return {
    pem: root.toString("pem"),
    async contextFor(host) {
      const own = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
      const leaf = await x509.X509CertificateGenerator.create({
        subject: `CN=${host}`,
        issuer: root.subject,
        serialNumber: "02",
        ...validity,
        signingAlgorithm: algorithm,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        extensions: [new x509.SubjectAlternativeNameExtension([{ type: "dns", value: host }])],
      });
      const pkcs8 = Buffer.from(await crypto.subtle.exportKey("pkcs8", own.privateKey));
      const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8.toString("base64")}\n-----END PRIVATE KEY-----\n`;
      return createSecureContext({ key, cert: leaf.toString("pem") });
    },
  };
}

export interface UpstreamProxy {
  readonly url: string;
  /** `CONNECT host:port` and `GET url`, as they came. */
  readonly seen: string[];
  readonly credentials: (string | undefined)[];
  close(): Promise<void>;
}

/**
 * An operator's proxy: sends every name to one web server, and re-signs TLS with a CA of its own
 * when it has one (the server behind it then speaks plain http).
 */
export async function startUpstreamProxy(
  site: { port: number; address: string },
  ca?: TestCa,
): Promise<UpstreamProxy> {
  const seen: string[] = [];
  const credentials: (string | undefined)[] = [];
  const sockets = new Set<Socket>();
  const hold = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on("error", () => undefined);
  };
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    credentials.push(request.headers["proxy-authorization"]);
    const { host, pathname, search } = new URL(request.url ?? "");
    const options = {
      host: site.address,
      port: site.port,
      path: pathname + search,
      headers: { ...request.headers, host },
    };
    httpRequest(options, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    }).end();
  });
  server.on("connection", hold);
  server.on("connect", (request, client: Socket) => {
    seen.push(`CONNECT ${request.url}`);
    credentials.push(request.headers["proxy-authorization"]);
    const host = (request.url ?? "").replace(/:\d+$/, "");
    if (host.endsWith(".gone")) {
      client.end(
        "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 33\r\n\r\ngetaddrinfo ENOTFOUND nobody.gone",
      );
      return;
    }
    const target = hold(connect(site.port, site.address));
    client.write("HTTP/1.1 200 OK\r\n\r\n");
    void (async () => {
      const near = ca
        ? hold(new TLSSocket(client, { isServer: true, secureContext: await ca.contextFor(host) }))
        : client;
      near.pipe(target).pipe(near);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://operator:s%40cret@127.0.0.1:${port}`,
    seen,
    credentials,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
