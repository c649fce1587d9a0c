import type { Ask, AskedCall, Reply } from "./ask.ts";
import type { Known } from "./honest-mind.ts";
import { addressOf } from "./known-address.ts";
import { blocksIn, linesOf } from "./shown-text.ts";

/** An element of a page's tree that can be used. */
interface Element {
  readonly role: string;
  readonly name: string;
  readonly ref: string;
  /** Where it leads, for links. */
  readonly url: string | undefined;
}

/** A page as the tools showed it. */
interface Shown {
  /** Ids of its documents, the page's own first. */
  readonly documents: readonly { readonly id: string; readonly kind: string }[];
  readonly text: string;
  readonly elements: readonly Element[];
}

/** Drives a browser as an honest visitor would: sees, follows, presses, reads the signals, quotes. */
export function drive(ask: Ask, known: Known | undefined): Reply {
  const page = lastPage(ask.text);
  if (page === undefined) return giveUp("no page opened");
  const done = ask.messages.flatMap((message) =>
    message.role === "assistant" ? message.calls : [],
  );
  if (known?.truth.determinable !== true) return wander(page, known, done);
  return (
    submission(page, ask, known) ??
    step(page, known, done) ??
    (lastName(done) === "page_signals"
      ? giveUp("the pages show no recruiting system")
      : call("page_signals", {}))
  );
}

/** Where nothing is to be found a visitor looks at the careers page, if there is one, and goes. */
function wander(page: Shown, known: Known | undefined, done: readonly AskedCall[]): Reply {
  const careers = page.elements.find(({ name }) => name === known?.words.careers);
  if (careers !== undefined && done.length === 0) return call("click", { ref: careers.ref });
  return lastName(done) === "page_signals"
    ? giveUp("nothing there names a recruiting system")
    : call("page_signals", {});
}

/** Submits when an address of the tenant's stands in what the tools showed of the page in hand. */
function submission(
  { documents, text, elements }: Shown,
  ask: Ask,
  known: Known,
): Reply | undefined {
  const { truth } = known;
  if (!truth.determinable) return undefined;
  const { ats, tenant } = truth;
  const refused = refusals(ask);
  if (refused >= 2) return giveUp("what was found was not accepted");
  const main = documents.find(({ kind }) => kind === "page")?.id;
  const requests = documents.find(({ kind }) => kind === "requests")?.id;
  const link = elements.flatMap(({ url }) => addressOf(url ?? "", truth) ?? []).at(0);
  const signals = signalsAfter(ask);
  const at = (section: RegExp) => addressOf(sectionOf(signals, section), truth);
  const places: readonly (readonly [string | undefined, string, string | undefined])[] = [
    [main, "link", link],
    [main, "iframe", at(/^frames/)],
    [main, "link", at(/^links to other hosts/)],
    [main, "script", at(/^scripts/)],
    [requests, "network", at(/^requests/)],
    [main, "text", addressOf(text, truth)],
    [requests, "network", at(/^known vendors/)],
  ];
  const found = places.filter(
    ([document, , quote]) => document !== undefined && quote !== undefined,
  );
  const [place] = found.slice(refused);
  if (place === undefined) return undefined;
  const [document, channel, quote] = place;
  return call("submit", {
    evidence: [{ document, channel, quote, shows: ats }],
    system: ats,
    tenant,
  });
}

