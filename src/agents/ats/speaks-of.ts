import { visibleText } from "../page/live-source.ts";
import type { Page } from "../page/page.ts";
import { compareName, resembles } from "./identity.ts";
import type { Subject } from "./subject.ts";

const mostText = 8_000;
const mostNames = 400;
const leastLetters = 4;
const nameLike = /\p{Lu}[\p{L}\p{N}&'’-]*(?:\s+\p{Lu}[\p{L}\p{N}&'’-]*){0,3}/gu;
const forClients =
  /(?:hir(?:e|ing)|recruit\w*|roles?|positions?|jobs?|vacanc\w+|looking|search\w*|fill(?:ing)?)[^.!?]{0,60}\b(?:for|with) (?:one of )?(?:our|a|the) clients?\b|\bon behalf of (?:our|a|one of our) clients?\b|\b(?:für|fuer) (?:einen unserer|unsere[nm]?) (?:mandanten|kunden)\b|\bpour (?:l['’]un de nos|notre) clients?\b|\bvoor (?:een van onze|onze) (?:opdrachtgevers?|klant(?:en)?)\b|\bpara (?:uno de nuestros|nuestro|nosso) clientes?\b/iu;

/**
 * Whether a page speaks of somebody else's jobs beside a tenant that is not called like the
 * record: it names a company that the tenant is called after, or hires for clients.
 */
export function isOfAnother(tenant: string, page: Page, subject: Subject): boolean {
  // A page may link a tenant's every job.
  const known = told.get(page) ?? new Map<string, boolean>();
  told.set(page, known);
  const answer = known.get(tenant) ?? readsAsAnothers(tenant, page, subject);
  known.set(tenant, answer);
  return answer;
}

const told = new WeakMap<Page, Map<string, boolean>>();

function readsAsAnothers(tenant: string, page: Page, subject: Subject): boolean {
  if (resembles(tenant, subject)) return false;
  const text = visibleText(page, mostText);
  if (forClients.test(text)) return true;
  const slug = lettersOf(tenant);
  if (slug.length < leastLetters) return false;
  let seen = 0;
  for (const [run] of text.matchAll(nameLike)) {
    if ((seen += 1) > mostNames) break;
    const words = run.split(/\s+/);
    for (let from = 0; from < words.length; from += 1) {
      for (let to = from + 1; to <= words.length; to += 1) {
        const name = words.slice(from, to).join(" ");
        if (isCalledAfter(slug, lettersOf(name)) && compareName(name, subject) === "mismatch")
          return true;
      }
    }
  }
  return false;
}

function isCalledAfter(slug: string, name: string): boolean {
  return (
    name.length >= leastLetters && (slug === name || (name.length >= 6 && slug.startsWith(name)))
  );
}

function lettersOf(text: string): string {
  return text
    .toLowerCase()
    .replace(
      /^(?:careers?|jobs?|external)[-_.]|[-_.]?(?:careers?|jobs?|external|inc|llc|ltd)$/g,
      "",
    )
    .replace(/[^\p{L}\p{N}]+/gu, "");
}
