import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type ProviderName, providerNames, totalTokens } from "../../src/domain/model.ts";
import type { ConversationRequest, Message, Turn } from "../../src/models/provider.ts";
import type { Ask, Reply } from "../model-server/ask.ts";
import { call, models, question, startWire, tool } from "./wire-support.ts";

const longText = "A page about recruiting and its many systems. ".repeat(120);

function conversation(name: ProviderName, messages: readonly Message[]): ConversationRequest {
  return {
    model: models[name],
    effort: "medium",
    system: "Find the vendor. Use the tools.",
    maxOutputTokens: 2_000,
    messages,
    tools: [
      tool(name, "open", z.strictObject({ url: z.string().min(1).max(2_000) })),
      tool(name, "page_signals", z.strictObject({})),
      tool(name, "submit", z.strictObject({ vendor: z.enum(["Lever", "Greenhouse"]).nullable() })),
    ],
  };
}

const start: Message = { role: "user", text: longText };
const open: Reply = { toolCall: { name: "open", input: { url: "https://acme.example/jobs" } } };

/** One whole way: two tool calls at once, their results, and a submission. */
async function walk(name: ProviderName) {
  const asks: Ask[] = [];
  const replies: Reply[] = [
    {
      text: "I look at the page.",
      toolCalls: [
        { name: "open", input: { url: "https://acme.example/jobs" } },
        { name: "page_signals", input: {} },
      ],
    },
    { toolCall: { name: "submit", input: { vendor: "Lever" } } },
  ];
  const { server, providers } = await startWire({
    mind(ask) {
      asks.push(ask);
      return replies[asks.length - 1] ?? { text: "?" };
    },
  });
  const messages: Message[] = [start];
  const turn = async (): Promise<Turn> => {
    const reply = await providers[name].converse(conversation(name, messages), call());
    if (reply.outcome !== "ok") throw new Error(`${reply.outcome}: ${reply.detail}`);
    return reply.value;
  };
  const first = await turn();
  messages.push({ role: "assistant", turn: first });
  messages.push({
    role: "tools",
    results: first.calls.map(({ id }, index) => ({
      id,
      text: index === 0 ? "the page" : "no such tool",
      isError: index === 1,
    })),
  });
  const second = await turn();
  return { server, asks, first, second, messages, turn };
}

