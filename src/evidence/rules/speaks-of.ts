import { decodeEntities } from "../scan/decode.ts";
import { visibleText } from "../scan/visible-text.ts";
import { isRecordsName, type RecordNames } from "./company-name.ts";

const nameLike = /\p{Lu}[\p{L}\p{N}&'’-]*(?:\s+\p{Lu}[\p{L}\p{N}&'’-]*){0,3}/gu;
const mostChars = 300_000;
const mostText = 8_000;

/** The company that a page speaks of and a tenant is called after, if that is not the record. */
export function namesakeOn(html: string, tenant: string, names: RecordNames): string | undefined {
  const slug = letters(tenant);
  if (slug.length < 4) return undefined;
  const text = decodeEntities(visibleText(html.slice(0, mostChars), " . "));
  for (const [run] of text.slice(0, mostText).matchAll(nameLike)) {
    const words = run.split(" ");
    const named = words
      .flatMap((_, from) =>
        words.slice(from).map((_each, i) => words.slice(from, from + i + 1).join(" ")),
      )
      .find((name) => letters(name) === slug);
    if (named !== undefined && isRecordsName(named, names) === "different") return named;
  }
  return undefined;
}

function letters(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}
