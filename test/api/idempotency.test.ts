import { describe, expect } from "vitest";
import { csv, ndjson, test } from "./support.ts";

const body = "domain\na.example\n";
const url = "/batches?workflow=colour";

describe("an Idempotency-Key", () => {
  const request = (key: string, text = body) => ({
    method: "POST",
    body: text,
    headers: { "content-type": csv, "idempotency-key": key },
  });

  test.for([
    ["bare", "k-1", "k-1"],
    ["quoted", '"k-1"', '"k-1"'],
    ["once bare, once quoted", "k-1", '"k-1"'],
  ] as const)("%s: the second request gets the first one's answer", async ([, a, b], { api }) => {
    const first = await api.send(url, request(a));
    const second = await api.send(url, request(b));

    expect(second.status).toBe(202);
    expect(second.headers.get("idempotency-replayed")).toBe("true");
    expect(second.headers.get("location")).toBe(first.headers.get("location"));
    expect(await second.text()).toBe(await first.text());
    expect(await api.redis.zcard("assay:batches")).toBe(1);
  });

  test("with another body is refused", async ({ api }) => {
    await api.send(url, request("k"));

    expect(await api.refused(url, request("k", "domain\nb.example\n"))).toMatchObject({
      status: 422,
      code: "key_reused",
    });
  });

  test.for([
    ["another ceiling", `${url}&maxUsd=5`, csv],
    ["another type", url, ndjson],
  ] as const)("with %s is refused: it asks for something else", async ([, path, type], { api }) => {
    await api.send(url, request("k"));
    const init = request("k");

    const problem = await api.refused(path, {
      ...init,
      headers: { ...init.headers, "content-type": type },
    });

    expect(problem.code).toBe("key_reused");
  });

  test("of a request under way is refused with 409", async ({ api }) => {
    let end: () => void = () => undefined;
    const open = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(Buffer.from(body));
        end = () => controller.close();
      },
    });
    const first = fetch(`${api.url}${url}`, {
      ...request("k"),
      body: open,
      duplex: "half",
    });
    await expect.poll(() => api.redis.exists("assay:idempotency:k")).toBe(1);

    expect(await api.refused(url, request("k"))).toMatchObject({ status: 409, code: "key_in_use" });
    end();
    expect((await first).status).toBe(202);
  });

  test("sent twenty times at once makes one batch", async ({ api }) => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => api.send(url, request("k"))),
    );

    const statuses = new Set(answers.map(({ status }) => status));
    expect([...statuses].every((status) => status === 202 || status === 409)).toBe(true);
    expect(await api.redis.zcard("assay:batches")).toBe(1);
  });

  test("of a refused request is free for a better one", async ({ api }) => {
    await api.refused("/batches?workflow=nobody", request("k"));

    expect((await api.send(url, request("k"))).status).toBe(202);
  });

  test.for([
    ["empty", '""'],
    ["too long", "k".repeat(256)],
  ] as const)("that is %s is refused", async ([, key], { api }) => {
    expect(await api.refused(url, request(key))).toMatchObject({ code: "invalid_request" });
  });

  test("whose server died before the batch was sealed is taken over after a while", async ({
    api,
  }) => {
    const left = { state: "answered", owner: "o", fingerprint: "f", batch: "bgone", answer: "{}" };
    const put = (at: number) =>
      api.redis.set("assay:idempotency:k", JSON.stringify({ ...left, at }));

    await put(Date.now());
    expect(await api.refused(url, request("k"))).toMatchObject({ code: "key_in_use" });
    await put(Date.now() - 3_600_000);
    expect((await api.send(url, request("k"))).status).toBe(202);
  });

  test("whose server died just after sealing puts the batch to work", async ({ api }) => {
    const { id } = await api.post(body, { headers: { "idempotency-key": "k" } });
    await api.redis.del("assay:active");

    await api.send(url, request("k"));

    expect(await api.redis.lrange("assay:active", 0, -1)).toEqual([id]);
  });
});
