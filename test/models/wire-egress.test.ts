import { createServer, type IncomingMessage, request } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { createServer as createTlsServer } from "node:https";
import { describe, expect, it, onTestFinished } from "vitest";
import { createAuthority } from "../small-web/proxy/authority.ts";
import { providerNames } from "../../src/domain/model.ts";
import { call, providersAt, question, startWire } from "./wire-support.ts";

interface TestProxy {
  readonly url: string;
  readonly port: number;
  /** `CONNECT host:443` or `POST http://…`, with who asked. */
  readonly seen: { readonly line: string; readonly authorization: string | undefined }[];
}

/** A proxy that relays http, and opens tunnels to `target` or refuses them. */
async function startProxy(target?: number): Promise<TestProxy> {
  const seen: TestProxy["seen"] = [];
  const note = ({ method, url, headers }: IncomingMessage) =>
    seen.push({ line: `${method} ${url}`, authorization: headers["proxy-authorization"] });
  const proxy = createServer((asked, response) => {
    note(asked);
    const { method = "GET", url = "", headers } = asked;
    const onward = request(url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    asked.pipe(onward);
  });
  proxy.on("connect", (asked: IncomingMessage, socket) => {
    note(asked);
    if (target === undefined) {
      socket.end("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n");
      return;
    }
    const onward = connect(target, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      socket.pipe(onward).pipe(socket);
    });
    onward.on("error", () => socket.destroy());
    socket.on("error", () => onward.destroy());
  });
  await new Promise<void>((done) => proxy.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  const { port } = proxy.address() as AddressInfo;
  return { url: `http://user:pass@127.0.0.1:${port}`, port, seen };
}

const authorization = `Basic ${Buffer.from("user:pass").toString("base64")}`;

describe.each(providerNames)("%s: the way out", (name) => {
  it("leads through the proxy for http, which relays", async () => {
    const { server } = await startWire({ mind: () => ({ json: {} }) });
    const proxy = await startProxy();
    const providers = providersAt(server.openaiUrl, server.anthropicUrl, { HTTP_PROXY: proxy.url });

    const reply = await providers[name].complete(question(name), call());

    expect(reply).toMatchObject({ outcome: "ok", usage: server.requests()[0]?.usage });
    expect(proxy.seen).toMatchObject([
      { line: expect.stringMatching(/^POST http:\/\/127\.0\.0\.1:\d+\/v1\//), authorization },
    ]);
  });

  it("leaves the proxy out for hosts that are asked without one", async () => {
    const { server } = await startWire({ mind: () => ({ json: {} }) });
    const proxy = await startProxy();
    const providers = providersAt(server.openaiUrl, server.anthropicUrl, {
      HTTP_PROXY: proxy.url,
      NO_PROXY: "127.0.0.1",
    });

    const reply = await providers[name].complete(question(name), call());

    expect(reply.outcome).toBe("ok");
    expect(proxy.seen).toEqual([]);
  });

  it("ends at a proxy that opens no tunnel, and nothing was billed", async () => {
    const proxy = await startProxy();
    const at = "https://models.example";
    const providers = providersAt(`${at}/v1`, at, { HTTPS_PROXY: proxy.url });

    const reply = await providers[name].complete(question(name), call());

    expect(reply).toMatchObject({ outcome: "unreachable", isBilled: "no" });
    expect(proxy.seen).toEqual([{ line: "CONNECT models.example:443", authorization }]);
  });

  it("ends at a certificate that nobody vouches for, before the key is sent", async () => {
    const authority = await createAuthority();
    const asked: string[] = [];
    const impostor = createTlsServer(
      {
        SNICallback: (host, done) =>
          void authority.contextFor(host, "good").then((made) => done(null, made)),
      },
      ({ url }) => void asked.push(url ?? ""),
    );
    await new Promise<void>((done) => impostor.listen(0, "127.0.0.1", done));
    onTestFinished(() => void impostor.close());
    const proxy = await startProxy((impostor.address() as AddressInfo).port);
    const at = "https://models.example";
    const providers = providersAt(`${at}/v1`, at, { HTTPS_PROXY: proxy.url });

    const reply = await providers[name].complete(question(name), call());

    expect(reply).toMatchObject({
      outcome: "unreachable",
      isBilled: "no",
      detail: expect.stringContaining("certificate"),
    });
    expect(asked).toEqual([]);
  });

  it("asks again after a server that went away and came back", async () => {
    const { server, providers } = await startWire({ mind: () => ({ json: {} }) });
    await providers[name].complete(question(name), call());
    await server.close();

    expect(await providers[name].complete(question(name), call())).toMatchObject({
      outcome: "unreachable",
    });
  });
});
