import { blocksIn, linesOf } from "./shown-text.ts";

/** An element of a page's tree that one uses: a link, a button, a field. */
export interface ShownElement {
  readonly role: string;
  readonly name: string;
  readonly ref: string;
  /** Where it leads, for links; as written. */
  readonly url: string | undefined;
  readonly isMenu: boolean;
}

/** A page as the tools showed it last. */
export interface ShownPage {
  readonly url: string;
  readonly documents: readonly {
    readonly id: string;
    readonly kind: string;
    readonly url: string;
  }[];
  /** What can be used, frames left out: what stands in them is not the page's own. */
  readonly elements: readonly ShownElement[];
  /** What is read there, addresses of links left out. */
  readonly text: string;
  /** What its signals said; empty when they were not asked for since. */
  readonly signals: string;
}

/** The page in hand: the last that was shown, whichever tool showed it. */
export function lastPage(said: string): ShownPage | undefined {
  const at = said.lastIndexOf("<<<begin page ");
  const block = at === -1 ? undefined : blocksIn(said.slice(at), "page")[0];
  if (block === undefined) return undefined;
  const kinds = /Documents: ([^\n]*)\.\n$/.exec(said.slice(0, at))?.[1] ?? "";
  const lines = linesOf(block.text);
  const start = lines.findIndex((line) => /^ *- /.test(line));
  const [head, tree] = [lines.slice(0, start), withoutFrames(lines.slice(start))];
  const signalsAt = said.lastIndexOf("<<<begin signals ");
  return {
    url: head[0]?.replace(/^url: /, "") ?? "",
    documents: [...kinds.matchAll(/(d\d+) \((\w+)\)/g)].map(([, id = "", kind = ""]) => ({
      id,
      kind,
      url: head.find((line) => line.startsWith(`${id}: `))?.slice(id.length + 2) ?? "",
    })),
    elements: elementsIn(tree),
    text: tree.filter((line) => !/^ *- \/url:/.test(line)).join("\n"),
    signals: signalsAt > at ? (blocksIn(said.slice(signalsAt), "signals")[0]?.text ?? "") : "",
  };
}

/** Every address that a page was shown under so far. */
export function visitedIn(said: string): ReadonlySet<string> {
  return new Set(blocksIn(said, "page").map(({ text }) => /^url: (\S+)/.exec(text)?.[1] ?? ""));
}

/** What the elements of every page so far are called, by ref. */
export function namesIn(said: string): ReadonlyMap<string, string> {
  const elements = blocksIn(said, "page").flatMap(({ text }) => elementsIn(linesOf(text)));
  return new Map(elements.map(({ ref, name }) => [ref, name]));
}

/** The lines under one title of a page's signals. */
export function signalsUnder(signals: string, title: string): string {
  const lines = linesOf(signals);
  const start = lines.indexOf(`${title}:`);
  if (start === -1) return "";
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => !line.startsWith("  "));
  return (end === -1 ? rest : rest.slice(0, end)).join("\n");
}

const indentOf = (line: string): number => /^ */.exec(line)?.[0].length ?? 0;

function withoutFrames(tree: readonly string[]): string[] {
  const kept: string[] = [];
  let frame: number | undefined;
  for (const line of tree) {
    if (frame !== undefined && indentOf(line) > frame) continue;
    frame = /^ *- iframe\b/.test(line) ? indentOf(line) : undefined;
    kept.push(line);
  }
  return kept;
}

const used = /^(?:link|button|tab|option|menuitem|searchbox|textbox|combobox)$/;
/** What opens a menu is often nothing but a drawing of one. */
const menu = /^(?:☰|≡|menu)$/i;
const element =
  /^( *)- '?([a-z]+)(?: ("(?:[^"\\]|\\.)*"))?[^\n"]*?\[ref=((?:f\d+)?e\d+)\][^:\n]*:? ?(.*)$/;

function elementsIn(tree: readonly string[]): ShownElement[] {
  return tree.flatMap((line, i) => {
    const [, indent = "", role = "", json, ref = "", inline = ""] = element.exec(line) ?? [];
    if (ref === "") return [];
    const below = tree.slice(i + 1, i + 12);
    const end = below.findIndex((each) => indentOf(each) <= indent.length);
    const inside = end === -1 ? below : below.slice(0, end);
    const url = inside.map((each) => /^ *- \/url: ["']?(.*?)["']?$/.exec(each)?.[1]).find(Boolean);
    const name = json === undefined ? inline || textIn(inside) : String(JSON.parse(json));
    const isMenu = menu.test(name.trim());
    return used.test(role) || isMenu ? [{ role, name: name.trim(), ref, url, isMenu }] : [];
  });
}

/** What stands in an element that has no name of its own. */
function textIn(inside: readonly string[]): string {
  return inside
    .filter((line) => !line.includes("/url:"))
    .map((line) => /: (.*)$/.exec(line)?.[1] ?? "")
    .filter((text) => text !== "")
    .join(" ");
}
