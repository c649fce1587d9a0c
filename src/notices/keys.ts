/** Where notices lie in Redis; one hash tag, because scripts touch several of these at once. */
const tag = "assay:{notices}";

export const noticeKeys = {
  /** Hash of those that stand: "<cause> <subject>" -> Notice. */
  standing: tag,
  /** Zset of the same fields by when they were raised. */
  order: `${tag}:order`,
  /** Stream of NoticeEvent: the history, and what channels read. */
  events: `${tag}:events`,
  /** Hash: "<channel> <event>" -> Delivery. */
  deliveries: `${tag}:deliveries`,
  /** Zset of deliveries that ended, by when: the oldest are forgotten. */
  ended: `${tag}:ended`,
  /** Hash: channel -> ChannelState. */
  channels: `${tag}:channels`,
  /** Who sends at the moment. */
  sender: `${tag}:sender`,
} as const;

/** Zset of one channel's deliveries that wait, by when they are tried next. */
export function pendingKey(channel: string): string {
  return `${tag}:pending:${channel}`;
}
