import { siteOf } from "../../domain/site.ts";
import { liveSource } from "./live-source.ts";
import type { Page, Span } from "./page.ts";

/** How a page answers a visitor without a browser. `shell`: the content comes by script. */
export type PageState = "content" | "shell" | "blocked" | "not_found" | "failing" | "empty";

const challengeTitle =
  /^(?:just a moment|attention required|access denied|please wait|checking your browser|pardon our interruption|one moment|security check|robot check|are you (?:a )?(?:human|robot)|verify(?:ing)? (?:you are|you're) human|forbidden|403 forbidden|error 1020|ddos-guard|bot verification|request rejected|human verification|einen moment|un momento|un instant|captcha)\b/i;
const challengeMark =
  /cf[-_]chl[-_]|cf-browser-verification|challenges\.cloudflare\.com\/turnstile|_cf_chl_opt|px-captcha|_pxAppId|captcha-delivery\.com|geo\.captcha-delivery|_Incapsula_Resource|Incapsula incident|Request unsuccessful\. |errors\.edgesuite\.net|awsWafCookieDomainList|aws-waf-token|distil_r_captcha|ddos-guard|sgcaptcha|verify (?:that )?you are (?:a )?human|unusual traffic|Access to this page has been denied|You don(?:'|&#39;)t have permission to access/i;
const mountPoint =
  /^(?:root|app|__next|__nuxt|___gatsby|svelte|app-root|main-app|react-root|q-app|ember-basic-dropdown-wormhole)$/;

const walls: ReadonlySet<number> = new Set([401, 403, 407, 429, 999]);

/** Judges one answer; statuses first, then what the page is made of. */
export function stateOf(page: Page): PageState {
  const { status } = page.snapshot;
  if (walls.has(status) || isChallenge(page)) return "blocked";
  if (status === 404 || status === 410) return "not_found";
  if (status >= 400) return "failing";
  if (isShell(page)) return "shell";
  return isEmpty(page) ? "empty" : "content";
}

function isEmpty({ textLength, links, iframes, scripts, refresh }: Page): boolean {
  return textLength + links.length + iframes.length + scripts.length === 0 && refresh === undefined;
}

/** Real pages mention captchas too, in forms; a wall is a page with little else. */
function isChallenge({ title, snapshot, textLength, links }: Page): boolean {
  if (textLength >= 1_500 || links.length >= 25) return false;
  return (
    challengeTitle.test(title) ||
    (textLength < 600 && links.length < 8 && challengeMark.test(snapshot.text.slice(0, 60_000)))
  );
}

function isShell({ scripts, textLength, links, ids }: Page): boolean {
  const hasScripts = scripts.some(
    ({ src, inline }) => src !== undefined || (inline?.raw.length ?? 0) > 400,
  );
  if (!hasScripts || links.length >= 10) return false;
  if (textLength < 200 && links.length < 8) return true;
  return textLength < 500 && ids.some((id) => mountPoint.test(id));
}

const parkingSites: ReadonlySet<string> = new Set(
  "hugedomains.com sedo.com sedoparking.com dan.com afternic.com undeveloped.com bodis.com parkingcrew.net above.com uniregistry.com buydomains.com domainmarket.com brandbucket.com squadhelp.com atom.com efty.com parklogic.com skenzo.com voodoo.com domainname.de dynadot.com porkbun.com epik.com namebright.com domains.atom.com spaceship.com perfectdomain.com brandpa.com saw.com domaineasy.com domain.com godaddy.com namecheap.com gname.com 4.cn west.cn sav.com flippa.com parkingpage.com cashparking.com domainlore.uk nicsell.com domainsponsor.com".split(
    " ",
  ),
);
const parkingText =
  /(?:this|the)\s+(?:(?:premium\s+)?domain(?:\s+name)?|website|web\s+address)(?:\s+[a-z0-9.-]+)?\s+(?:is|may\s+be|could\s+be)\s+(?:available\s+)?for\s+sale|buy\s+this\s+domain|(?:domain|website)\s+(?:name\s+)?is\s+parked|parked\s+(?:free|domain|page)|domain\s+parking|inquire\s+about\s+this\s+domain|make\s+an\s+offer\s+(?:on|for)\s+this\s+domain|is\s+for\s+sale\s*[!|–-]|this\s+domain\s+(?:has\s+)?(?:recently\s+)?(?:expired|been\s+registered)|the\s+domain\s+has\s+expired|domain(?:\s+[a-z0-9.-]+)?\s+(?:steht|ist)\s+(?:zum\s+verkauf|zu\s+verkaufen)|diese\s+domain\s+(?:steht|kaufen|kann\s+gekauft)|(?:ce\s+(?:nom\s+de\s+)?domaine|nom\s+de\s+domaine)\s+est\s+(?:à\s+vendre|en\s+vente)|(?:este\s+)?dominio\s+(?:está\s+)?(?:en\s+venta|a\s+la\s+venta|à\s+venda)|(?:questo\s+)?dominio\s+è\s+in\s+vendita|(?:dit\s+)?domein\s+is\s+te\s+koop|dom(?:e|é)na\s+(?:jest\s+)?na\s+(?:sprzedaż|prodej|predaj)|dom[æa](?:e)?net\s+er\s+til\s+salg|domänen\s+är\s+till\s+salu|домен\s+(?:продается|продаётся|выставлен)|(?:該|该|此)?(?:域名|網域|网域)(?:正在|可)?(?:出售|转让|停放)|ドメイン(?:は|が)?(?:販売|売り出し|お売り)|도메인(?:을|은|이)?\s*(?:판매|팝니다)|bu\s+alan\s+ad[ıi]\s+sat[ıi]l[ıi]k/i;

export interface Parking {
  readonly part: "body" | "redirects";
  readonly span: Span;
}

/** The proof that nobody uses this domain: it is for sale or parked. Long pages are never taken for parking. */
export function parkingOf(page: Page): Parking | undefined {
  const hop = saleHop(page);
  if (hop !== undefined) return { part: "redirects", span: hop };
  if (page.textLength > 2_500 || page.links.length > 40 || page.snapshot.status >= 500)
    return undefined;
  const found = parkingText.exec(liveSource(page));
  return found ? { part: "body", span: { raw: found[0], start: found.index } } : undefined;
}

/** The hop that left for a seller of domains. */
function saleHop({ snapshot }: Page): Span | undefined {
  const home = siteOf(snapshot.requestedUrl);
  let start = 0;
  for (const { status, from, to } of snapshot.redirects) {
    const raw = `${status} ${from} -> ${to}`;
    const site = siteOf(to);
    if (site !== undefined && site !== home && parkingSites.has(site)) return { raw, start };
    start += raw.length + 1;
  }
  return undefined;
}
