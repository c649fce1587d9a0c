import type { Handoff } from "../../domain/handoff.ts";
import type { AgentSpec } from "../../specs/kit.ts";
import { systemPrompt } from "../../specs/prompt.ts";
import type { AttemptReport } from "../agent.ts";
import { isCareersKind } from "../page/link-rank.ts";
import type { Desk } from "../reading/desk.ts";
import { contentHash, documentsOf } from "../reading/documents.ts";
import { markedBlock } from "../reading/marked.ts";
import { rejectionsFor } from "../reading/rejections.ts";
import { renderDocuments } from "../reading/render-documents.ts";
import { chooseSlices } from "../reading/slices.ts";
import { withoutAnswer } from "../reading/without-answer.ts";
import { linksToOffer } from "./ask-links.ts";
import type { Candidate, Checked } from "./candidates.ts";
import type { Catalogue } from "./catalogue-index.ts";
import { ReadingAnswer, readingSchema } from "./model-answers.ts";
import { atsRelevance } from "./reading-words.ts";
import { answered, unproven } from "./report.ts";
import type { Search } from "./search.ts";
import type { Settling } from "./settle.ts";
import { type Taken, takeReading } from "./take-reading.ts";
import { type Pace, walk } from "./walk.ts";

const mostDocuments = 8;
/** Share of a question's tokens that the list of links may take. */
const shareOfLinks = 0.2;

export interface Reading {
  readonly spec: AgentSpec;
  readonly desk: Desk;
  readonly handoff: Handoff;
  /** How the search goes on with what a model pointed at. */
  readonly pace: Pace;
  /** What patterns came to. */
  readonly settling: Settling;
}

/**
 * Shows a model the pages that patterns could not settle. What it quotes is read by the catalogue,
 * what it points at is visited; then patterns decide again. Asked once more only when new pages
 * came of it.
 */
export async function readWithModel(search: Search, reading: Reading): Promise<AttemptReport> {
  const { desk, pace } = reading;
  let { settling } = reading;
  let taken: Taken | undefined;
  for (let calls = 0; calls < desk.limits.maxCalls; calls += 1) {
    const shown = material(search, desk);
    if (shown.documents.length === 0) break;
    const reply = await desk.ask({
      step: calls === 0 ? "read" : `read-${calls + 1}`,
      system: systemPrompt(reading.spec, instructions(search.catalogue)),
      user: question(search, reading, shown),
      schemaName: readingSchema,
      schema: ReadingAnswer,
      shown: shown.documents.map(({ snapshot }) => contentHash(snapshot)),
    });
    if (reply?.kind !== "ok") {
      // What weak leads left to the model is theirs now.
      settling = await walk(search, pace);
      return settling.resolution.kind === "settled"
        ? answered(search, settling)
        : withoutAnswer(reply, unproven(search, settling, "classifier"), desk);
    }
    const before = search.pages.length;
    const pattern = settling;
    taken = takeReading(reply.value, shown, search, desk);
    settling = await walk(search, pace);
    const rival = rivalOf(taken, pattern, settling);
    if (rival !== undefined) return contradicted(search, settling, { desk, taken, rival });
    if (settling.resolution.kind === "settled") {
      const report: AttemptReport = { ...answered(search, settling), origin: "model" };
      return desk.sign(report, { stop: "submitted", why: said(taken, shown.documents.length) });
    }
    if (search.pages.length === before) break;
  }
  const report = unproven(search, settling, "classifier");
  if (taken === undefined) return report;
  const stop = taken.stood + taken.followed + taken.refused === 0 ? "gave_up" : "no_progress";
  return desk.sign(report, {
    stop,
    why: said(taken, Math.min(search.pages.length, mostDocuments)),
  });
}

type Material = ReturnType<typeof material>;