describe.each(providerNames)("%s: a conversation", (name) => {
  it("goes from calls to results to the next turn", async () => {
    const { asks, first, second } = await walk(name);

    expect(first).toMatchObject({
      text: "I look at the page.",
      calls: [
        { name: "open", input: { url: "https://acme.example/jobs" } },
        { name: "page_signals", input: {} },
      ],
    });
    expect(second.calls).toMatchObject([{ name: "submit", input: { vendor: "Lever" } }]);
    const results = asks[1]?.messages.flatMap((each) =>
      each.role === "tools" ? each.results : [],
    );
    expect(results?.map(({ text }) => text)).toEqual(["the page", "no such tool"]);
    expect(results?.map(({ id }) => id)).toEqual(first.calls.map(({ id }) => id));
  });

  it("can be put down as JSON between two turns and taken up again", async () => {
    const { messages, second, turn, server } = await walk(name);
    const kept = JSON.parse(JSON.stringify(second)) as Turn;
    messages.push({ role: "assistant", turn: kept });
    messages.push({
      role: "tools",
      results: kept.calls.map(({ id }) => ({ id, text: "rejected", isError: false })),
    });

    expect(await turn()).toMatchObject({ text: "?", calls: [] });
    expect(server.requests().map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it("goes on after a turn without a tool call", async () => {
    const { asks, messages, second, turn } = await walk(name);
    messages.push({ role: "assistant", turn: second });
    messages.push({
      role: "tools",
      results: second.calls.map(({ id }) => ({ id, text: "rejected", isError: false })),
    });
    const spoken = await turn();
    messages.push({ role: "assistant", turn: spoken });
    messages.push({ role: "user", text: "Submit or give up." });

    await turn();

    expect(asks[3]?.text).toContain("Submit or give up.");
  });

  it("reads from the cache what it has read before", async () => {
    const { server } = await walk(name);

    const [first, second] = server.requests();
    expect(first?.usage?.cacheRead).toBe(0);
    expect(first?.usage?.cacheWrite).toBeGreaterThan(1_000);
    expect(second?.usage?.cacheRead).toBe(first?.usage?.cacheWrite);
    expect(second?.usage?.cacheWrite).toBeLessThan(500);
  });

  it("counts every token once", async () => {
    const { server, providers } = await startWire({ mind: () => open });
    const request = conversation(name, [start]);
    await providers[name].converse(request, call());

    const reply = await providers[name].converse(request, call());

    const usage = "usage" in reply ? reply.usage : expect.fail();
    expect(usage).toEqual(server.requests()[1]?.usage);
    expect(usage.cacheRead).toBeGreaterThan(0);
    // The first time all of it was written, the second time all of it was read.
    expect(totalTokens(usage) - usage.output).toBe(server.requests()[0]?.usage?.cacheWrite);
    expect(usage.reasoning).toBeGreaterThan(0);
    expect(usage.reasoning).toBeLessThan(usage.output);
  });

  it("says its effort, keeps nothing at the provider and forces no tool", async () => {
    const { server } = await walk(name);

    const body = server.requests()[0]?.body as Record<string, unknown>;
    if (name === "openai") {
      expect(body).toMatchObject({
        reasoning: { effort: "medium" },
        store: false,
        include: ["reasoning.encrypted_content"],
        service_tier: "default",
      });
    } else {
      expect(body).toMatchObject({
        output_config: { effort: "medium" },
        cache_control: { type: "ephemeral" },
        service_tier: "standard_only",
      });
    }
    expect(body).not.toHaveProperty("tool_choice");
    expect(body).not.toHaveProperty("temperature");
    expect(body).not.toHaveProperty("stream");
  });

  it("sends no half characters, wherever they stand", async () => {
    const { server, providers } = await startWire({ mind: () => open });
    const half = "ends in \ud83d";

    const reply = await providers[name].converse(
      {
        ...conversation(name, [{ role: "user", text: half }]),
        system: half,
      },
      call(),
    );

    expect(reply.outcome).toBe("ok");
    expect(JSON.stringify(server.requests()[0]?.body)).toContain("ends in \ufffd");
  });

  it("ends when it is cut short in a turn", async () => {
    const { providers } = await startWire({ mind: () => ({ truncate: "I was about to" }) });

    const reply = await providers[name].converse(conversation(name, [start]), call());

    expect(reply).toMatchObject({ outcome: "truncated", usage: { output: 2_000 } });
  });
});

describe.each(providerNames)("%s: a question", (name) => {
  it("goes out with a strict schema, its effort and its limit", async () => {
    const asks: Ask[] = [];
    const { providers } = await startWire({
      mind(ask) {
        asks.push(ask);
        return { json: {} };
      },
    });

    await providers[name].complete(question(name, { effort: "high" }), call());

    expect(asks).toMatchObject([
      { provider: name, model: models[name], effort: "high", maxOutputTokens: 500, tools: [] },
    ]);
    expect(asks[0]?.schema).toMatchObject({
      type: "object",
      required: ["quote", "vendor"],
      additionalProperties: false,
    });
  });

  it("may ask for long answers", async () => {
    const { providers } = await startWire({ mind: () => ({ json: {} }) });

    const reply = await providers[name].complete(
      question(name, { maxOutputTokens: 60_000 }),
      call(),
    );

    expect(reply.outcome).toBe("ok");
  });

  it("takes nothing from the environment but what it was given", async () => {
    const strays = ["OPENAI_BASE_URL", "ANTHROPIC_BASE_URL", "OPENAI_API_KEY", "ANTHROPIC_API_KEY"];
    const before = Object.fromEntries(strays.map((stray) => [stray, process.env[stray]]));
    process.env["OPENAI_BASE_URL"] = process.env["ANTHROPIC_BASE_URL"] = "http://127.0.0.1:9";
    process.env["OPENAI_API_KEY"] = process.env["ANTHROPIC_API_KEY"] = "sk-another-key";
    try {
      const { server, providers } = await startWire({ mind: () => ({ json: {} }) });

      const reply = await providers[name].complete(question(name), call());

      expect(reply.outcome).toBe("ok");
      expect(server.requests()).toMatchObject([{ key: call().key }]);
    } finally {
      for (const stray of strays) {
        if (before[stray] === undefined) delete process.env[stray];
        else process.env[stray] = before[stray];
      }
    }
  });
});

it("anthropic: an enum's word in another case is the schema's word", async () => {
  const { providers } = await startWire({
    mind: ({ tools }) =>
      tools.length > 0
        ? { toolCall: { name: "submit", input: { vendor: "LEVER" } } }
        : { json: { quote: "LEVER", vendor: "Lever" } },
  });

  const answer = await providers.anthropic.complete(question("anthropic"), call());
  const turn = await providers.anthropic.converse(conversation("anthropic", [start]), call());

  expect(answer).toMatchObject({ value: '{"quote":"LEVER","vendor":"lever"}' });
  expect(turn).toMatchObject({ value: { calls: [{ input: { vendor: "Lever" } }] } });
});

it("anthropic: a changed past is refused, and said to be the request's own fault", async () => {
  const { server, providers } = await startWire({ mind: () => open });
  const first = await providers.anthropic.converse(conversation("anthropic", [start]), call());
  if (first.outcome !== "ok") expect.fail();

  const reply = await providers.anthropic.converse(
    conversation("anthropic", [
      { role: "user", text: "another beginning" },
      { role: "assistant", turn: first.value },
      {
        role: "tools",
        results: [{ id: first.value.calls[0]?.id ?? "", text: "x", isError: false }],
      },
    ]),
    call(),
  );

  expect(reply).toMatchObject({ outcome: "rejected", isBilled: "no" });
  expect(server.requests()).toHaveLength(2);
});
