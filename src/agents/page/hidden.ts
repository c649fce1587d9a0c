import type { Page, Span } from "./page.ts";

const reach = 500;
const hiding =
  /<(div|span|p|ul|li|section|td|a)\b[^>]{0,300}style\s*=\s*["'][^"']{0,200}(?:-\d{4,}px|display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(?![.\d]))[^"']{0,200}["'][^>]{0,200}>/gi;

/** Whether the element right around a place is kept from sight, as planted links are. */
export function isHidden({ snapshot }: Page, { start }: Span): boolean {
  const before = snapshot.text.slice(Math.max(0, start - reach), start);
  const last = [...before.matchAll(hiding)].at(-1);
  if (last === undefined) return false;
  const between = before.slice(last.index + last[0].length);
  return !new RegExp(`</${last[1] ?? ""}\\b`, "i").test(between);
}