/** Careers pages first: what stands there counts most. */
function material(search: Search, desk: Desk) {
  const { maxPromptTokens } = desk.limits;
  const readable = search.pages.filter(({ kind }) => kind !== "noise");
  const ordered = readable.toSorted(
    (a, b) => Number(isCareersKind(b.kind)) - Number(isCareersKind(a.kind)),
  );
  const documents = documentsOf(
    ordered.map(({ visit, kind }) => ({ page: visit.page, kind })),
    mostDocuments,
  );
  const offered = linksToOffer(search, Math.floor(maxPromptTokens * shareOfLinks));
  const relevance = atsRelevance(search.catalogue, search.subject);
  const slices = chooseSlices(
    documents,
    relevance,
    Math.floor(maxPromptTokens * (1 - shareOfLinks)),
  );
  return { documents, offered, slices };
}

function question(
  { subject }: Search,
  { handoff, settling }: Reading,
  { documents, offered, slices }: Material,
): string {
  const seen = settling.checked
    .slice(0, 8)
    .map(({ candidate, check }) => `${nameOf(candidate)}: ${check.life}, owner ${check.identity}`);
  return [
    markedBlock("company", `${subject.company ?? "(name unknown)"}, ${subject.domain}`),
    rejectionsFor(handoff),
    seen.length === 0
      ? "Patterns recognised no system on these pages."
      : `What patterns recognised, and what the vendors answered:\n${markedBlock("recognised", seen.join("\n"))}`,
    "The documents, in pieces, each with the channel that it may be quoted from:",
    renderDocuments(documents, slices),
    offered.length === 0 ? "" : "Links that nobody has followed:",
    offered.length === 0 ? "" : markedBlock("links", offered.map(({ line }) => line).join("\n")),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function nameOf({ system, tenant }: Candidate): string {
  return `${system.id}/${tenant ?? "?"}`;
}

function instructions({ ids }: Catalogue) {
  return {
    task: "Pages of one company were read, and patterns could not prove which recruiting system keeps its applications. Find the places that show it: an address of a vendor that the company itself uses for its own jobs. Where the pages only point further, name what to read next.",
    rules: [
      "evidence: each item names one document (d1), one channel as printed before the piece, a quote copied character by character from that piece (8 to 300 characters, without the channel and the remark behind it), and in `shows` the id of the system that stands there. Quote the whole address.",
      "system: the id of the one system that the quotes show, or null. A talent community, a job board, a front end or another company's board is not it. Two that stand on equal ground: null.",
      "tenant: as the quoted address writes it, or null.",
      "links: numbers of listed links worth reading next, at most three. paths: paths on the company's own site that its code names or puts together, at most three.",
      `The catalogue's ids: ${ids.join(" ")}`,
    ],
  };
}

/** The system of record that speaks against the model's word, if there is one. */
function rivalOf({ named }: Taken, before: Settling, after: Settling): Checked | undefined {
  if (named === undefined) return undefined;
  if (after.resolution.kind === "settled") {
    const { winner } = after.resolution;
    if (winner.candidate.system !== named) return winner;
  }
  const alive = before.checked.filter(isPlausible);
  return alive.some(({ candidate }) => candidate.system === named) ? undefined : alive[0];
}

function isPlausible({ candidate, check }: Checked): boolean {
  return (
    candidate.system.role === "system" &&
    candidate.standing >= 2 &&
    check.life !== "dead" &&
    check.identity !== "mismatch"
  );
}

/** Patterns and model name different systems: nobody wins here. */
function contradicted(
  search: Search,
  settling: Settling,
  { desk, taken, rival }: { desk: Desk; taken: Taken; rival: Checked },
): AttemptReport {
  const why = `patterns point to ${rival.candidate.system.name}, a model to ${taken.named?.name ?? "another"}`;
  const report = unproven(search, settling, "classifier", { reason: "conflict", why });
  return desk.sign(report, { stop: "no_progress", why: said(taken, search.pages.length) });
}

function said({ named, stood, refused, followed, example }: Taken, documents: number): string {
  const name = named === undefined ? "named no system" : `named ${named.name}`;
  const quotes = `${stood} of ${stood + refused} quotes stood`;
  const shown = example === undefined ? "" : ` ("${example}")`;
  const ways = followed === 0 ? "" : ` and pointed at ${followed} more addresses`;
  return `A model read ${documents} documents, ${name}, ${quotes}${shown}${ways}.`;
}
