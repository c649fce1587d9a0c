import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { noTokens } from "../../src/domain/model.ts";
import { remoteModelServer } from "../model-server/control.ts";
import {
  type ModelServer,
  type ModelServerOptions,
  startModelServer,
} from "../model-server/server.ts";

async function start(options: ModelServerOptions = {}): Promise<ModelServer> {
  const server = await startModelServer({ mind: () => ({ text: "Yes." }), ...options });
  onTestFinished(() => server.close());
  return server;
}

function openai({ openaiUrl }: ModelServer, apiKey = "key-1") {
  return new OpenAI({ apiKey, baseURL: openaiUrl, maxRetries: 0, logLevel: "off" });
}

function anthropic({ anthropicUrl }: ModelServer, apiKey = "key-1") {
  return new Anthropic({ apiKey, baseURL: anthropicUrl, maxRetries: 0, logLevel: "off" });
}

const hello = {
  model: "claude-haiku-5-5",
  max_tokens: 100,
  messages: [{ role: "user" as const, content: "Hello?" }],
};

describe("the model server", () => {
  it("counts the same as it tells, by key and model", async () => {
    const server = await start();

    const response = await openai(server).responses.create({
      model: "gpt-6-luna",
      input: "Hello?",
    });
    const message = await anthropic(server, "key-2").messages.create(hello);

    expect(server.totals()).toMatchObject([
      {
        provider: "openai",
        key: "key-1",
        model: "gpt-6-luna",
        calls: 1,
        answered: {
          input: response.usage?.input_tokens,
          output: response.usage?.output_tokens,
        },
        unseen: noTokens,
      },
      {
        provider: "anthropic",
        key: "key-2",
        model: "claude-haiku-5-5",
        answered: { input: message.usage.input_tokens, output: message.usage.output_tokens },
      },
    ]);
  });

  it("counts what nobody saw apart, at the most that it can be", async () => {
    const server = await start({ mind: () => ({ reset: "body" }) });

    await expect(anthropic(server).messages.create(hello)).rejects.toThrow();

    await vi.waitFor(() =>
      expect(server.totals()).toMatchObject([
        { calls: 1, answered: noTokens, unseen: { output: 100 } },
      ]),
    );
  });

  it("never counts more tokens than bytes, and can count as many", async () => {
    const server = await start({ charsPerToken: 1 });

    const { usage } = await anthropic(server).messages.create(hello);

    expect(usage.input_tokens).toBe("Hello?".length);
  });

  it("cuts an answer at the limit of output", async () => {
    const server = await start({ mind: () => ({ text: "word ".repeat(1_000) }) });

    const message = await anthropic(server).messages.create(hello);

    expect(message).toMatchObject({ stop_reason: "max_tokens", usage: { output_tokens: 100 } });
  });

  it("lets a fault hit so many calls of one key, and the others not", async () => {
    const server = await start({
      faults: [{ key: "key-1", times: 2, reply: { status: 529 } }],
    });
    const statusFor = async (key: string) =>
      anthropic(server, key)
        .messages.create(hello)
        .then(
          () => 200,
          (error: InstanceType<typeof Anthropic.APIError>) => error.status,
        );

    const statuses = [];
    for (const key of ["key-1", "key-2", "key-1", "key-1"]) statuses.push(await statusFor(key));

    expect(statuses).toEqual([529, 200, 529, 200]);
  });

  it("brings the same faults by chance for the same seed", async () => {
    const run = async (seed: number) => {
      const server = await start({ seed, faults: [{ rate: 0.5, reply: { status: 500 } }] });
      const client = openai(server);
      const ask = () =>
        client.responses.create({ model: "m", input: "?" }).then(Boolean, () => false);
      const outcomes: boolean[] = [];
      for (let n = 0; n < 16; n += 1) outcomes.push(await ask());
      return outcomes;
    };

    const first = await run(7);

    expect(await run(7)).toEqual(first);
    expect(new Set(first).size).toBe(2);
    expect(await run(8)).not.toEqual(first);
  });

  it.each<[string, object]>([
    ["forces a tool", { tool_choice: { type: "any" } }],
    ["sets a temperature", { temperature: 0 }],
    ["leaves out the limit", { max_tokens: undefined }],
    ["speaks as the assistant first", { messages: [{ role: "assistant", content: "Hi." }] }],
    [
      "has a schema with limits",
      {
        output_config: {
          format: {
            type: "json_schema",
            schema: {
              type: "object",
              properties: { a: { type: "string", maxLength: 3 } },
              required: ["a"],
              additionalProperties: false,
            },
          },
        },
      },
    ],
  ])("refuses, as Anthropic does, a request that %s", async (_, change) => {
    const server = await start();

    await expect(anthropic(server).messages.create({ ...hello, ...change })).rejects.toMatchObject({
      status: 400,
      type: "invalid_request_error",
    });
  });

  it("refuses, as OpenAI does, a call without the thought that led to it", async () => {
    const server = await start();

    await expect(
      openai(server).responses.create({
        model: "gpt-6-luna",
        input: [
          { role: "user", content: "?" },
          { type: "function_call", call_id: "call_1", name: "open", arguments: "{}" },
          { type: "function_call_output", call_id: "call_1", output: "page" },
        ],
      }),
    ).rejects.toMatchObject({ status: 400, message: expect.stringContaining("reasoning") });
  });

  it("wants the key where today's SDKs put it", async () => {
    const server = await start();

    const response = await fetch(`${server.anthropicUrl}/v1/messages`, {
      method: "POST",
      headers: { "x-api-key": "key-1", "anthropic-version": "2023-06-01" },
      body: JSON.stringify(hello),
    });

    expect(response.status).toBe(401);
  });

  it("is steered over HTTP when it is a process", async () => {
    const server = await start();
    const remote = remoteModelServer(server.anthropicUrl);
    await remote.setRules([{ says: "Hello?", reply: { text: "Steered." } }]);

    const message = await anthropic(server).messages.create(hello);
    await remote.setFaults([{ reply: { status: 402 } }]);

    await expect(anthropic(server).messages.create(hello)).rejects.toMatchObject({ status: 402 });
    expect(message.content.at(-1)).toMatchObject({ text: "Steered." });
    expect(await remote.requests()).toMatchObject([{ status: 200 }, { status: 402 }]);
    expect(await remote.totals()).toEqual(server.totals());
    await remote.forget();
    expect(server.requests()).toEqual([]);
  });
});
