import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { providerNames } from "../../src/domain/model.ts";
import type { Reply } from "../model-server/ask.ts";
import { call, key, providersAt, question, startWire } from "./wire-support.ts";

const said = { quote: "jobs.lever.co/acme", vendor: "lever" };

describe.each(providerNames)("%s: a call", (name) => {
  async function ask(reply: Reply, signal?: AbortSignal) {
    const { server, providers } = await startWire({ mind: () => reply });
    return { server, reply: await providers[name].complete(question(name), call(signal)) };
  }

  it("that is answered brings the text and what was counted", async () => {
    const { server, reply } = await ask({ json: said });

    const [served] = server.requests();
    expect(reply).toEqual({
      outcome: "ok",
      value: JSON.stringify(said),
      usage: served?.usage,
      requestId: served?.requestId,
    });
    expect(served?.end).toBe("answered");
  });

  it("that is refused was billed all the same", async () => {
    const { server, reply } = await ask({ refuse: "I can't help with that." });

    expect(reply).toMatchObject({ outcome: "refusal", usage: server.requests()[0]?.usage });
    expect(reply).toMatchObject({ detail: expect.stringContaining("I can't help") });
  });

  it("that meets the limit of output is truncated and billed to the limit", async () => {
    const { server, reply } = await ask({ truncate: '{"quote": "jobs.le' });

    expect(reply).toMatchObject({ outcome: "truncated", usage: server.requests()[0]?.usage });
    expect(reply).toMatchObject({ usage: { output: 500 } });
  });

  it.each<[string, Reply, object]>([
    ["is limited by rate", { status: 429 }, { outcome: "rate_limited", retryAfterMs: null }],
    [
      "is limited by rate for some seconds",
      { status: 429, retryAfter: 7 },
      { outcome: "rate_limited", retryAfterMs: 7_000 },
    ],
    [
      "is limited by rate to the millisecond",
      { status: 429, retryAfter: 2, retryAfterMs: 1_500 },
      { outcome: "rate_limited", retryAfterMs: 1_500 },
    ],
    [
      "grows too fast",
      { status: 429, code: "ramp_limit_exceeded", retryAfter: 3 },
      { outcome: "rate_limited", retryAfterMs: 3_000 },
    ],
    ["has no quota left", { status: 429, code: "insufficient_quota" }, { outcome: "billing" }],
    [
      "is over an enforced spend limit",
      { status: 429, code: "enforced_spend_limit_reached" },
      { outcome: "billing" },
    ],
    [
      "is over a contract's spend limit",
      { status: 429, code: "contract_spend_limit_reached" },
      { outcome: "billing" },
    ],
    [
      "is over a workspace's limit, said as a bad request",
      {
        status: 400,
        message:
          "You have reached your specified API usage limits. You will regain access on 2026-12-01.",
      },
      { outcome: "billing" },
    ],
    [
      "has no credit, said as a bad request",
      { status: 400, message: "Your credit balance is too low to access the API." },
      { outcome: "billing" },
    ],
    ["must be paid for", { status: 402 }, { outcome: "billing" }],
    ["has a key that nobody knows", { status: 401 }, { outcome: "auth" }],
    ["has a key that may not", { status: 403 }, { outcome: "auth" }],
    ["names a model that is not there", { status: 404 }, { outcome: "unknown_model" }],
    [
      "goes to an address that is not there",
      { status: 404, code: "none", message: "Invalid URL (POST /v1/v1/x)" },
      { outcome: "unreachable" },
    ],
    ["is malformed", { status: 400 }, { outcome: "rejected" }],
    ["is too large", { status: 413 }, { outcome: "rejected" }],
    ["can't be processed", { status: 422 }, { outcome: "rejected" }],
    ["meets a lock", { status: 409 }, { outcome: "unreachable" }],
    ["meets an error of the server", { status: 500 }, { outcome: "unreachable" }],
    ["meets a provider under load", { status: 529 }, { outcome: "overloaded" }],
    [
      "meets a provider under load that says 503",
      { status: 503, message: "The engine is currently overloaded, please try again later." },
      { outcome: "overloaded" },
    ],
    [
      "meets a proxy's own refusal, which says nothing of the key",
      { raw: "<html>Forbidden</html>", status: 403 },
      { outcome: "unreachable" },
    ],
  ])("that %s is not billed", async (_, given, expected) => {
    const { server, reply } = await ask(given);

    expect(reply).toMatchObject({ isBilled: "no", ...expected });
    expect(server.requests()).toHaveLength(1);
    if (!("raw" in given)) expect(reply.requestId).toBe(server.requests()[0]?.requestId);
  });

  it("is told the date after which it may come again", async () => {
    const at = new Date(Date.now() + 60_000).toUTCString();

    const { reply } = await ask({ status: 429, retryAfter: at });

    const waitMs = "retryAfterMs" in reply ? reply.retryAfterMs : null;
    expect(waitMs).toBeGreaterThan(30_000);
    expect(waitMs).toBeLessThanOrEqual(60_000);
  });

  it.each<[string, Reply, object]>([
    [
      "a page of something in between",
      { raw: "<html>Log in to the network</html>" },
      { outcome: "invalid" },
    ],
    [
      "half a JSON",
      { raw: '{"id": "x", "outp', contentType: "application/json" },
      { outcome: "invalid" },
    ],
    [
      "a JSON of another form",
      { raw: '{"status": "ok"}', contentType: "application/json" },
      { outcome: "invalid" },
    ],
    ["nothing", { raw: "", contentType: "application/json" }, { outcome: "invalid" }],
    ["a reset before any answer", { reset: "headers" }, { outcome: "unreachable" }],
    ["a reset in the middle of the answer", { reset: "body" }, { outcome: "unreachable" }],
    ["a gateway that gave up waiting", { status: 504 }, { outcome: "unreachable" }],
    ["a gateway that lost the server", { status: 502 }, { outcome: "unreachable" }],
  ])("that brings %s may have been billed", async (_, given, expected) => {
    const { reply } = await ask(given);

    expect(reply).toMatchObject({ isBilled: "maybe", ...expected });
  });

  it.each(["headers", "body"] as const)(
    "that stalls in the %s ends with its time, and may have been billed",
    async (stall) => {
      const ending = new AbortController();
      const { server, providers } = await startWire({ mind: () => ({ stall }) });

      const reply = providers[name].complete(question(name), call(ending.signal));
      await vi.waitFor(() => expect(server.requests()[0]?.usage).toBeTruthy());
      ending.abort("timeout");

      expect(await reply).toMatchObject({ outcome: "timeout", isBilled: "maybe" });
      await vi.waitFor(() => expect(server.requests()[0]?.end).toBe("cut"));
    },
  );

  it("takes the runtime's own time limit for one too", async () => {
    const { reply } = await ask({ stall: "body" }, AbortSignal.timeout(300));

    expect(reply).toMatchObject({ outcome: "timeout", isBilled: "maybe" });
  });

  it("that nobody wants any more is cancelled, and may have been billed", async () => {
    const ending = new AbortController();
    const { server, providers } = await startWire({
      mind: () => ({ json: said, delayMs: 60_000 }),
    });

    const reply = providers[name].complete(question(name), call(ending.signal));
    await vi.waitFor(() => expect(server.requests()).toHaveLength(1));
    ending.abort("draining");

    expect(await reply).toMatchObject({ outcome: "cancelled", isBilled: "maybe" });
  });

  it("that is not wanted to begin with is never sent", async () => {
    const { server, reply } = await ask({ json: said }, AbortSignal.abort("draining"));

    expect(reply).toMatchObject({ outcome: "cancelled", isBilled: "no" });
    expect(server.requests()).toEqual([]);
  });

  it("to an address where nobody listens is not billed", async () => {
    const port = await freePort();
    const providers = providersAt(`http://127.0.0.1:${port}/v1`, `http://127.0.0.1:${port}`);

    const reply = await providers[name].complete(question(name), call());

    expect(reply).toMatchObject({
      outcome: "unreachable",
      isBilled: "no",
      detail: expect.stringContaining("connection refused"),
    });
  });

  it("to a name that does not exist is not billed", async () => {
    const providers = providersAt("http://nowhere.invalid/v1", "http://nowhere.invalid");

    const reply = await providers[name].complete(question(name), call());

    expect(reply).toMatchObject({ outcome: "unreachable", isBilled: "no" });
  });

  it("is not carried to where a redirect points", async () => {
    const { server } = await startWire();
    const redirecting = createServer((_, response) => {
      response.writeHead(307, { location: `${server.anthropicUrl}/v1/messages` }).end();
    });
    await new Promise<void>((done) => redirecting.listen(0, "127.0.0.1", done));
    onTestFinished(() => void redirecting.close());
    const { port } = redirecting.address() as AddressInfo;
    const providers = providersAt(`http://127.0.0.1:${port}/v1`, `http://127.0.0.1:${port}`);

    const reply = await providers[name].complete(question(name), call());

    expect(reply).toMatchObject({ outcome: "unreachable", isBilled: "no" });
    expect(server.requests()).toEqual([]);
  });

  it("never shows the key in what it says of a failure", async () => {
    const { reply } = await ask({
      status: 401,
      message: `Incorrect API key provided: ${key}.\nAsk`,
    });

    expect(reply).toMatchObject({
      outcome: "auth",
      detail: expect.stringContaining("Incorrect API key"),
    });
    expect(JSON.stringify(reply)).not.toContain(key);
    expect(JSON.stringify(reply)).not.toContain("\\n");
  });
});

