import { headline, linesOf, type Message } from "../message.ts";
import { slackText } from "../plain.ts";
import type { Channel } from "./channel.ts";
import type { PostJson } from "./post-json.ts";

const mostChars = 3_000;

/** An incoming webhook as Slack has it, and Mattermost, Rocket.Chat and Discord's `/slack` understand it. */
export function slackChannel(url: URL, post: PostJson): Channel {
  return {
    name: "slack",
    to: url.origin,
    isCapped: true,
    send: (message, signal) => post({ url, body: JSON.stringify(payloadOf(message)), signal }),
  };
}

/** Plain text: nothing in it is formatting, and no address in it is looked up for a preview. */
function payloadOf(message: Message) {
  const text = [`Assay: ${headline(message)}`, ...linesOf(message)].join("\n");
  return {
    text: slackText(text.slice(0, mostChars)),
    mrkdwn: false,
    unfurl_links: false,
    unfurl_media: false,
  };
}
