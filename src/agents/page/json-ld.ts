import type { Page, Span } from "./page.ts";

/** One object of the page's JSON-LD that says what it is. */
export interface LinkedData {
  readonly types: readonly string[];
  readonly value: Readonly<Record<string, unknown>>;
  /** The script that it stands in. */
  readonly span: Span;
}

/** All typed objects of a page's JSON-LD, `@graph` and nesting unfolded. Broken JSON is no data. */
export function linkedData(page: Page): LinkedData[] {
  const found: LinkedData[] = [];
  for (const { type, inline } of page.scripts) {
    if (inline === undefined || !type.includes("ld+json")) continue;
    const value = parsed(inline.raw);
    if (value !== undefined) unfold(value, inline, found, 0);
  }
  return found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(
      text
        .replace(/^\s*(?:<!--|<!\[CDATA\[|\/\*<!\[CDATA\[\*\/)/, "")
        .replace(/(?:-->|\]\]>)\s*$/, ""),
    );
  } catch {
    return undefined;
  }
}

function unfold(value: unknown, span: Span, found: LinkedData[], depth: number): void {
  if (depth > 6 || found.length > 500 || typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) unfold(item, span, found, depth + 1);
    return;
  }
  const object: Record<string, unknown> = { ...value };
  const types = [object["@type"]].flat().filter((type) => typeof type === "string");
  if (types.length > 0) found.push({ types, value: object, span });
  for (const child of Object.values(object)) unfold(child, span, found, depth + 1);
}

/** The text at a key, if it is text. */
export function textAt(value: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const text = value[key];
  return typeof text === "string" && text.trim() !== "" ? text.trim() : undefined;
}
