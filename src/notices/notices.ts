import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Redis } from "ioredis";
import { z } from "zod";
import { luaScript } from "../platform/lua-script.ts";
import { causes, type NoticeCause, noticeCauses, severities, type Severity } from "./causes.ts";
import { noticeKeys } from "./keys.ts";
import {
  type Facts,
  mostTextChars,
  Notice,
  NoticeEvent,
  plainFacts,
  plainSubject,
} from "./notice.ts";
import { plainLine } from "./plain.ts";

export { noticeCauses, type Notice, type NoticeCause };

/** More than these never stand at once, and the history is no longer. */
const mostStanding = 1_000;
const mostEvents = 1_000;

const script = (name: string) =>
  luaScript(readFileSync(new URL(`lua/${name}.lua`, import.meta.url), "utf8"));
const raise = script("raise");
const resolve = script("resolve");

/** What a notice is told with. Texts are Assay's own words: nothing from pages or models goes in. */
export interface NoticeDraft {
  readonly cause: NoticeCause;
  /** What it is about; with a batch's cause its first word is the batch's id. */
  readonly subject: string;
  /** What happened, in one sentence or two. */
  readonly text: string;
  /** Unset: the cause's own. */
  readonly severity?: Severity | undefined;
  /** Unset: the cause's own sentence. */
  readonly decide?: string | undefined;
  /** What Assay already did about it. */
  readonly did?: string | undefined;
  /** The batch to look at, when the subject does not say it. */
  readonly batch?: string | undefined;
  readonly facts?: Facts | undefined;
  /** Numbers of it that are worse when they are larger: a doubled one is told again. */
  readonly worsens?: Readonly<Record<string, number>> | undefined;
}

const Raised = z.enum(["raised", "worse", "stands"]);

/**
 * Tells a person, once. While the same cause stands for the same subject it is only brought up to
 * date (`stands`), unless its severity rose or a number of `worsens` doubled since it was last told
 * (`worse`).
 */
export async function raiseNotice(
  redis: Redis,
  draft: NoticeDraft,
): Promise<z.infer<typeof Raised>> {
  const stored = storedForm(draft);
  const { standing, order, events } = noticeKeys;
  return Raised.parse(
    await raise(
      redis,
      [standing, order, events],
      [
        fieldOf(draft),
        JSON.stringify(stored),
        JSON.stringify(severities),
        mostStanding,
        mostEvents,
      ],
    ),
  );
}

function storedForm(draft: NoticeDraft) {
  const { cause, did, worsens = {}, facts = {} } = draft;
  const words = causes[cause];
  const subject = plainSubject(draft.subject);
  const batch = draft.batch ?? (words.page === "batch" ? subject.split(" ")[0] : undefined);
  return {
    id: randomBytes(8).toString("hex"),
    cause,
    subject,
    severity: draft.severity ?? words.severity,
    text: plainLine(draft.text, mostTextChars),
    decide: plainLine(draft.decide ?? words.decide, mostTextChars),
    did: did === undefined ? null : plainLine(did, mostTextChars),
    batch: batch === undefined ? null : plainSubject(batch),
    facts: JSON.stringify(plainFacts({ ...facts, ...worsens })),
    worsens: Object.fromEntries(
      Object.entries(worsens).filter(([, number]) => Number.isFinite(number)),
    ),
  };
}

/** The matter is settled, which is told once; the next time counts anew. False when none stood. */
export async function resolveNotice(
  redis: Redis,
  notice: Pick<NoticeDraft, "cause" | "subject">,
): Promise<boolean> {
  const { standing, order, events } = noticeKeys;
  const reply = await resolve(redis, [standing, order, events], [fieldOf(notice), mostEvents]);
  return reply === "resolved";
}

function fieldOf({ cause, subject }: Pick<NoticeDraft, "cause" | "subject">): string {
  return `${cause} ${plainSubject(subject)}`;
}

/** Every notice that stands, the oldest first. */
export async function listNotices(redis: Redis): Promise<Notice[]> {
  const stored = await redis.hvals(noticeKeys.standing);
  return stored
    .map((text) => Notice.parse(JSON.parse(text)))
    .toSorted((a, b) => a.raisedAt - b.raisedAt || (a.subject < b.subject ? -1 : 1));
}

/** An event and its place in the history. */
export interface PlacedEvent {
  readonly place: string;
  readonly event: NoticeEvent;
}

/** What there was to tell since a place in the history, the oldest first, only so many. */
export async function noticeEvents(
  redis: Redis,
  { after, most = mostEvents }: { readonly after?: string; readonly most?: number } = {},
): Promise<PlacedEvent[]> {
  const from = after === undefined ? "-" : `(${after}`;
  const entries = await redis.xrange(noticeKeys.events, from, "+", "COUNT", most);
  return entries.map(([place, [, text = ""]]) => ({
    place,
    event: NoticeEvent.parse(JSON.parse(text)),
  }));
}

/** Notices that were resolved, as far back as the history goes, the one resolved last first. */
export async function listResolved(
  redis: Redis,
): Promise<{ readonly notice: Notice; readonly resolvedAt: number }[]> {
  const events = await noticeEvents(redis);
  return events
    .filter(({ event }) => event.kind === "resolved")
    .map(({ event: { notice, at } }) => ({ notice, resolvedAt: at }))
    .toReversed();
}
