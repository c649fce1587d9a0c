import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Redis } from "ioredis";
import { z } from "zod";
import { luaScript } from "../../platform/lua-script.ts";

/** A tool call that a risk rule marked `ask`. */
export interface ApprovalRequest {
  readonly rule: string;
  readonly tool: string;
  readonly input: unknown;
  readonly detail: string;
}

/** Tool calls that wait for a person. */
export interface Approvals {
  /** The decision on exactly this call of this record, asking for one when there is none yet. */
  decisionOn(request: ApprovalRequest): Promise<"allowed" | "denied" | "waiting">;
}

const decisions = ["allowed", "denied"] as const;
export type Decision = (typeof decisions)[number];

const Approval = z.strictObject({
  id: z.string(),
  record: z.string(),
  rule: z.string(),
  tool: z.string(),
  /** As the call will be run when it is allowed. A model chose it: show it as text. */
  input: z.json(),
  detail: z.string(),
  /** Epoch ms. */
  askedAt: z.int(),
  /** `null` while it waits. */
  decision: z.enum(decisions).nullable(),
  decidedAt: z.int().nullable(),
});
/** A question to a person, and the answer if there is one. */
export type Approval = z.infer<typeof Approval>;

/** Questions and answers are forgotten after this long; a row that still waits asks again. */
const keptMs = 7 * 24 * 3_600_000;

/** Zset of the ids by the time they were asked. */
const listKey = "assay:{approvals}";
const keyOf = (id: string): string => `assay:{approvals}:${id}`;

const ask = luaScript(readFileSync(new URL("lua/ask.lua", import.meta.url), "utf8"));
const decide = luaScript(readFileSync(new URL("lua/decide.lua", import.meta.url), "utf8"));

/** The approvals of one record. */
export function createApprovals(
  redis: Redis,
  record: string,
  now: () => number = Date.now,
): Approvals {
  return {
    async decisionOn(request) {
      const id = approvalId(record, request);
      const { rule, tool, input, detail } = request;
      const question = JSON.stringify({ record, rule, tool, input, detail });
      const reply = await ask(redis, [keyOf(id), listKey], [id, question, now(), keptMs]);
      return z.enum([...decisions, "waiting"]).parse(reply);
    },
  };
}

/** Every question of the last week, the oldest first, those that are answered too. */
export async function listApprovals(
  redis: Redis,
  now: () => number = Date.now,
): Promise<readonly Approval[]> {
  await redis.zremrangebyscore(listKey, "-inf", String(now() - keptMs));
  const ids = await redis.zrange(listKey, 0, "-1");
  const stored = await Promise.all(ids.map((id) => redis.hgetall(keyOf(id))));
  return stored.flatMap((fields, index) => readApproval(ids[index] ?? "", fields));
}

/** Answers a question, once: the decision that stood before stays. `unknown`: there is no such question (any more). */
export async function decideApproval(
  redis: Redis,
  id: string,
  decision: Decision,
  now: () => number = Date.now,
): Promise<"decided" | Decision | "unknown"> {
  const reply = await decide(redis, [keyOf(id)], [decision, now()]);
  return z.enum(["decided", ...decisions, "unknown"]).parse(reply);
}

/** The same call of the same record is the same question, whoever works on it. */
function approvalId(record: string, { tool, input }: ApprovalRequest): string {
  return createHash("sha256")
    .update(JSON.stringify([record, tool, sorted(input)]))
    .digest("hex")
    .slice(0, 24);
}

function sorted(input: unknown): unknown {
  if (typeof input !== "object" || input === null) return input;
  return Object.entries(input).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function readApproval(id: string, fields: Record<string, string>): Approval[] {
  const { question, askedAt, decision, decidedAt } = fields;
  if (question === undefined) return []; // aged out
  return [
    Approval.parse({
      id,
      ...(JSON.parse(question) as object),
      askedAt: Number(askedAt),
      decision: decision ?? null,
      decidedAt: decidedAt === undefined ? null : Number(decidedAt),
    }),
  ];
}
