import type { HostVerdict } from "./politeness.ts";

/** What a response says about asking its host again. */
export function verdictOf(status: number, retryAfter: string, nowMs: number): HostVerdict {
  if (status !== 429 && status !== 503) return status < 500 ? "ok" : "none";
  const waitMs = /^\d{1,9}$/.test(retryAfter.trim())
    ? Number(retryAfter) * 1_000
    : Date.parse(retryAfter) - nowMs;
  return Number.isFinite(waitMs) && waitMs > 0 ? Math.ceil(waitMs) : "refused";
}
