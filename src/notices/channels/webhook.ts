import type { About, Message } from "../message.ts";
import type { Channel } from "./channel.ts";
import type { PostJson } from "./post-json.ts";
import { createSign } from "./signature.ts";

export interface WebhookSettings {
  readonly url: URL;
  /** The newest first; each of them signs. */
  readonly secrets: readonly string[];
  readonly now?: () => number;
}

/** A webhook of any receiver, with the headers and signature of Standard Webhooks. */
export function webhookChannel(
  { url, secrets, now = Date.now }: WebhookSettings,
  post: PostJson,
): Channel {
  const sign = createSign(secrets);
  const many = secrets.length > 1 ? `${secrets.length} secrets` : "a secret";
  return {
    name: "webhook",
    to: `${url.origin}, signed with ${many}`,
    isCapped: true,
    send(message, signal) {
      const { id } = message;
      const body = JSON.stringify(payloadOf(message));
      const timestampSeconds = Math.floor(now() / 1_000);
      const headers = {
        "webhook-id": id,
        "webhook-timestamp": String(timestampSeconds),
        "webhook-signature": sign({ id, timestampSeconds, body }),
      };
      return post({ url, body, headers, signal });
    },
  };
}

/** `data.event` is the message's own id, `data.notice` is the same for all that is told of a notice. */
function payloadOf({ id, kind, at, about, ...words }: Message) {
  return {
    type: `notice.${kind}`,
    timestamp: new Date(at).toISOString(),
    data: { event: id, ...words, ...(about !== null && aboutOf(about)) },
  };
}

function aboutOf({ id, since, previous: _previous, ...rest }: About) {
  return { notice: id, ...rest, since: new Date(since).toISOString() };
}
