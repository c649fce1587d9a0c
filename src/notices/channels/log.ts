import type { Logger } from "pino";
import type { Message } from "../message.ts";
import type { Channel } from "./channel.ts";

/** One log line per message: `error` for what is critical, `warn` otherwise, `info` when it is over. */
export function logChannel(log: Pick<Logger, "info" | "warn" | "error">): Channel {
  return {
    name: "log",
    to: "the process's own log",
    isCapped: false,
    async send(message) {
      log[levelOf(message)](fieldsOf(message), `notice ${message.kind}`);
      return { outcome: "sent", detail: "written" };
    },
  };
}

function levelOf({ kind, severity }: Message): "info" | "warn" | "error" {
  if (kind === "resolved" || kind === "test") return "info";
  return severity === "critical" ? "error" : "warn";
}

function fieldsOf({ id, severity, title, text, decide, link, about }: Message) {
  return {
    notice: id,
    severity,
    title,
    text,
    ...(decide !== null && { decide }),
    ...(link !== null && { link }),
    ...(about !== null && {
      cause: about.cause,
      subject: about.subject,
      since: new Date(about.since).toISOString(),
      facts: about.facts,
      ...(about.did !== null && { did: about.did }),
    }),
  };
}
