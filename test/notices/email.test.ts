import { createServer, type AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, describe, expect } from "vitest";
import { raiseNotice, resolveNotice } from "../../src/notices/notices.ts";
import { exhausted, test } from "./support.ts";

interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly user: string | undefined;
  readonly isSecure: boolean;
  readonly text: string;
}

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A mail server that keeps what it is given. */
async function startMailServer(options: SMTPServerOptions = {}) {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    logger: false,
    onAuth: ({ username, password }, _session, done) =>
      password === "p@ss" ? done(null, { user: username ?? "" }) : done(new Error("wrong")),
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom ? mailFrom.address : "",
          to: rcptTo.map(({ address }) => address),
          user: typeof session.user === "string" ? session.user : undefined,
          isSecure: session.secure,
          // As a mail reader shows it: quoted-printable breaks long lines with a `=` at the end.
          text: Buffer.concat(parts).toString("utf8").replaceAll("=\r\n", ""),
        });
        done();
      });
    },
    ...options,
  });
  server.on("error", () => undefined); // clients that hang up
  const listening = server.listen(0, "127.0.0.1");
  await new Promise((resolve) => listening.once("listening", resolve));
  closers.push(() => new Promise((resolve) => server.close(() => resolve())));
  return { mails, port: (listening.address() as AddressInfo).port };
}

const mailbox = (url: string) => ({
  ASSAY_NOTICE_SMTP_URL: url,
  ASSAY_NOTICE_SMTP_FROM: "Assay <assay@ours.example>",
  ASSAY_NOTICE_SMTP_TO: "ann@ours.example,bob@ours.example",
});

/** Header lines by name, unfolded. */
function headersOf({ text }: Mail): Record<string, string> {
  const [head = ""] = text.split("\r\n\r\n");
  const lines = head.replaceAll(/\r\n[ \t]+/g, " ").split("\r\n");
  return Object.fromEntries(
    lines.map((line) => [line.split(":")[0]?.toLowerCase(), line.replace(/^[^:]+:\s*/, "")]),
  ) as Record<string, string>;
}

describe("mail", () => {
  test("is plain text to everybody who should have it; what follows is a reply to it", async ({
    redis,
    sender,
  }) => {
    const { mails, port } = await startMailServer({ disabledCommands: ["STARTTLS", "AUTH"] });
    const process = sender({
      ...mailbox(`smtp://127.0.0.1:${port}`),
      ASSAY_PUBLIC_URL: "https://assay.example",
    });
    await raiseNotice(redis, exhausted);
    await process.deliver();
    await resolveNotice(redis, exhausted);
    await process.deliver();

    const [raised, resolved] = mails;
    if (!raised || !resolved) throw new Error(`${mails.length} mails came`);
    expect(raised).toMatchObject({
      from: "assay@ours.example",
      to: ["ann@ours.example", "bob@ours.example"],
    });
    expect(raised.text).toContain("12 rows are out of retries.");
    expect(raised.text).toContain("https://assay.example/batches/b1");
    const first = headersOf(raised);
    expect(first).toMatchObject({
      subject: "[Assay] warning: Rows are out of retries: b1",
      "auto-submitted": "auto-generated",
      "content-type": expect.stringMatching(/^text\/plain/),
      "message-id": expect.stringMatching(/^<[0-9a-f]{16}-1@ours\.example>$/),
    });
    expect(headersOf(resolved)).toMatchObject({
      subject: "[Assay] resolved: Rows are out of retries: b1",
      "in-reply-to": first["message-id"],
    });
  });

  test("gets no header from a subject", async ({ redis, sender }) => {
    const { mails, port } = await startMailServer({ disabledCommands: ["STARTTLS", "AUTH"] });
    await raiseNotice(redis, {
      ...exhausted,
      subject: "b1\r\nBcc: eve@evil.example\r\n\r\nHello",
      text: "x\r\n.\r\nMAIL FROM:<eve@evil.example>",
    });

    await sender(mailbox(`smtp://127.0.0.1:${port}`)).deliver();

    expect(mails).toHaveLength(1);
    expect(mails[0]?.to).toEqual(["ann@ours.example", "bob@ours.example"]);
    expect(headersOf(mails[0] as Mail)).not.toHaveProperty("bcc");
  });

  test("with a password goes over TLS or not at all", async ({ redis, sender }) => {
    const plain = await startMailServer({ hideSTARTTLS: true, disabledCommands: ["STARTTLS"] });
    const tls = await startMailServer();
    const login = "me%40ours.example:p%40ss@127.0.0.1";
    await raiseNotice(redis, exhausted);

    const refused = sender(mailbox(`smtp://${login}:${plain.port}`));
    await refused.deliver();
    const untrusting = sender(mailbox(`smtp://${login}:${tls.port}`));
    untrusting.now += 5_000;
    await untrusting.deliver();
    const trusting = sender(mailbox(`smtp://${login}:${tls.port}?verify=false`));
    trusting.now += 60_000;
    await trusting.deliver();

    expect(plain.mails).toEqual([]);
    expect(tls.mails).toEqual([
      expect.objectContaining({ user: "me@ours.example", isSecure: true }),
    ]);
    expect(JSON.stringify(untrusting.logged)).not.toContain("p@ss");
  });

  test("with a wrong password is tried again later, and the log does not show it", async ({
    redis,
    sender,
  }) => {
    const { mails, port } = await startMailServer();
    const url = `smtp://me:wrong-password@127.0.0.1:${port}?verify=false`;
    const process = sender(mailbox(url));
    await raiseNotice(redis, exhausted);

    const report = await process.deliver();

    expect(report).toMatchObject({ pending: 1, nextTryAt: process.now + 5_000 });
    expect(mails).toEqual([]);
    const text = JSON.stringify(process.logged);
    expect(text).toContain("notices can't be delivered");
    expect(text).not.toContain("wrong-password");
  });

  test("by a server that says nothing is given up when the process stops", async ({
    redis,
    sender,
  }) => {
    const silent = createServer((socket) => void socket.on("error", () => undefined));
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const connected = new Promise((resolve) => silent.once("connection", resolve));
    const { port } = silent.address() as AddressInfo;
    const process = sender(mailbox(`smtp://127.0.0.1:${port}`));
    const stop = new AbortController();
    await raiseNotice(redis, exhausted);

    const delivering = process.deliver(stop.signal);
    await connected;
    stop.abort();

    expect(await delivering).toMatchObject({ pending: 1 });
    silent.close();
  });
});
