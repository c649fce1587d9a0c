import { causes, type NoticeCause, type Severity } from "./causes.ts";
import type { Facts, Notice, NoticeEvent } from "./notice.ts";

/** One thing to tell, as every channel gets it. */
export interface Message {
  /** The same each time that it is sent: receivers know a repetition by it. */
  readonly id: string;
  readonly kind: "raised" | "worse" | "resolved" | "more" | "test";
  /** Epoch ms. */
  readonly at: number;
  readonly severity: Severity;
  readonly title: string;
  readonly text: string;
  readonly decide: string | null;
  /** A page about it, when Assay knows its own address. */
  readonly link: string | null;
  /** What it is told about; null for what is about the channel itself. */
  readonly about: About | null;
}

export interface About {
  readonly id: string;
  readonly cause: NoticeCause;
  readonly subject: string;
  readonly batch: string | null;
  readonly did: string | null;
  readonly facts: Facts;
  /** Epoch ms. */
  readonly since: number;
  readonly severityBefore: Severity | null;
  /** Of the message before this one, when there is one. */
  readonly previous: string | null;
}

/** The page that shows what a notice is about. */
export function linkOf(
  { cause, batch }: Pick<Notice, "cause" | "batch">,
  publicUrl: string | undefined,
): string | null {
  if (publicUrl === undefined) return null;
  const { page } = causes[cause];
  if (page === "keys") return pageOf(publicUrl, "keys");
  return pageOf(publicUrl, batch === null ? "notices" : `batches/${encodeURIComponent(batch)}`);
}

function pageOf(publicUrl: string, path: string): string {
  return `${publicUrl.replace(/\/+$/, "")}/${path}`;
}

/** What an event says. */
export function messageOf(event: NoticeEvent, publicUrl: string | undefined): Message {
  const { id, kind, at, severityBefore, notice } = event;
  const { cause, subject, batch, did, facts, raisedAt, revision } = notice;
  return {
    id,
    kind,
    at,
    severity: notice.severity,
    title: causes[cause].title,
    text: notice.text,
    // What is over needs no decision.
    decide: kind === "resolved" ? null : notice.decide,
    link: linkOf(notice, publicUrl),
    about: {
      id: notice.id,
      cause,
      subject,
      batch,
      did,
      facts,
      since: raisedAt,
      severityBefore,
      previous: revision > 1 ? `${notice.id}-${revision - 1}` : null,
    },
  };
}

/** One message for all those that the hourly limit held back. */
export function moreMessage(
  more: { readonly id: string; readonly count: number; readonly at: number },
  publicUrl: string | undefined,
): Message {
  const { id, count, at } = more;
  return {
    id,
    kind: "more",
    at,
    severity: "warning",
    title: `${count} more notice${count === 1 ? "" : "s"}`,
    text: `${count} more thing${count === 1 ? "" : "s"} happened than are told one by one within an hour.`,
    decide: "Look at the list of notices: `assay notices`, or GET /notices.",
    link: publicUrl === undefined ? null : pageOf(publicUrl, "notices"),
    about: null,
  };
}

/** Shows that a channel works. */
export function testMessage(id: string, at: number, publicUrl: string | undefined): Message {
  return {
    id,
    kind: "test",
    at,
    severity: "warning",
    title: "A test",
    text: "Assay was asked to try this channel. Notices will come here.",
    decide: "Nothing.",
    link: publicUrl === undefined ? null : pageOf(publicUrl, "notices"),
    about: null,
  };
}

/** A message in one line: `critical: A batch has reached its money ceiling: b-123`. */
export function headline({ kind, severity, title, about }: Message): string {
  const what = about === null ? title : `${title}: ${about.subject}`;
  if (kind === "resolved") return `resolved: ${what}`;
  return kind === "worse" ? `worse, ${severity}: ${what}` : `${severity}: ${what}`;
}

/** A message in plain lines, for people. */
export function linesOf(message: Message): string[] {
  const { text, decide, link, about, at, kind } = message;
  const facts = Object.entries(about?.facts ?? {}).map(([name, value]) => `${name}: ${value}`);
  return [
    text,
    about === null
      ? ""
      : `Since ${iso(about.since)}${kind === "resolved" ? `, over ${iso(at)}` : ""}`,
    facts.join(", "),
    about?.did ? `Assay already did: ${about.did}` : "",
    decide === null ? "" : `To decide: ${decide}`,
    link === null ? "" : `See ${link}`,
  ].filter(Boolean);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
