import { describe, expect } from "vitest";
import { Webhook } from "standardwebhooks";
import { openNoticeChannels } from "../../src/notices/channels/open.ts";
import { raiseNotice, resolveNotice } from "../../src/notices/notices.ts";
import { ConfigError, loadConfig } from "../../src/platform/config.ts";
import { startProxy } from "../web/proxy-server.ts";
import type { Received } from "./receiver.ts";
import { exhausted, secret, test, webhookTo } from "./support.ts";

const newSecret = `whsec_${Buffer.alloc(24, 9).toString("base64")}`;

/** What a receiver with this secret makes of a request; throws when the signature is not good. */
const verified = (withSecret: string, { body, headers }: Received): unknown =>
  new Webhook(withSecret).verify(body, headers as Record<string, string>);

describe("the webhook", () => {
  test("is signed as Standard Webhooks demands, and tells everything", async ({
    redis,
    receiver,
    sender,
  }) => {
    const process = sender({
      ...webhookTo(receiver),
      ASSAY_PUBLIC_URL: "https://assay.example/inner/",
    });
    await raiseNotice(redis, exhausted);
    await process.deliver();
    await resolveNotice(redis, exhausted);
    await process.deliver();

    const [raised, resolved] = receiver.received.map((request) => verified(secret, request));

    expect(raised).toEqual({
      type: "notice.raised",
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      data: {
        event: receiver.received[0]?.headers["webhook-id"],
        notice: expect.any(String),
        cause: "rows_exhausted",
        subject: "b1",
        batch: "b1",
        severity: "warning",
        severityBefore: null,
        title: "Rows are out of retries",
        text: "12 rows are out of retries.",
        did: "Each was tried 3 times.",
        decide: "Retry them once what stopped them is cured, or accept them as failed.",
        facts: { rows: 12 },
        since: expect.stringMatching(/Z$/),
        link: "https://assay.example/inner/batches/b1",
      },
    });
    expect(resolved).toMatchObject({ type: "notice.resolved", data: { decide: null } });
  });

  test("a changed body or another secret does not verify", async ({ redis, receiver, sender }) => {
    await raiseNotice(redis, exhausted);
    await sender(webhookTo(receiver)).deliver();
    const [request] = receiver.received;
    if (!request) throw new Error("nothing came");

    expect(() => verified(newSecret, request)).toThrow("No matching signature");
    expect(() => verified(secret, { ...request, body: `${request.body} ` })).toThrow();
  });

  test("with two secrets both verify, so that receivers can change over", async ({
    redis,
    receiver,
    sender,
  }) => {
    await raiseNotice(redis, exhausted);
    const both = `${newSecret},${secret}`;
    await sender({ ...webhookTo(receiver), ASSAY_NOTICE_WEBHOOK_SECRET: both }).deliver();
    const [request] = receiver.received;
    if (!request) throw new Error("nothing came");

    expect(verified(newSecret, request)).toEqual(verified(secret, request));
    expect(request.headers["webhook-signature"]).toMatch(/^v1,\S+ v1,\S+$/);
  });

  test("goes through the proxy like all else, and with the login of its address", async ({
    redis,
    receiver,
    sender,
  }) => {
    const proxy = await startProxy({ sitePort: Number(new URL(receiver.url).port) });
    await raiseNotice(redis, exhausted);

    const report = await sender({
      ...webhookTo(receiver),
      ASSAY_NOTICE_WEBHOOK_URL: "http://me:p%40ss@hooks.example/path?a=1",
      HTTP_PROXY: proxy.url,
    }).deliver();

    expect(proxy.seen).toEqual(["POST http://hooks.example/path?a=1"]);
    expect(report.pending).toBe(0);
    const login = Buffer.from("me:p@ss").toString("base64");
    expect(receiver.received[0]?.headers.authorization).toBe(`Basic ${login}`);
  });

  test("never repeats its address in the log", async ({ redis, receiver, sender }) => {
    await receiver.close();
    const process = sender({
      ...webhookTo(receiver),
      ASSAY_NOTICE_SLACK_URL: `${receiver.url}/services/T00/B00/secretpath`,
    });
    await raiseNotice(redis, exhausted);

    await process.deliver();

    const text = JSON.stringify(process.logged);
    expect(text).toContain("ECONNREFUSED");
    expect(text).not.toContain("secretpath");
    expect(text).not.toContain("whsec_");
  });
});

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe("half a configuration stops the process with what is missing", () => {
  test.for([
    [{ ASSAY_NOTICE_WEBHOOK_URL: "https://x.example" }, "needs ASSAY_NOTICE_WEBHOOK_SECRET"],
    [
      { ASSAY_NOTICE_WEBHOOK_URL: "https://x.example", ASSAY_NOTICE_WEBHOOK_SECRET: "hunter2" },
      "ASSAY_NOTICE_WEBHOOK_SECRET is whsec_ and 24 to 64 bytes",
    ],
    [
      {
        ASSAY_NOTICE_WEBHOOK_URL: "https://x.example",
        ASSAY_NOTICE_WEBHOOK_SECRET: "whsec_c2hvcnQ=",
      },
      "ASSAY_NOTICE_WEBHOOK_SECRET is whsec_ and 24 to 64 bytes",
    ],
    [{ ASSAY_NOTICE_WEBHOOK_URL: "ftp://x.example" }, "http:// or https://"],
    [{ ASSAY_NOTICE_SMTP_URL: "smtp://mail.example" }, "needs ASSAY_NOTICE_SMTP_FROM"],
    [{ ASSAY_NOTICE_SMTP_URL: "mail.example", ...mailbox() }, "write smtp://user:password@host"],
    [
      { ASSAY_NOTICE_SMTP_URL: "smtp://mail.example?tls=off", ...mailbox() },
      "there is no option tls",
    ],
    [{ ASSAY_ALERTMANAGER_URL: "alertmanager:9093" }, "write http://alertmanager:9093"],
  ] as const)("%j", ([env, cure]) => {
    const open = () => openNoticeChannels(loadConfig(env), log);

    expect(open).toThrow(ConfigError);
    expect(open).toThrow(cure);
  });
});

function mailbox() {
  return { ASSAY_NOTICE_SMTP_FROM: "assay@x.example", ASSAY_NOTICE_SMTP_TO: "me@x.example" };
}
