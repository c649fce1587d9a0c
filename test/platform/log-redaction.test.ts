import { describe, expect, test } from "vitest";
import { loadConfig } from "../../src/platform/config.ts";
import { createLogger } from "../../src/platform/log.ts";
import { maskPersonal } from "../../src/platform/log-personal.ts";
import { secretsOf } from "../../src/platform/log-secrets.ts";

function capture(secrets: readonly string[] = []) {
  const lines: string[] = [];
  const to = { write: (line: string) => void lines.push(line) };
  const log = createLogger({ level: "info", name: "test", secrets, to });
  const last = () => JSON.parse(lines.at(-1) ?? "") as Record<string, unknown>;
  return { log, lines, last };
}

describe("credentials", () => {
  test("are gone by the name of their field at any depth, in errors and their causes", () => {
    const { log, lines } = capture();
    const cause = Object.assign(new Error("401"), {
      response: {
        config: { headers: { Authorization: "Bearer deep-one", "x-api-key": "deep-two" } },
      },
      headers: new Headers({ authorization: "deep-three", "set-cookie": "sid=deep-four" }),
    });

    log.warn({ err: new Error("not asked", { cause }), a: { b: { client_secret: "deep-five" } } });
    log.warn({ list: [{ proxy: { password: "deep-six" } }] }, "asked");

    expect(lines).toHaveLength(2);
    expect(lines.join("")).not.toMatch(/deep-/);
    expect(lines[0]).toContain("not asked");
  });

  test("are gone by their form in any text", () => {
    const { log, lines } = capture();

    log.warn({ err: new Error("sent Authorization: Bearer eyJhbGciOi.J9 and got 401") });
    log.warn(
      { note: "Proxy-Authorization: Basic dXNlcjpwYXNz" },
      "key sk-ant-api03-abcdefghijklmnop",
    );
    log.warn({ url: "https://a.test/x?api_key=abcdef&page=2", sign: "whsec_MfKQ9r8GKYqrTwjU" });

    expect(lines.join("")).not.toMatch(/eyJhb|dXNlc|api03|abcdef|MfKQ/);
    expect(lines.join("")).toContain("page=2");
  });

  test("of the settings are gone wherever they turn up, addresses themselves stay", () => {
    const config = loadConfig({
      OPENAI_API_KEYS: "key-number-one,key-number-two",
      ANTHROPIC_API_KEY: "key-number-three",
      REDIS_URL: "redis://:pa%2Fss-word@redis.test:6379/0",
      HTTPS_PROXY: "http://user:proxy-word@proxy.test:3128",
      ASSAY_NOTICE_SLACK_URL: "https://hooks.slack.test/services/T000/B000/XXXX",
      ASSAY_NOTICE_WEBHOOK_SECRET: "whsec_one,whsec_two",
      ASSAY_ADMIN_PASSWORD: "open-sesame",
    });
    const { log, lines } = capture(secretsOf(config));

    log.warn({ ...config }, "all settings");
    log.warn("pa/ss-word, pa%2Fss-word, user:proxy-word, /services/T000/B000/XXXX, open-sesame");

    const text = lines.join("");
    expect(text).not.toMatch(/key-number|ss-word|proxy-word|T000|whsec_(one|two)|sesame/);
    expect(text).toContain("redis.test:6379");
    expect(text).toContain("proxy.test:3128");
  });

  test("are not left as a half where a long text is cut", () => {
    const { log, lines } = capture(["the-secret-of-many-letters"]);

    log.warn(
      { page: `${"x".repeat(1_990)} the-secret-of-many-letters ${"y".repeat(5_000)}` },
      "got",
    );

    expect(lines.join("")).not.toContain("the-secre");
    expect(lines.join("").length).toBeLessThan(3_000);
  });
});

describe("personal data", () => {
  test.each([
    ["mail jane.doe+jobs@firma.example today", "mail [email] today"],
    ["mailto:jane%40firma.example", "mailto:[email]"],
    ["Jürgen müller.j@bücher.example", "Jürgen [email]"],
    ["call +49 (0)30 123 456-78 now", "call [phone] now"],
    ["call +4930123456789", "call [phone]"],
    ["Tel. 030 / 1234 5678.", "Tel. [phone]."],
    ["0171-1234567 or 07911123456", "[phone] or [phone]"],
    ["(212) 555-0123", "[phone]"],
    ["555-123-4567", "[phone]"],
  ])("%s", (text, masked) => {
    const { log, last } = capture();

    log.info({ note: text, inner: { list: [`before\n${text}`] } }, text);

    expect(last()).toMatchObject({
      note: masked,
      inner: { list: [`before\n${masked}`] },
      msg: masked,
    });
  });

  test.each([
    "Müller & Söhne GmbH, mueller-soehne.example, jobs.lever.co/mueller",
    "2026-11-21T18:54:31.123Z",
    "21.11.2026 and 01/02/2026",
    "b7k2m9-123.4 took 1234567890 ns at 1763750000000",
    "127.0.0.1:6379 and 192.168.100.200",
    "018f3a2b-0123-4567-89ab-0123456789ab",
    "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "node_modules/pino@10.4.0/pino.js:12:34",
    "https://a.test/jobs/0049123456789-engineer",
  ])("no part of %s", (text) => {
    expect(maskPersonal(JSON.stringify({ text }))).toBe(JSON.stringify({ text }));
  });

  test("numbers stay numbers", () => {
    const { log, last } = capture();
    const fields = { a: 0.012345678901, b: 1_763_750_000_000, c: -5551234567, d: 1e21, e: 1e-9 };

    log.info(fields, "counted");

    expect(last()).toMatchObject(fields);
  });
});

describe("a line", () => {
  test("is bounded, stays one JSON object and keeps its run", () => {
    const { log, lines, last } = capture();
    const texts = Array.from({ length: 200 }, () => "page text ".repeat(1_000));

    log.child({ run: "b1-7.2" }).warn({ tier: "http", texts, err: new Error("x".repeat(90_000)) });

    expect(lines).toHaveLength(1);
    expect(lines.join("").length).toBeLessThan(12_000);
    expect(last()).toMatchObject({ level: "warn", name: "test", run: "b1-7.2", tier: "http" });
  });

  test("is written of what points at itself, throws when read, or is no JSON", () => {
    const { log, lines, last } = capture();
    const round: Record<string, unknown> = { big: 10n, bytes: Buffer.alloc(4_000) };
    round["self"] = round;
    Object.defineProperty(round, "bad", {
      enumerable: true,
      get() {
        throw new Error("no");
      },
    });

    log.info(round, "odd");

    expect(lines).toHaveLength(1);
    expect(last()).toMatchObject({ msg: "odd", big: "10", bytes: "[4000 bytes]" });
  });
});
