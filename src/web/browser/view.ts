import type { Page } from "playwright";
import type { PageView } from "../browser-session.ts";
import { attempt } from "./within.ts";

/** A view, and what its refs stand for. */
export interface Seen {
  readonly view: PageView;
  readonly refs: ReadonlyMap<string, RefLine>;
}

/** How the view writes down an element: its role, its name and the text in it. */
export interface RefLine {
  readonly role: string;
  readonly name: string;
}

const treeTimeoutMs = 5_000;
const answerTimeoutMs = 1_500;
const maxTreeChars = 20_000;
const maxLineChars = 500;
const maxNameChars = 200;
const maxTitleChars = 200;
const mostTries = 3;

/** Looks at a page as it stands. `undefined`: it does not answer. */
export async function takeView(
  page: Page,
  status: () => Promise<number>,
): Promise<Seen | undefined> {
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const title = await attempt(answerTimeoutMs, page.title());
    if (title === undefined) continue; // on its way elsewhere, or hung
    // Any other mode would make the refs of earlier views point elsewhere.
    const tree = await attempt(
      treeTimeoutMs + 500,
      page.ariaSnapshot({ mode: "ai", timeout: treeTimeoutMs }),
    );
    const shown = capTree(tree ?? "");
    return {
      view: {
        url: page.url(),
        title: oneLine(title, maxTitleChars),
        status: await status(),
        tree: shown.tree,
        // A page too large to be walked through in time is shown as one that was cut at its start.
        isCut: shown.isCut || tree === undefined,
      },
      refs: shown.refs,
    };
  }
  return undefined;
}

/** Cuts a tree between its lines; refs that are not shown do not count. */
export function capTree(text: string): {
  tree: string;
  isCut: boolean;
  refs: ReadonlyMap<string, RefLine>;
} {
  const refs = new Map<string, RefLine>();
  const kept: string[] = [];
  const holders: { indent: number; ref: string }[] = [];
  let chars = 0;
  let isCut = false;
  for (const raw of wellFormed(text).split("\n")) {
    const line = readLine(raw);
    const written = line.shown;
    chars += written.length + 1;
    if (chars > maxTreeChars) {
      isCut = true;
      break;
    }
    kept.push(written);
    while ((holders.at(-1)?.indent ?? -1) >= line.indent) holders.pop();
    // What stands inside an element is a part of what it says.
    for (const { ref } of holders) addText(refs, ref, line.says);
    if (line.ref === undefined) continue;
    refs.set(line.ref, { role: line.role, name: line.says.slice(0, maxNameChars) });
    holders.push({ indent: line.indent, ref: line.ref });
  }
  return { tree: kept.join("\n"), isCut, refs };
}

/** The start of a line, which only the driver writes: role, name in JSON, attributes. */
const keyPattern = /^([a-z]+)(?: ("(?:[^"\\]|\\.)*"))?((?: \[[^\]"]*\])*)/;

function readLine(raw: string) {
  const [, space = "", rest = ""] = /^( *)(?:- )?(.*)$/s.exec(raw) ?? [];
  const quoted = /^'((?:[^']|'')*)'/.exec(rest);
  const source = quoted ? (quoted[1] ?? "").replaceAll("''", "'") : rest;
  const [key = "", role = "", json, attributes = ""] = keyPattern.exec(source) ?? [];
  const text = quoted ? rest.slice(quoted[0].length) : rest.slice(key.length);
  const name = json === undefined ? "" : unquote(json);
  const ref = / \[ref=((?:f\d+)?e\d+)\]/.exec(attributes)?.[1];
  const value = text.replace(/^:\s*/, "");
  const isUrl = rest.startsWith("/url:");
  return {
    indent: space.length,
    role,
    ref,
    says: isUrl ? "" : oneLine(`${name} ${value}`, maxNameChars),
    shown:
      raw.length <= maxLineChars ? raw : shorten(space, { role, name, attributes, value, rest }),
  };
}

function shorten(
  space: string,
  line: { role: string; name: string; attributes: string; value: string; rest: string },
): string {
  const { role, name, attributes, value, rest } = line;
  if (role === "") return `${space}- ${head(rest, maxLineChars - 100)}…`;
  const short = head(name, maxNameChars);
  const label = name === "" ? "" : ` ${JSON.stringify(short === name ? name : `${short}…`)}`;
  const its = value === "" ? ":" : `: ${head(value, maxNameChars)}…`;
  return `${space}- ${role}${label}${attributes.slice(0, 100)}${its}`;
}

function addText(refs: Map<string, RefLine>, ref: string, text: string): void {
  const known = refs.get(ref);
  if (!known || text === "" || known.name.length >= maxNameChars) return;
  refs.set(ref, { ...known, name: `${known.name} ${text}`.trim().slice(0, maxNameChars) });
}

function unquote(json: string): string {
  try {
    return String(JSON.parse(json));
  } catch {
    return json;
  }
}

/** The first characters, no half of one. */
function head(text: string, chars: number): string {
  return wellFormed(text.slice(0, chars));
}

function oneLine(text: string, chars: number): string {
  return head(
    wellFormed(text)
      .replace(/[\s\p{Cc}]+/gu, " ")
      .trim(),
    chars,
  );
}

/** Half a character would make a request to a model invalid. */
function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, "\ufffd");
}
