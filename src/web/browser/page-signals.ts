import type { BrowserContext, Page } from "playwright";
import { isSameSite } from "../../domain/site.ts";
import { parseUrl } from "../url.ts";
import type { PageElement, PageRoot, PageWindow } from "./page-dom.ts";
import { attempt } from "./within.ts";

export interface SignalDeps {
  readonly page: Page;
  readonly context: BrowserContext;
  /** As the network log writes them. */
  readonly requests: string;
  readonly isTelling: (url: string) => boolean;
}

const frameTimeoutMs = 1_500;
const maxChars = 3_000;
const maxUrlChars = 180;
const maxEach = 400;

/** What the page loads and leads to, by host, as one short text; nothing in it but addresses and names of cookies. */
export async function readSignals(deps: SignalDeps): Promise<string> {
  const { page, context } = deps;
  const frames = page.frames().slice(0, 30);
  const [documents, cookies] = await Promise.all([
    Promise.all(frames.map((frame) => attempt(frameTimeoutMs, frame.evaluate(collect, maxEach)))),
    attempt(frameTimeoutMs, context.cookies()),
  ]);
  const all = (pick: (document: Collected) => readonly string[]) =>
    documents.flatMap((document) => (document ? pick(document) : []));
  const from = page.url();
  return writeSignals(
    {
      page: from,
      frames: [...frames.slice(1).map((frame) => frame.url()), ...all(({ frames: its }) => its)],
      forms: all(({ forms }) => forms),
      links: all(({ links }) => links).filter((url) => !isSameHost(url, from)),
      scripts: all(({ scripts }) => scripts),
      requests: requestsIn(deps.requests),
      cookies: (cookies ?? []).map(({ name, domain }) => `${name} (${domain})`),
    },
    deps.isTelling,
  );
}

interface Facts {
  readonly page: string;
  readonly frames: readonly string[];
  /** `POST https://…` */
  readonly forms: readonly string[];
  readonly links: readonly string[];
  readonly scripts: readonly string[];
  readonly requests: readonly string[];
  readonly cookies: readonly string[];
}

/** The facts in order of weight, each host once, within the limit: telling addresses first and whole. */
export function writeSignals(facts: Facts, isTelling: (url: string) => boolean): string {
  const lines: string[] = [];
  let left = maxChars;
  const add = (line: string): boolean => {
    if (line.length + 1 > left) return false;
    left -= line.length + 1;
    lines.push(line);
    return true;
  };
  const section = (title: string, items: readonly string[], share: number): void => {
    const least = left - Math.floor(maxChars * share);
    if (items.length === 0 || !add(`${title}:`)) return;
    for (const [index, item] of items.entries()) {
      if (left - item.length < least || !add(`  ${item}`)) {
        add(`  and ${items.length - index} more`);
        return;
      }
    }
  };
  const { page, frames, forms, links, scripts, requests, cookies } = facts;
  const every = [...frames, ...links, ...scripts, ...requests, ...forms.map(withoutMethod)];
  const telling = unique(every.flatMap(canonical).filter(isTelling));
  add(`page: ${canonical(page)[0] ?? "none"}`);
  section("known vendors", telling.map(short), 0.3);
  section("frames", byHost(frames, page), 0.15);
  section("forms", unique(forms.flatMap(canonicalForm)).map(short), 0.1);
  section("links to other hosts", byHost(links, page), 0.25);
  section("requests to other sites", byHost(requests, page), 0.25);
  section("scripts from other sites", byHost(scripts, page), 0.2);
  section("cookies", unique(cookies.map(plain)), 0.15);
  return lines.join("\n");
}

/** One line per host, other sites first: an address of it, and how many more. */
function byHost(urls: readonly string[], page: string): readonly string[] {
  const hosts = new Map<string, string[]>();
  for (const url of unique(urls.flatMap(canonical))) {
    const { host } = new URL(url);
    const known = hosts.get(host) ?? [];
    known.push(url);
    hosts.set(host, known);
  }
  const isNear = (url: string) => isSameSite(url, page);
  return [...hosts.values()]
    .map(([first = "", ...others]) => ({ first, others: others.length }))
    .toSorted((a, b) => Number(isNear(a.first)) - Number(isNear(b.first)))
    .map(({ first, others }) => short(first) + (others > 0 ? ` (and ${others} more)` : ""));
}

/** Requests to other sites that fetched data or documents, then the rest. */
function requestsIn(network: string): readonly string[] {
  const lines = network.split("\n").map((line) => line.split(" "));
  const isData = (type: string | undefined) =>
    /^(?:xhr|fetch|document|popup|websocket)$/.test(type ?? "");
  const other = lines.filter(([, , , url = "", from = ""]) => url !== "" && !isSameSite(url, from));
  const urlsOf = (some: readonly string[][]) => some.flatMap(([, , , url]) => url ?? []);
  return [
    ...urlsOf(other.filter(([, type]) => isData(type))),
    ...urlsOf(other.filter(([, type]) => !isData(type) && type !== "script")),
  ];
}

function canonical(text: string): string[] {
  const url = parseUrl(text);
  return url && /^(?:https?|wss?):$/.test(url.protocol) ? [url.href] : [];
}

function canonicalForm(form: string): string[] {
  const [method = ""] = form.split(" ", 1);
  return canonical(withoutMethod(form)).map((url) => `${method} ${url}`);
}

function withoutMethod(form: string): string {
  return form.replace(/^\S+ /, "");
}

function isSameHost(a: string, b: string): boolean {
  return parseUrl(a)?.host === parseUrl(b)?.host;
}

function short(text: string): string {
  return text.length <= maxUrlChars ? text : `${text.slice(0, maxUrlChars)}…`;
}

/** Names of cookies are a page's choice: nothing but plain characters of them is shown. */
function plain(name: string): string {
  return name.replace(/[^\w.:() -]/g, "?").slice(0, 60);
}

function unique(items: readonly string[]): string[] {
  return [...new Set(items)];
}

interface Collected {
  readonly links: readonly string[];
  readonly frames: readonly string[];
  readonly scripts: readonly string[];
  readonly forms: readonly string[];
}

/** Runs in the page. */
function collect(most: number): Collected {
  const { document, location } = globalThis as unknown as PageWindow;
  const roots: PageRoot[] = [document];
  for (const root of roots) {
    for (const element of root.querySelectorAll("*"))
      if (element.shadowRoot) roots.push(element.shadowRoot);
  }
  const resolve = (written: string | null): string => {
    try {
      return new URL(written ?? "", location.href).href.slice(0, 2_000);
    } catch {
      return "";
    }
  };
  const found = {
    links: [] as string[],
    frames: [] as string[],
    scripts: [] as string[],
    forms: [] as string[],
  };
  const take = (into: string[], selector: string, read: (element: PageElement) => string): void => {
    for (const root of roots) {
      for (const element of root.querySelectorAll(selector)) {
        if (into.length >= most) return;
        into.push(read(element));
      }
    }
  };
  take(found.links, "a[href]", (a) => a.href ?? "");
  take(found.frames, "iframe[src],frame[src],iframe[data-src]", (frame) =>
    resolve(frame.getAttribute("src") ?? frame.getAttribute("data-src")),
  );
  take(found.scripts, "script[src]", (script) => resolve(script.getAttribute("src")));
  take(found.forms, "form", (form) => {
    const method = /^post$/i.test(form.getAttribute("method") ?? "") ? "POST" : "GET";
    return `${method} ${resolve(form.getAttribute("action"))}`;
  });
  return found;
}
