import { isCareersKind, kindOfUrl } from "../page/link-rank.ts";
import type { Search } from "./search.ts";
import { isOwn } from "./subject.ts";

const mostAddresses = 20_000;

/** Looks for careers pages in the site's own list of its pages. One index, and at most two of its files. */
export async function readSitemap(search: Search): Promise<void> {
  const home = search.pages[0];
  if (home === undefined || search.explorer.pagesLeft() < 5) return;
  const origin = new URL(home.url).origin;
  const addresses = await addressesOf(search, `${origin}/sitemap.xml`);
  if (addresses.length === 0)
    for (const file of await announced(search, origin))
      addresses.push(...(await addressesOf(search, file)));
  const files = addresses.filter(
    (url) => /\.xml(?:\.gz)?(?:\?|$)/i.test(url) && isOwn(search.subject, url),
  );
  const telling = files.toSorted((a, b) => promise(b) - promise(a)).slice(0, 2);
  const nested: string[] = [];
  for (const file of telling)
    if (promise(file) > 0) nested.push(...(await addressesOf(search, file)));
  let jobs = 0;
  let others = 0;
  for (const url of [...addresses, ...nested]) {
    if (!isOwn(search.subject, url)) continue;
    const byAddress = kindOfUrl(url);
    const isLike = byAddress === "other" && others < mostOthers && likeCareers.test(pathOf(url));
    if (isLike) others += 1;
    const kind = isLike ? "careers" : byAddress;
    if (!isCareersKind(kind)) continue;
    // Single jobs are alike: a few of them will do.
    if (kind === "job" && (jobs += 1) > 3) continue;
    const depth = new URL(url).pathname.split("/").length;
    search.frontier.add({
      url,
      kind,
      score: (kind === "job" ? 26 : isLike ? 40 : 50) - Math.min(10, depth),
      via: undefined,
      // What only resembles a careers page by its address has to look like one.
      isGuess: isLike,
    });
  }
}

const mostOthers = 3;
/** Words of work in an address that is no usual one: `/inside/working-at-our-place`, `/groupe/nos-metiers`. */
const likeCareers =
  /career|karriere|carri[eè]re|carrier[ae]|kari[eé]r|(?:^|[/_-])jobs?(?=[/_-]|$)|jobb|vacan|vacature|vaga[s]?(?=[/_-]|$)|stellen|arbeiten|emploi|empleo|recru[it]|rekry|hiring|work(?:ing)?-(?:at|for|with|here)|join-|life-at|come-aboard|talents?(?=[/_-]|$)|metiers|werken|trabaj|trabalh|lavora|praca|prace|ledige|stilling|toihin|tyopaik|is-ilan|zhaopin|saiyo|tuyen-dung/i;

function pathOf(url: string): string {
  try {
    return decodeURIComponent(new URL(url).pathname);
  } catch {
    return new URL(url).pathname;
  }
}

/** The sitemaps that robots.txt names, where there is none in the usual place. */
async function announced(search: Search, origin: string): Promise<string[]> {
  const visited = await search.explorer.fetch(`${origin}/robots.txt`);
  if (visited === undefined || !visited.ok || visited.snapshot.status !== 200) return [];
  const lines = visited.snapshot.text
    .slice(0, 100_000)
    .matchAll(/^[ \t]*sitemap[ \t]*:[ \t]*(\S{1,500})/gim);
  return [...lines]
    .flatMap(([, address = ""]) =>
      URL.canParse(address, origin) ? [new URL(address, origin).href] : [],
    )
    .filter((address) => isOwn(search.subject, address))
    .slice(0, 2);
}

async function addressesOf(search: Search, url: string): Promise<string[]> {
  const visited = await search.explorer.fetch(url);
  if (visited === undefined || !visited.ok || visited.snapshot.status !== 200) return [];
  const found: string[] = [];
  for (const match of visited.snapshot.text.matchAll(
    /<loc>\s*(?:<!\[CDATA\[)?\s*(https?:\/\/[^\s<\]]+)/gi,
  )) {
    const address = match[1]?.replaceAll("&amp;", "&");
    if (address !== undefined && URL.canParse(address)) found.push(address);
    if (found.length >= mostAddresses) break;
  }
  return found;
}

function promise(file: string): number {
  if (/job|career|karriere|stellen|vacan|vacature|recruit|emploi|empleo|vagas|position/i.test(file))
    return 2;
  return /page|sitemap-?[01]?\.xml/i.test(file) ? 1 : 0;
}