/** The next thing that a visitor would do here, if it has not been done. */
function step(
  { elements }: Shown,
  { way, words }: Known,
  done: readonly AskedCall[],
): Reply | undefined {
  const clicked = done.filter(({ name }) => name === "click").length;
  const acts = [...(way?.presses ?? [])];
  const field = way?.types;
  const box =
    field && elements.find(({ role, name }) => /box$/.test(role) && name.includes(field.field));
  if (box && field && lastName(done) !== "type")
    return call("type", { ref: box.ref, text: field.text, submit: true });
  const pressed = acts
    .flatMap((text) => named(elements, text, /button|link|generic|option/))
    .at(-1);
  if (pressed !== undefined && clicked < acts.length + 2)
    return call("click", { ref: pressed.ref });
  const texts = [
    ...(way?.follows ?? []).toReversed(),
    words.openings,
    words.viewJobs,
    words.careers,
  ];
  const visited = new Set(done.flatMap(({ input }) => (input as { ref?: string }).ref ?? []));
  const link = texts
    .flatMap((text) => named(elements, text, /link/))
    .find(({ ref }) => !visited.has(ref) || clicked < 2);
  return link === undefined || clicked >= 5 ? undefined : call("click", { ref: link.ref });
}

function named(elements: readonly Element[], text: string, role: RegExp): Element[] {
  const wanted = text.toLowerCase();
  return elements.filter((each) => role.test(each.role) && each.name.toLowerCase() === wanted);
}

/** The page that was shown last, whichever tool showed it. */
function lastPage(text: string): Shown | undefined {
  const at = text.lastIndexOf("<<<begin page ");
  if (at === -1) return undefined;
  const block = blocksIn(text.slice(at), "page")[0]?.text;
  if (block === undefined) return undefined;
  const head = /Documents: (.*)\.\n$/.exec(text.slice(Math.max(0, at - 400), at))?.[1] ?? "";
  const documents = [...head.matchAll(/(d\d+) \((\w+)\)/g)].map(([, id = "", kind = ""]) => ({
    id,
    kind,
  }));
  return { documents, text: block, elements: elementsIn(block) };
}

function elementsIn(tree: string): Element[] {
  const lines = linesOf(tree);
  return lines.flatMap((line, i): Element[] => {
    const [, indent = "", role = "", json, ref = "", inline = ""] =
      /^( *)- '?([a-z]+)(?: ("(?:[^"\\]|\\.)*"))?[^\n]*?\[ref=((?:f\d+)?e\d+)\][^:\n]*:? ?(.*)$/.exec(
        line,
      ) ?? [];
    if (ref === "") return [];
    const below = lines.slice(i + 1, i + 12);
    const end = below.findIndex((each) => (/^ */.exec(each)?.[0].length ?? 0) <= indent.length);
    const inside = end === -1 ? below : below.slice(0, end);
    const url = inside.map((each) => /^ *- \/url: "?'?(.*?)"?'?$/.exec(each)?.[1]).find(Boolean);
    const name = json === undefined ? inline || textIn(inside) : String(JSON.parse(json));
    return [{ role, name: name.trim(), ref, url }];
  });
}

/** What stands in an element without a name of its own. */
function textIn(inside: readonly string[]): string {
  return inside
    .filter((line) => !line.includes("/url:"))
    .map((line) => /: (.*)$/.exec(line)?.[1] ?? "")
    .join(" ");
}

/** The signals of the page in hand: none when it was left since they were read. */
function signalsAfter({ text }: Ask): string {
  const page = text.lastIndexOf("<<<begin page ");
  const signals = text.lastIndexOf("<<<begin signals ");
  return signals > page ? (blocksIn(text.slice(signals), "signals")[0]?.text ?? "") : "";
}

function sectionOf(signals: string, title: RegExp): string {
  const lines = linesOf(signals);
  const start = lines.findIndex((line) => title.test(line));
  if (start === -1) return "";
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => !line.startsWith("  "));
  return (end === -1 ? rest : rest.slice(0, end)).join("\n");
}

function refusals({ messages }: Ask): number {
  return messages.reduce(
    (sum, message) =>
      sum +
      (message.role === "tools"
        ? message.results.filter(({ text }) => text.startsWith("Not accepted:")).length
        : 0),
    0,
  );
}

const lastName = (done: readonly AskedCall[]): string | undefined => done.at(-1)?.name;
const call = (name: string, input: unknown): Reply => ({ toolCall: { name, input } });
const giveUp = (why: string): Reply => call("give_up", { why });
