import { createTransport } from "nodemailer";
import { scrubber } from "../../platform/log.ts";
import { headline, linesOf, type Message } from "../message.ts";
import { plainLine } from "../plain.ts";
import type { Channel } from "./channel.ts";
import { sendTimeoutMs } from "./post-json.ts";
import type { SmtpServer } from "./smtp-server.ts";

export interface EmailSettings {
  readonly server: SmtpServer;
  readonly from: string;
  readonly to: readonly string[];
}

const mostSubjectChars = 150;

/** Plain text by SMTP, straight to the operator's mail server. */
export function emailChannel({ server, from, to }: EmailSettings): Channel {
  const domain = /@([a-z0-9.-]+)>?$/i.exec(from)?.[1] ?? "assay";
  const scrub = scrubber([server.auth?.pass]);
  return {
    name: "email",
    to: `${to.length} ${to.length === 1 ? "address" : "addresses"} by ${server.host}:${server.port}`,
    isCapped: true,
    async send(message, signal) {
      const mailer = createTransport({ ...server, ...limits });
      const patience = rejectOn(signal);
      try {
        await Promise.race([mailer.sendMail(mailOf(message, { from, to, domain })), patience.over]);
        return { outcome: "sent", detail: "accepted" };
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        const detail = plainLine(scrub(why), 200);
        return { outcome: "failed", detail, retryAfterMs: null };
      } finally {
        patience.end();
        mailer.close();
      }
    },
  };
}

const limits = {
  connectionTimeout: sendTimeoutMs,
  greetingTimeout: sendTimeoutMs,
  socketTimeout: sendTimeoutMs,
  dnsTimeout: sendTimeoutMs,
  // A message is text of ours: nothing in it names a file or an address to attach.
  disableFileAccess: true,
  disableUrlAccess: true,
};

function mailOf(
  message: Message,
  { from, to, domain }: { from: string; to: readonly string[]; domain: string },
) {
  const { id, about } = message;
  const previous = about?.previous ?? null;
  return {
    from,
    to: [...to],
    subject: plainLine(`[Assay] ${headline(message)}`, mostSubjectChars),
    text: `${linesOf(message).join("\n\n")}\n`,
    messageId: `<${id}@${domain}>`,
    ...(previous !== null && {
      inReplyTo: `<${previous}@${domain}>`,
      references: [`<${previous}@${domain}>`],
    }),
    headers: { "Auto-Submitted": "auto-generated", "X-Assay-Notice": id },
  };
}

/** The mailer knows no signal: this gives up on it in time. */
function rejectOn(signal: AbortSignal) {
  const { promise: over, reject } = withReject();
  const giveUp = () => reject(new Error(`not accepted within ${sendTimeoutMs / 1_000} s`));
  const timer = setTimeout(giveUp, sendTimeoutMs);
  signal.addEventListener("abort", giveUp, { once: true });
  over.catch(() => undefined); // it may come when nobody waits any more
  return {
    over,
    end() {
      clearTimeout(timer);
      signal.removeEventListener("abort", giveUp);
    },
  };
}

function withReject() {
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<never>((_, no) => {
    reject = no;
  });
  return { promise, reject };
}
