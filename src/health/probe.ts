import { z } from "zod";
import { underTimeLimit } from "../platform/time-limit.ts";

/** How a part was found; `skipped`: it is not used here, or can't be tried from here. */
export const ProbeResult = z.object({
  /** `redis`, `workers http`, `key openai-3fa91c`. */
  part: z.string(),
  status: z.enum(["ok", "failed", "skipped"]),
  says: z.string(),
  ms: z.int(),
});
export type ProbeResult = z.infer<typeof ProbeResult>;

/** Tries one part; throws when it does not work. */
export interface Probe {
  readonly part: string;
  readonly limitMs: number;
  try(signal: AbortSignal): Promise<string | Skipped>;
}

/** Why there is nothing to try. */
export interface Skipped {
  readonly skipped: string;
}

const mostChars = 300;

/** Tries a part within its time. What it says is one short line, without secrets of any address. */
export async function runProbe(probe: Probe, outer: AbortSignal): Promise<ProbeResult> {
  const began = performance.now();
  const ended = (status: ProbeResult["status"], says: string): ProbeResult => ({
    part: probe.part,
    status,
    says: says
      .replaceAll(/\s+/g, " ")
      .replaceAll(/\/\/[^/@\s]*@/g, "//…@")
      .slice(0, mostChars),
    ms: Math.round(performance.now() - began),
  });
  const limit = { ms: probe.limitMs, reason: () => undefined };
  try {
    const says = await underTimeLimit(outer, limit, (signal) =>
      Promise.race([probe.try(signal), untilAborted(signal, probe.limitMs)]),
    );
    return typeof says === "string" ? ended("ok", says) : ended("skipped", says.skipped);
  } catch (error) {
    return ended("failed", error instanceof Error ? error.message : String(error));
  }
}

function untilAborted(signal: AbortSignal, limitMs: number): Promise<never> {
  return new Promise((_resolve, reject) => {
    const give = () => reject(new Error(`no answer within ${limitMs} ms`));
    if (signal.aborted) give();
    else signal.addEventListener("abort", give, { once: true });
  });
}