describe.each(providerNames)("%s: the check of a key", (name) => {
  it("passes with a good key", async () => {
    const { server, providers } = await startWire({ keys: [key] });

    expect(await providers[name].check(call())).toMatchObject({ outcome: "ok", value: null });
    expect(server.requests()).toMatchObject([{ kind: "models", key }]);
  });

  it.each<[string, Reply | null, object]>([
    ["nobody knows", null, { outcome: "auth" }],
    ["has no money", { status: 402 }, { outcome: "billing" }],
    [
      "is over its rate",
      { status: 429, retryAfter: 5 },
      { outcome: "rate_limited", retryAfterMs: 5_000 },
    ],
  ])("fails with a key that %s", async (_, reply, expected) => {
    const { providers } = await startWire(reply ? { faults: [{ reply }] } : { keys: ["another"] });

    expect(await providers[name].check(call())).toMatchObject(expected);
  });

  it("fails where something else answers", async () => {
    const page = createServer((_, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<html></html>");
    });
    await new Promise<void>((done) => page.listen(0, "127.0.0.1", done));
    onTestFinished(() => void page.close());
    const { port } = page.address() as AddressInfo;
    const providers = providersAt(`http://127.0.0.1:${port}/v1`, `http://127.0.0.1:${port}`);

    expect(await providers[name].check(call())).toMatchObject({ outcome: "invalid" });
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
