import type { Ask, AskedCall, Reply } from "./ask.ts";
import type { Known } from "./honest-mind.ts";
import { type Account, addressOf } from "./known-address.ts";
import {
  lastPage,
  namesIn,
  type ShownElement,
  type ShownPage,
  signalsUnder,
  visitedIn,
} from "./shown-page.ts";

const mostClicks = 6;

/** Drives a browser as an honest visitor would: looks, follows, presses, reads the signals, quotes. */
export function drive(ask: Ask, known: Known | undefined): Reply {
  const page = lastPage(ask.text);
  if (page === undefined) return giveUp("no page opened");
  const done = ask.messages.flatMap((each) => (each.role === "assistant" ? each.calls : []));
  const visited = visitedIn(ask.text);
  const names = namesIn(ask.text);
  const clicked = new Set(done.flatMap((each) => names.get(refOf(each)) ?? []));
  const answer =
    known?.truth.determinable === true ? submission(page, ask, known.truth) : undefined;
  const act = known && (answer ?? step(page, known, { done, visited, clicked }));
  if (act !== undefined) return act;
  return lastName(done) === "page_signals"
    ? giveUp("the pages show no recruiting system")
    : call("page_signals", {});
}

/** Submits when an address of the account's stands in what was shown of the page in hand. */
function submission(page: ShownPage, ask: Ask, account: Account): Reply | undefined {
  const refused = refusals(ask);
  if (refused >= 2) return giveUp("what was found was not accepted");
  const place = placesOn(page, account)[refused];
  if (place === undefined) return undefined;
  const { ats, tenant } = account;
  return call("submit", { evidence: [{ ...place, shows: ats }], system: ats, tenant });
}

interface Place {
  readonly document: string;
  readonly channel: string;
  readonly quote: string;
}

/** Where the page in hand shows the account, the plainest place first. */
function placesOn(
  { url, documents, elements, text, signals }: ShownPage,
  account: Account,
): Place[] {
  const idOf = (kind: string) => documents.find((each) => each.kind === kind)?.id;
  const frame = documents.find(({ kind, url: its }) => kind === "frame" && addressOf(its, account));
  const signalled = (title: string) => addressOf(signalsUnder(signals, title), account);
  const places: readonly (readonly [string | undefined, string, string | undefined])[] = [
    [idOf("page"), "link", elements.flatMap((each) => addressOf(each.url ?? "", account) ?? [])[0]],
    [idOf("requests"), "network", frame?.url],
    [idOf("page"), "text", addressOf(text, account)],
    // Where a link or a redirect led straight to the vendor, the request for it tells.
    [idOf("requests"), "network", addressOf(url, account)],
    [idOf("requests"), "network", signalled("requests to other sites")],
    [idOf("page"), "iframe", signalled("frames")],
    [idOf("page"), "link", signalled("links to other hosts")],
    [idOf("page"), "script", signalled("scripts from other sites")],
  ];
  return places.flatMap(([document, channel, quote]) =>
    document === undefined || quote === undefined
      ? []
      : [{ document, channel, quote: channel === "network" ? quote : plainStart(quote) }],
  );
}

/** A page's source writes `&` in other ways than a view does; what stands before it is the same in both. */
const plainStart = (address: string): string => address.replace(/&.*$/s, "");

interface Past {
  readonly done: readonly AskedCall[];
  readonly visited: ReadonlySet<string>;
  /** Names of what was clicked. */
  readonly clicked: ReadonlySet<string>;
}

/** The next thing that a visitor would do here, if there is one that was not done. */
function step(page: ShownPage, known: Known, { done, visited, clicked }: Past): Reply | undefined {
  const { way, words } = known;
  const clicks = done.filter(({ name }) => name === "click").length;
  if (clicks >= mostClicks) return undefined;
  const { elements } = page;
  const field = way?.types;
  const box = elements.find(
    ({ role, name }) => role.endsWith("box") && field && name.includes(field.field),
  );
  if (box && field && lastName(done) !== "type")
    return call("type", { ref: box.ref, text: field.text, submit: true });
  const pressed = (way?.presses ?? [])
    .filter((text) => !clicked.has(text))
    .flatMap((text) => named(elements, text))
    .at(-1);
  if (pressed !== undefined) return call("click", { ref: pressed.ref });
  const isNew = ({ ref }: ShownElement) => !done.some((each) => refOf(each) === ref);
  const button = [words.viewJobs, words.openings]
    .flatMap((text) => named(elements, text))
    .find((each) => each.url === undefined && isNew(each));
  if (button !== undefined) return call("click", { ref: button.ref });
  const link = elements.find(
    (each) =>
      leadsOn(each, page, known) &&
      (each.url === undefined ? !clicked.has(each.name) : !visited.has(absolute(each, page))),
  );
  if (link !== undefined) return call("click", { ref: link.ref });
  const menu = elements.find((each) => each.isMenu && isNew(each));
  if (menu !== undefined) return call("click", { ref: menu.ref });
  // Nothing is linked: a visitor tries the usual place, once.
  const usual = new URL(`/${known.words.careersPath}`, page.url).href;
  const isTried = visited.has(usual) || done.some(({ name }) => name === "open");
  return isTried ? undefined : call("open", { url: usual });
}

/** Whether a link is one that a person who looks for jobs would follow: by what it says, or because they know the way. */
function leadsOn(element: ShownElement, page: ShownPage, { way, words, truth }: Known): boolean {
  const { name, url, role } = element;
  // Entries of some menus are links, and don't say where to.
  if (url === undefined && role !== "menuitem") return false;
  const said = name.toLowerCase();
  const texts = [...(way?.follows ?? []), words.careers, words.openings, words.viewJobs];
  if (texts.some((text) => text.toLowerCase() === said)) return true;
  const goal = absolute(element, page);
  return truth.determinable && truth.trail.some((each) => each.url === goal && !isHome(each.url));
}

const isHome = (url: string): boolean => new URL(url).pathname === "/";

function absolute({ url = "" }: ShownElement, page: ShownPage): string {
  return URL.canParse(url, page.url) ? new URL(url, page.url).href : "";
}

function named(elements: readonly ShownElement[], text: string): ShownElement[] {
  const wanted = text.toLowerCase();
  return elements.filter(({ name }) => name.toLowerCase() === wanted);
}

function refusals({ messages }: Ask): number {
  const results = messages.flatMap((each) => (each.role === "tools" ? each.results : []));
  return results.filter(({ text }) => text.startsWith("Not accepted:")).length;
}

const refOf = ({ input }: AskedCall): string => (input as { readonly ref?: string }).ref ?? "";
const lastName = (done: readonly AskedCall[]): string | undefined => done.at(-1)?.name;
const call = (name: string, input: unknown): Reply => ({ toolCall: { name, input } });
const giveUp = (why: string): Reply => call("give_up", { why });
