import type { Redis } from "ioredis";
import { z } from "zod";
import { globalKeys } from "../records/keys.ts";
import { Problem } from "./problem.ts";

const Entry = z.object({
  state: z.enum(["running", "done"]),
  fingerprint: z.string(),
  batch: z.string(),
  answer: z.string(),
});
type Entry = z.infer<typeof Entry>;

/** A key under way is renewed while its body arrives; a server that died frees it after this. */
const runningMs = 60_000;
/** How long a finished request is remembered. */
const doneMs = 7 * 24 * 3_600_000;

/** One use of an Idempotency-Key by the request that owns it. */
export interface IdempotentUse {
  /** Remembers the answer for the same key and body. */
  finish(fingerprint: string, batch: string, answer: string): Promise<void>;
  /** Frees the key: the request failed and may be sent again. */
  abandon(): Promise<void>;
}

/** Takes the key for this request, or returns the earlier answer to it; 409 while one is under way. */
export async function claimKey(redis: Redis, header: string): Promise<IdempotentUse | Entry> {
  const key = globalKeys.idempotency(readKey(header));
  const running: Entry = { state: "running", fingerprint: "", batch: "", answer: "" };
  const taken = await redis.set(key, JSON.stringify(running), "PX", runningMs, "NX");
  if (taken === null) {
    const text = await redis.get(key);
    if (text === null) return claimKey(redis, header);
    const entry = Entry.parse(JSON.parse(text));
    if (entry.state === "done") return entry;
    throw new Problem(
      "key_in_use",
      "wait for the first request, then send this again to see its answer",
    );
  }
  const renewal = setInterval(
    () => void redis.pexpire(key, runningMs).catch(() => undefined),
    runningMs / 3,
  );
  renewal.unref();
  return {
    async finish(fingerprint, batch, answer) {
      clearInterval(renewal);
      const done: Entry = { state: "done", fingerprint, batch, answer };
      await redis.set(key, JSON.stringify(done), "PX", doneMs);
    },
    async abandon() {
      clearInterval(renewal);
      await redis.del(key);
    },
  };
}

export function isEarlierAnswer(use: IdempotentUse | Entry): use is Entry {
  return "state" in use;
}

/** The draft standard quotes the key; many clients don't. */
function readKey(header: string): string {
  const key = header.trim().replace(/^"(.*)"$/, "$1");
  if (key === "" || key.length > 255) {
    throw new Problem("invalid_request", "Idempotency-Key must have 1 to 255 characters");
  }
  return key;
}
