import type { Delivery } from "./delivery.ts";
import type { Outbox } from "./outbox.ts";

const lookedBack = 20;

/**
 * Why a delivery has become pointless; `waits` while an earlier one about the same notice is still
 * to be sent, undefined when it is to be sent now. `all`: the channel's deliveries as they stand.
 */
export async function whySkip(
  delivery: Delivery,
  all: readonly Delivery[],
  outbox: Pick<Outbox, "find">,
): Promise<string | undefined> {
  const { notice, revision, tries, kind } = delivery;
  const others = all.filter((one) => one.notice === notice);
  const waiting = others.filter(({ state }) => state === "pending");
  if (waiting.some((one) => one.revision < revision)) return "waits";
  // What was tried may have arrived, so it is tried to the end; what was not, the next one replaces.
  if (tries > 0) return undefined;
  if (waiting.some((one) => one.revision > revision)) return "a later message says it";
  if (kind !== "resolved") return undefined;
  return (await wasTold(delivery, others, outbox)) ? undefined : "it was over before it was told";
}

/** Whether anything about the notice may have arrived; what is forgotten may have. */
async function wasTold(
  { notice, revision, channel }: Delivery,
  others: readonly Delivery[],
  outbox: Pick<Outbox, "find">,
): Promise<boolean> {
  const from = Math.max(1, revision - lookedBack);
  const events = Array.from({ length: revision - from }, (_, i) => `${notice}-${from + i}`);
  const stored = await outbox.find(channel, events);
  const earlier = events
    .map((event, i) => others.find((one) => one.event === event) ?? stored[i])
    .filter((one) => one !== undefined);
  return earlier.length === 0 || earlier.some((one) => one.tries > 0);
}
