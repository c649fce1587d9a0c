import type { Ask } from "../model-server/ask.ts";
import { blocksIn, linesOf } from "../model-server/shown-text.ts";

/** A piece of a page, as a question shows it. */
export interface ShownPiece {
  readonly document: string;
  readonly channel: string;
  readonly text: string;
}

/** A link that a question offers by number. */
export interface ShownLink {
  readonly number: number;
  readonly text: string;
  readonly path: string;
}

/** A quote as models hand it in. */
export interface SaidQuote {
  readonly document: string;
  readonly channel: string;
  readonly quote: string;
  readonly shows: string;
}

/** What a reader of pages answers. */
export interface SaidReading {
  readonly evidence: readonly SaidQuote[];
  readonly system: string | null;
  readonly tenant: string | null;
  readonly links: readonly number[];
  readonly paths: readonly string[];
}

export const nothingSaid: SaidReading = {
  evidence: [],
  system: null,
  tenant: null,
  links: [],
  paths: [],
};

/** The pieces of all documents in a question. */
export function piecesIn({ text }: Ask): ShownPiece[] {
  return blocksIn(text, /^d\d+$/).flatMap(({ name, text: block }) =>
    linesOf(block).flatMap((line) => {
      const [, channel = "", piece = ""] = /^\[([a-z_]+)\] (.*)$/s.exec(line) ?? [];
      return channel === "" ? [] : [{ document: name, channel, text: piece }];
    }),
  );
}

/** The links that a question offers. */
export function linksIn({ text }: Ask): ShownLink[] {
  return linesOf(blocksIn(text, "links").at(-1)?.text ?? "").flatMap((line) => {
    const [, number = "", said = "", path = ""] = /^(\d+)\. "(.*)" (\S+)$/.exec(line) ?? [];
    return number === "" ? [] : [{ number: Number(number), text: said, path }];
  });
}

/** The company that a question is about, by its domain. */
export function domainIn({ text }: Ask): string | undefined {
  return /, (\S+)$/.exec(blocksIn(text, "company")[0]?.text ?? "")?.[1];
}

/** Where a text is shown; the first document's text when it is nowhere. */
export function placeOf(ask: Ask, text: string): Pick<SaidQuote, "document" | "channel"> {
  const found = piecesIn(ask).find((piece) => piece.text.includes(text));
  return { document: found?.document ?? "d1", channel: found?.channel ?? "text" };
}

/** The page that tools showed last: its documents and its text. */
export function pageIn({
  text,
}: Ask): { main: string; requests: string | undefined; tree: string } | undefined {
  const at = text.lastIndexOf("<<<begin page ");
  const block = at === -1 ? undefined : blocksIn(text.slice(at), "page")[0];
  if (block === undefined) return undefined;
  const head = /Documents: (.*)\.\n$/.exec(text.slice(Math.max(0, at - 400), at))?.[1] ?? "";
  const documents = [...head.matchAll(/(d\d+) \((\w+)\)/g)].map(([, id = "", kind = ""]) => ({
    id,
    kind,
  }));
  return {
    main: documents.find(({ kind }) => kind === "page")?.id ?? "d1",
    requests: documents.find(({ kind }) => kind === "requests")?.id,
    tree: block.text,
  };
}

/** Elements of a page's tree: role, name, ref, and where links lead. */
export function elementsIn(
  tree: string,
): { role: string; name: string; ref: string; url: string | undefined }[] {
  const lines = linesOf(tree);
  return lines.flatMap((line, i) => {
    const [, role = "", json, ref = ""] =
      /^ *- '?([a-z]+)(?: ("(?:[^"\\]|\\.)*"))?[^\n]*?\[ref=((?:f\d+)?e\d+)\]/.exec(line) ?? [];
    if (ref === "") return [];
    const url = lines
      .slice(i + 1, i + 3)
      .map((each) => /^ *- \/url: "?'?(.*?)"?'?$/.exec(each)?.[1])
      .find((each) => each !== undefined);
    return [{ role, name: json === undefined ? "" : String(JSON.parse(json)), ref, url }];
  });
}

/** Whether a question is about numbered links alone. */
export function isAboutLinks({ schema }: Ask): boolean {
  return Object.hasOwn(schema?.["properties"] ?? {}, "numbers");
}
