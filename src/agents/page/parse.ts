import { Tokenizer } from "htmlparser2";
import type { Snapshot } from "../../domain/snapshot.ts";
import { joinRanges, isInside, type Range, templateComments } from "./comments.ts";
import { unescapeHtml } from "./entities.ts";
import type { Page, Place, Region } from "./page.ts";
import { regions } from "./page.ts";
import { type Attribute, createCollector } from "./collect.ts";

const landmarks: ReadonlySet<string> = new Set(regions);
const headings: ReadonlySet<string> = new Set(["h1", "h2", "h3", "h4"]);
/** Code shown to the reader, and what browsers keep aside: nothing in there is live. */
const quoted: ReadonlySet<string> = new Set(["pre", "code", "textarea", "xmp", "template"]);
const kept: ReadonlySet<string> = new Set([
  ...regions,
  ...headings,
  ...quoted,
  "noscript",
  "a",
  "button",
  "title",
  "script",
  "style",
]);

/**
 * Reads a page's source in one pass, without building a tree. Never fails: whatever the source
 * is, what can be found in it is found, and every span stands verbatim in `snapshot.text`.
 */
export function parsePage(snapshot: Snapshot): Page {
  const source = snapshot.text;
  const dead: Range[] = templateComments(source);
  const deadMarkup = joinRanges(dead);
  const collector = createCollector();
  /** Open elements among those that matter here, outermost first. */
  const open: { readonly name: string; readonly start: number; text: string }[] = [];
  const textRanges: Range[] = [];
  const headingTexts: string[] = [];
  let heading = "";
  let title = "";
  let textLength = 0;
  let tag = "";
  let tagStart = 0;
  let attributes: Attribute[] = [];
  let attributeName = "";
  let valueStart = -1;
  let valueEnd = -1;

  const isOpen = (name: string) => open.some((element) => element.name === name);

  function place(): Place {
    let region: Region = "body";
    let noscript = false;
    for (const { name } of open) {
      if (landmarks.has(name)) region = name as Region;
      else if (name === "noscript") noscript = true;
    }
    return { region, heading, noscript };
  }

  function opened(end: number): void {
    const name = tag;
    tag = "";
    if (name === "" || isInside(deadMarkup, tagStart)) return;
    // A link ends where the next one begins.
    if (name === "a") closed("a", tagStart - 1);
    if (kept.has(name) && open.length < 200) open.push({ name, start: end + 1, text: "" });
    // A declarative shadow root is shown; any other template is not.
    if (
      name === "template" &&
      attributes.some((attribute) => attribute.name.startsWith("shadowroot"))
    )
      open.pop();
    if (open.some((element) => quoted.has(element.name))) return;
    collector.element(name, attributes, place);
    if (name === "img" || name === "svg") label();
  }

  /** What a picture says of itself is part of the text of the link around it. */
  function label(): void {
    const anchor = open.findLast(({ name }) => name === "a" || name === "button");
    const alt = attributes.find(
      ({ name }) => name === "alt" || name === "aria-label" || name === "title",
    );
    if (anchor !== undefined && alt !== undefined) anchor.text += ` ${alt.raw}`;
  }

  function closed(name: string, end: number): void {
    const index = open.findLastIndex((element) => element.name === name);
    if (index === -1) return;
    // Whatever was left open inside ends here too.
    for (const element of open.splice(index).toReversed())
      finish(element.name, element.start, element.text, end);
  }

  function finish(name: string, start: number, text: string, end: number): void {
    if (name === "a") collector.linkText(clean(text));
    else if (name === "title" && title === "") title = clean(text);
    else if (headings.has(name)) {
      heading = clean(text).slice(0, 200);
      if (heading !== "" && headingTexts.length < 100) headingTexts.push(heading);
    } else if (name === "script") {
      dead.push(...collector.script(source, start, end));
    } else if (quoted.has(name)) dead.push([start, end]);
  }

  function text(start: number, end: number): void {
    const inner = open.at(-1)?.name;
    if (inner === "script" || inner === "style" || inner === "template") return;
    const raw = source.slice(start, end);
    const length = raw.trim().length;
    if (length === 0 || isInside(deadMarkup, start)) return;
    for (const element of open) {
      if (element.text.length < 500 && takesText(element.name)) element.text += ` ${raw}`;
    }
    if (inner === "title" || isOpen("noscript") || isOpen("textarea")) return;
    textRanges.push([start, end]);
    textLength += length;
  }

  const nothing = () => {};
  const tokenizer = new Tokenizer(
    { decodeEntities: false },
    {
      onopentagname(start, end) {
        tag = source.slice(start, end).toLowerCase();
        tagStart = start;
        attributes = [];
      },
      onattribname(start, end) {
        attributeName = source.slice(start, end).toLowerCase();
        valueStart = -1;
      },
      onattribdata(start, end) {
        if (valueStart === -1) valueStart = start;
        valueEnd = end;
      },
      onattribend() {
        const raw = valueStart === -1 ? "" : source.slice(valueStart, valueEnd);
        if (attributes.length < 60)
          attributes.push({ name: attributeName, raw, start: Math.max(valueStart, 0) });
        valueStart = -1;
      },
      onopentagend: opened,
      onselfclosingtag(end) {
        const name = tag;
        opened(end);
        // `<script/>` and `<a/>` are not closed by HTML's rules; in SVG and JSX habits they are empty.
        if (name === "svg") closed(name, end);
      },
      onclosetag(start, end) {
        closed(source.slice(start, end).toLowerCase(), source.lastIndexOf("<", start));
      },
      ontext: text,
      oncomment(start, end) {
        dead.push([start, end]);
      },
      onend() {
        for (const element of open.splice(0).toReversed())
          finish(element.name, element.start, element.text, source.length);
      },
      onattribentity: nothing,
      oncdata: nothing,
      ondeclaration: nothing,
      onprocessinginstruction: nothing,
      ontextentity: nothing,
    },
  );
  tokenizer.write(source);
  tokenizer.end();

  return {
    snapshot,
    ...collector.collected(snapshot.url),
    title,
    headings: headingTexts,
    dead: joinRanges(dead),
    text: textRanges,
    textLength,
  };
}

function takesText(name: string): boolean {
  return name === "a" || name === "button" || name === "title" || headings.has(name);
}

/** Text as a person reads it: unescaped, white space folded. */
export function clean(text: string): string {
  return unescapeHtml(text).replace(/\s+/g, " ").trim();
}
