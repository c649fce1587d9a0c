import type { ChannelState } from "./delivery.ts";

export const hourMs = 3_600_000;
/** More messages than these in an hour are a storm: nobody reads them one by one. */
export const mostAnHour = 20;

/** When messages went out within the last hour. */
export function sentInLastHour({ sentAt }: Pick<ChannelState, "sentAt">, now: number): number[] {
  return sentAt.filter((at) => now - at < hourMs).slice(-mostAnHour);
}

/** Whether a channel that people read had as many messages as they can take. */
export function isCapReached(state: Pick<ChannelState, "sentAt">, now: number): boolean {
  return sentInLastHour(state, now).length >= mostAnHour;
}
