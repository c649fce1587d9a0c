import { siteOf } from "../../domain/site.ts";
import { liveSource, visibleText } from "./live-source.ts";
import type { Page, Span } from "./page.ts";

/** How a page answers a visitor without a browser. `shell`: the content comes by script. */
export type PageState = "content" | "shell" | "blocked" | "not_found" | "failing" | "empty";

const challengeTitle =
  /^(?:just a moment|attention required|access denied|please wait|checking your browser|pardon our interruption|one moment|security check|robot check|are you (?:a )?(?:human|robot)|verify(?:ing)? (?:you are|you're) human|forbidden|403 forbidden|error 1020|ddos-guard|bot verification|request rejected|human verification|einen moment|un momento|un instant|captcha)\b/i;
/** On walls, and in the forms of real pages. */
const captchaMark =
  /challenges\.cloudflare\.com\/turnstile|aws-waf-token|awsWafCookieDomainList|(?:g-re|h-)captcha|verify (?:that )?you are (?:a )?human|unusual traffic/i;
const challengeMark =
  /cf[-_]chl[-_]|cf-browser-verification|_cf_chl_opt|px-captcha|_pxAppId|captcha-delivery\.com|geo\.captcha-delivery|_Incapsula_Resource|Incapsula incident|Request unsuccessful\. |errors\.edgesuite\.net|distil_r_captcha|ddos-guard|sgcaptcha|Access to this page has been denied|You don(?:'|&#39;)t have permission to access/i;
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
  if (challengeTitle.test(title)) return true;
  const source = snapshot.text.slice(0, 60_000);
  // Who is let in finds a way on; a wall has none.
  const isBare = links.length === 0 && textLength < 400;
  return (
    (textLength < 600 && links.length < 8 && challengeMark.test(source)) ||
    (isBare && captchaMark.test(source))
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
/** What place holders say, `~` being the domain itself; nothing that a business says of its wares. */
const parkingText = [
  "(?:this|the|that|our) (?:premium )?(?:domain|web\\s?site|site|web address)(?: name)?(?: ~)? (?:is|may be|might be|could be) (?:now |currently )?(?:available )?(?:for sale|for purchase|parked)",
  "~ (?:is|may be|might be) (?:now |currently )?(?:available )?(?:for sale|for purchase|parked)",
  "(?:buy|purchase|acquire) (?:this|the) domain|domain (?:name )?(?:is )?for sale|parked (?:free|domain|page)|domain parking",
  "(?:this|the) domain(?: name)? (?:has |was )?(?:just |recently )?(?:been )?(?:registered|expired)|(?:inquire about|make an offer (?:on|for)) this domain",
  "(?:diese|die) domain(?: ~)? (?:steht (?:zum|zu) verkauf|ist zu verkaufen|kaufen|kann gekauft werden|wurde (?:\\S+ ){0,8}(?:registriert|reserviert))|~ (?:steht zum verkauf|ist zu verkaufen)",
  "(?:ce|le) (?:nom de )?domaine(?: ~)? (?:est à vendre|est en vente|vient d['’]être (?:enregistré|réservé))",
  "(?:este |el )?dominio(?: ~)? (?:está )?(?:en venta|a la venta|à venda)|este domínio(?: ~)? (?:está à venda|foi registrado)|questo dominio è in vendita",
  "(?:dit |deze )?domein(?:naam)?(?: ~)? is (?:te koop|zojuist geregistreerd|geregistreerd)|dom(?:e|é)na(?: ~)? (?:jest )?na (?:sprzedaż|prodej|predaj)|dom[æa]e?net(?: ~)? er til salg|domänen(?: ~)? är till salu",
  "домен(?: ~)? (?:продается|продаётся|выставлен на продажу)|bu alan ad[ıi] sat[ıi]l[ıi]k",
  "(?:該|该|此)?(?:域名|網域|网域)(?:正在|可)?(?:出售|转让|停放)|ドメイン(?:は|が)?(?:販売|売り出し|お売り)|도메인(?:을|은|이)? ?(?:판매|팝니다)",
].join("|");

/** What every page for which `parkingPattern` finds anything matches: compiled once, for all domains. */
const anyParking = new RegExp(parkingText.replaceAll("~", "\\S{1,300}"), "iu");

function parkingPattern(site: string): RegExp {
  const named = `(?:www\\.)?${site.replaceAll(".", "\\.")}`;
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${parkingText.replaceAll("~", named)})`, "iu");
}

/** Longer pages, and those with many words, are never taken for place holders. */
const mostParkingWords = 380;

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
  const site = siteOf(page.snapshot.requestedUrl);
  const words = visibleText(page, 5_000);
  if (site === undefined || words.split(" ").length > mostParkingWords) return undefined;
  const said = `${page.title} · ${words}`;
  const found = anyParking.test(said) ? parkingPattern(site).exec(said) : null;
  if (found === null) return undefined;
  const start = liveSource(page).indexOf(found[0]);
  if (start !== -1) return { part: "body", span: { raw: found[0], start } };
  // Said with markup in between: the page begins where its text does.
  const [first] = page.text;
  if (first === undefined) return undefined;
  const raw = page.snapshot.text.slice(first[0], Math.min(first[1], first[0] + 300));
  return { part: "body", span: { raw, start: first[0] } };
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
