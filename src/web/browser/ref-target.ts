import type { ElementHandle, Frame, Page } from "playwright";
import type { RefTarget } from "../browser-session.ts";
import { parseUrl } from "../url.ts";
import type { RefLine } from "./view.ts";
import { attempt } from "./within.ts";

/** An element as the driver holds it. */
export type Handle = ElementHandle;

/** What a click on an element would set off, and the element itself. */
export interface FoundTarget {
  readonly target: RefTarget;
  readonly element: Handle;
  /** It is none of the things one clicks, but some lie in it: a click in its middle could hit one. */
  readonly isContainer: boolean;
}

const answerTimeoutMs = 2_000;

/** The element of a ref, or `undefined` when the page has it no more. */
export async function findRef(page: Page, ref: string): Promise<Handle | undefined> {
  const handles = await attempt(answerTimeoutMs, page.locator(`aria-ref=${ref}`).elementHandles());
  return handles?.[0];
}

/**
 * Reads what is behind an element from the document itself. Attributes and ancestors are asked for
 * through the driver's own isolated world, so nothing that the page's scripts redefined is run. The
 * name is the view's, with what the element says of itself besides.
 */
export async function readTarget(element: Handle, line: RefLine): Promise<FoundTarget | undefined> {
  return await attempt(answerTimeoutMs, read(element, line));
}

async function read(element: Handle, line: RefLine): Promise<FoundTarget> {
  const [actor, frame] = await Promise.all([actorOf(element), element.ownerFrame()]);
  const base = await baseOf(frame);
  const its = actor ?? element;
  const [tag, type, own] = await Promise.all([tagOf(its), its.getAttribute("type"), labels(its)]);
  const isLink = tag === "a" || tag === "area";
  const [href, download] = isLink
    ? await Promise.all([linkOf(its), its.getAttribute("download")])
    : [null, null];
  return {
    target: {
      tag,
      type: type === null ? null : type.trim().toLowerCase(),
      role: line.role === "" ? null : line.role,
      name: [line.name, ...own].filter(Boolean).join(" ").slice(0, 400),
      href: href === null ? null : absolute(href, base),
      form: await formOf(its, { tag, type, base, frame }),
      isDownload: download !== null,
    },
    element,
    isContainer: actor === null && (await element.$(`css=${clickable}`)) !== null,
  };
}

const clickable = "a,area,button,input,select,textarea,summary,label,[onclick]";
const tags = ["a", "area", "button", "input", "select", "textarea", "summary", "label"] as const;
const isOneOf = tags.map((tag) => `local-name()='${tag}'`).join(" or ");

/** The link, button or field that a click on an element reaches: itself or what it lies in; a label's field. */
async function actorOf(element: Handle): Promise<Handle | null> {
  const nearest = await element.$(`xpath=ancestor-or-self::*[${isOneOf}][1]`);
  if (!nearest || (await tagOf(nearest)) !== "label") return nearest;
  const its = await nearest.getAttribute("for");
  const labelled = its
    ? await (await nearest.ownerFrame())?.$(`[id=${JSON.stringify(its)}]`)
    : await nearest.$("css=input,button,select,textarea");
  return labelled ?? nearest;
}

async function tagOf(element: Handle): Promise<string> {
  const found = await Promise.all(
    tags.map(async (tag) => (await element.$(`xpath=self::*[local-name()='${tag}']`)) !== null),
  );
  return tags[found.indexOf(true)] ?? "other";
}

async function linkOf(element: Handle): Promise<string | null> {
  return (await element.getAttribute("href")) ?? (await element.getAttribute("xlink:href"));
}

const labelAttributes = ["aria-label", "title", "placeholder", "autocomplete", "name", "alt"];

async function labels(element: Handle): Promise<readonly string[]> {
  const said = await Promise.all(labelAttributes.map((name) => element.getAttribute(name)));
  return said.filter((each) => each !== null).map((each) => each.slice(0, 80));
}

interface Place {
  readonly tag: string;
  readonly type: string | null;
  readonly base: string | undefined;
  readonly frame: Frame | null;
}

const buttons = new Set(["button", "reset"]);
const texts = new Set(["text", "search", "email", "url", "tel", "password", "number", "date"]);

/** The form that a button sends, or Enter in a field. A form that hides what it is counts as unknown. */
async function formOf(element: Handle, place: Place): Promise<RefTarget["form"]> {
  const { tag, base, frame } = place;
  const type = place.type?.trim().toLowerCase() ?? "";
  const isSubmit = tag === "button" ? !buttons.has(type) : ["submit", "image"].includes(type);
  const isText = tag === "input" && (texts.has(type) || !knownTypes.has(type));
  if ((tag !== "button" && tag !== "input") || (!isSubmit && !isText)) return null;
  const id = await element.getAttribute("form");
  const form =
    id === null
      ? await element.$("xpath=ancestor::*[local-name()='form'][1]")
      : await frame?.$(`css=form[id=${JSON.stringify(id)}]`);
  if (!form) return null;
  const [method, action, secret, isSearch] = await Promise.all([
    either(isSubmit ? element : undefined, "formmethod", form, "method"),
    either(isSubmit ? element : undefined, "formaction", form, "action"),
    form.$("css=input[type='password' i],input[autocomplete^='cc-' i]"),
    isSearchForm(element, form),
  ]);
  return {
    method: method === undefined ? "unknown" : (method ?? "get").trim().toLowerCase() || "get",
    action: action === undefined ? "unknown:" : absolute(action ?? "", base),
    hasPassword: secret !== null,
    isSearch,
  };
}

const knownTypes = new Set([
  "checkbox",
  "radio",
  "file",
  "hidden",
  "range",
  "color",
  "submit",
  "image",
  "button",
  "reset",
]);

/** An attribute of the button, else of its form; `undefined` when a field of that name stands before it. */
async function either(
  button: Handle | undefined,
  its: string,
  form: Handle,
  otherwise: string,
): Promise<string | null | undefined> {
  try {
    return (await button?.getAttribute(its)) ?? (await form.getAttribute(otherwise));
  } catch {
    return undefined; // <input name=getAttribute> hides the form's own method, in every world
  }
}

async function isSearchForm(element: Handle, form: Handle): Promise<boolean> {
  const roles = "xpath=ancestor-or-self::*[@role='search' or local-name()='search'][1]";
  const fields = "css=input[type='search' i],[role='searchbox']";
  const [role, field, name] = await Promise.all([
    form.$(roles),
    form.$(fields),
    element.getAttribute("name"),
  ]);
  return (
    role !== null || field !== null || /^(?:q|s|k|query|search|keywords?|term)$/i.test(name ?? "")
  );
}

async function baseOf(frame: Frame | null): Promise<string | undefined> {
  if (!frame) return undefined;
  let outer: Frame = frame;
  // `about:srcdoc` reads addresses as the page around it does.
  while (!/^https?:/.test(outer.url())) {
    const parent = outer.parentFrame();
    if (!parent) break;
    outer = parent;
  }
  const written = await (await frame.$("css=base[href]"))?.getAttribute("href");
  return (written && parseUrl(written, outer.url())?.href) || outer.url();
}

/** What can't be read as an address stays as it is: the rules refuse it. */
function absolute(written: string, base: string | undefined): string {
  return parseUrl(written, base)?.href ?? written;
}
