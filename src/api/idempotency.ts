import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import { z } from "zod";
import { globalKeys } from "../records/keys.ts";
import { openBatch, type Places } from "../retention/find-batch.ts";
import { Problem } from "./problem.ts";

const Entry = z.object({
  state: z.enum(["running", "answered"]),
  /** Names the request that holds the key, so that no other frees it. */
  owner: z.string(),
  fingerprint: z.string(),
  batch: z.string(),
  answer: z.string(),
  /** Epoch ms. */
  at: z.number(),
});

/** What was answered to an earlier request with the same key. */
export type EarlierAnswer = Pick<z.infer<typeof Entry>, "fingerprint" | "batch" | "answer">;

/** A key under way is renewed while its body arrives; a server that died frees it after this. */
const runningMs = 60_000;
/** How long a finished request is remembered. */
const rememberedMs = 7 * 24 * 3_600_000;

/** One use of an Idempotency-Key by the request that owns it. */
export interface IdempotentUse {
  /**
   * Notes the answer for the same key and body. Called before the batch is sealed: from then on a
   * crash at any point leaves either a batch that never runs or a key that knows its batch.
   */
  note(answer: EarlierAnswer): Promise<void>;
  /** Frees the key: the request failed and may be sent again. */
  abandon(): Promise<void>;
  /** Lets go of the key and keeps what it holds. */
  end(): void;
}

/** Takes the key for this request, or returns the earlier answer to it; 409 while one is under way. */
export async function claimKey(
  places: Places,
  header: string,
): Promise<{ use: IdempotentUse } | { earlier: EarlierAnswer }> {
  const { redis } = places;
  const key = globalKeys.idempotency(readKey(header));
  const owner = randomUUID();
  const running = entryText({ state: "running", owner, fingerprint: "", batch: "", answer: "" });
  if ((await redis.set(key, running, "PX", runningMs, "NX")) !== null) {
    return { use: holdKey(redis, key, owner) };
  }
  const text = await redis.get(key);
  if (text === null) return claimKey(places, header);
  const entry = Entry.parse(JSON.parse(text));
  if (entry.state === "answered") {
    const status = (await openBatch(places, entry.batch))?.batch.status ?? "gone";
    if (status !== "receiving" && status !== "gone") return { earlier: entry };
    // Its server died between noting the answer and sealing the batch, which therefore never runs.
    if (Date.now() - entry.at > runningMs) {
      await freeKey(redis, key, entry.owner);
      return claimKey(places, header);
    }
  }
  throw new Problem(
    "key_in_use",
    "wait for the first request, then send this again to see its answer",
  );
}

function holdKey(redis: Redis, key: string, owner: string): IdempotentUse {
  // A renewal that fails is made up for by the next one; the key outlives two of them.
  const renewal = setInterval(
    () => void redis.pexpire(key, runningMs).catch(() => undefined),
    runningMs / 3,
  );
  renewal.unref();
  return {
    async note(answer) {
      clearInterval(renewal);
      const { fingerprint, batch, answer: text } = answer;
      const entry = entryText({ state: "answered", owner, fingerprint, batch, answer: text });
      await redis.set(key, entry, "PX", rememberedMs);
    },
    async abandon() {
      clearInterval(renewal);
      await freeKey(redis, key, owner);
    },
    end: () => clearInterval(renewal),
  };
}

async function freeKey(redis: Redis, key: string, owner: string): Promise<void> {
  const text = await redis.get(key);
  if (text !== null && Entry.parse(JSON.parse(text)).owner === owner) await redis.del(key);
}

function entryText(entry: Omit<z.infer<typeof Entry>, "at">): string {
  return JSON.stringify({ ...entry, at: Date.now() });
}

/** The draft standard quotes the key; many clients don't. */
function readKey(header: string): string {
  const key = header.trim().replace(/^"(.*)"$/, "$1");
  if (key === "" || key.length > 255) {
    throw new Problem("invalid_request", "Idempotency-Key must have 1 to 255 characters");
  }
  return key;
}
