import { backoffMs } from "./backoff.ts";
import { hourMs } from "./hourly-cap.ts";
import type { Line, LineDeps } from "./line.ts";
import { moreMessage } from "./message.ts";

/** Tells in one message how many were held back by the hourly limit, at most once an hour. */
export async function sayMore(
  line: Line,
  { channels, now, random }: Pick<LineDeps, "channels" | "now" | "random">,
): Promise<void> {
  const { held, heldTold, heldSince, moreAt, moreTries, moreNotBefore } = line.state();
  const isSoon = moreAt !== null && now() - moreAt < hourMs;
  if (held === heldTold || isSoon || moreNotBefore > now() || !line.isOpen()) return;

  // The count is in the id: a repetition says the same, or has another id.
  const id = `more-${line.channel.name}-${heldSince ?? 0}-${held}`;
  const message = moreMessage({ id, count: held - heldTold, at: now() }, channels.publicUrl);
  const tries = moreTries + 1;
  line.change({ moreTries: tries, moreNotBefore: now() + backoffMs(tries, random()) });
  await line.save();
  const result = await line.attempt((signal) => line.channel.send(message, signal));
  if (result.outcome === "sent") {
    line.change({
      heldTold: held,
      heldSince: null,
      moreAt: now(),
      moreTries: 0,
      moreNotBefore: 0,
    });
  }
  await line.save();
}
