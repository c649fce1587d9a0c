import type { Redis } from "ioredis";
import type { Line, LineDeps } from "./line.ts";
import { messageOf } from "./message.ts";
import { listNotices } from "./notices.ts";

const everyMs = 60_000;

/** Says again what stands, to a receiver that would think it over otherwise. */
export async function keepAlive(
  redis: Redis,
  line: Line,
  { channels, now }: Pick<LineDeps, "channels" | "now">,
): Promise<void> {
  const { keepAlive: say } = line.channel;
  const { aliveAt } = line.state();
  if (!say || !line.isOpen()) return;
  if (aliveAt !== null && now() - aliveAt < everyMs) return;
  const standing = (await listNotices(redis)).map((notice) => {
    const id = `${notice.id}-${notice.revision}`;
    const event = { id, kind: "raised", at: notice.toldAt, severityBefore: null, notice } as const;
    return messageOf(event, channels.publicUrl);
  });
  if (standing.length === 0) return;
  const result = await line.attempt((signal) => say(standing, signal));
  if (result.outcome === "sent") line.change({ aliveAt: now() });
  await line.save();
}
