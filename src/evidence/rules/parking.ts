import { siteOf } from "../../domain/site.ts";
import { visibleText } from "../scan/visible-text.ts";

/** Where domains wait for a buyer. */
const salePlatforms = new Set(
  (
    "sedo.com sedoparking.com parkingcrew.net bodis.com hugedomains.com dan.com afternic.com undeveloped.com above.com uniregistry.com " +
    "buydomains.com domainmarket.com brandbucket.com squadhelp.com atom.com efty.com parklogic.com domainnamesales.com smartname.com " +
    "domaincntrol.com parked.com namebright.com perfectdomain.com saw.com domainagents.com flippa.com dynadot.com domainhasexpired.com " +
    "expireddomains.com mydomaincontact.com skenzo.com voodoo.com fabulous.com oversee.net domainsponsor.com cashparking.com ztomy.com"
  ).split(" "),
);

/** Whether an address is on a market for domains. */
export function isSalePlatform(url: string): boolean {
  return salePlatforms.has(siteOf(url) ?? "");
}

/** Machinery of parking services: on no page of a company that is in business there. */
const machinery =
  /\bdata-adblockkey=|window\.park\s*=\s*["']|window\.location\.href\s*=\s*["']\/lander["']|(?:sedoparking|parkingcrew|bodis|parklogic|skenzo|above)\.(?:com|net)\/|img1\.wsimg\.com\/parking-lander|d38psrni17bvxu\.cloudfront\.net|hugedomains\.com\/domain_profile|dan\.com\/buy-domain/i;

/** What place holders say of the domain that they stand on, by language; the domain itself is `~`. */
const wording = [
  "(?:this|the|that|our) (?:premium )?(?:domain|web ?site|site|web address)(?: name)?(?: ~)? (?:is|may be|might be|could be) (?:now |currently )?(?:available )?(?:for sale|for purchase|parked)",
  "~ (?:is|may be|might be) (?:now |currently )?(?:available )?(?:for sale|for purchase|parked)",
  "(?:buy|purchase|acquire) (?:this|the) domain|domain (?:name )?(?:is )?for sale|parked (?:free|domain|page)|domain parking",
  "(?:this|the) domain(?: name)? (?:has |was )?(?:just |recently )?(?:been )?(?:registered|expired)|(?:inquire about|make an offer (?:on|for)) this domain",
  "(?:diese|die) domain(?: ~)? (?:steht (?:zum|zu) verkauf|ist zu verkaufen|kaufen|kann gekauft werden|wurde (?:\\S+ ){0,8}(?:registriert|reserviert))|~ (?:steht zum verkauf|ist zu verkaufen)",
  "(?:ce|le) (?:nom de )?domaine(?: ~)? (?:est [àa] vendre|est en vente|vient d['’][êe]tre (?:enregistr[ée]|r[ée]serv[ée]))",
  "(?:este |el )?dominio(?: ~)? (?:est[áa] )?(?:en venta|a la venta|[àa] venda)|este dom[íi]nio(?: ~)? (?:est[áa] [àa] venda|foi registrado)|questo dominio [èe] in vendita",
  "(?:dit |deze )?domein(?:naam)?(?: ~)? is (?:te koop|zojuist geregistreerd|geregistreerd)|dom(?:e|é)na(?: ~)? (?:jest )?na (?:sprzedaż|prodej|predaj)|dom[æa]e?net(?: ~)? er til salg|domänen(?: ~)? är till salu",
  "домен(?: ~)? (?:продается|продаётся|выставлен на продажу)|bu alan ad[ıi] sat[ıi]l[ıi]k",
  "(?:該|该|此)?(?:域名|網域|网域)(?:正在|可)?(?:出售|转让|停放)|ドメイン(?:は|が)?(?:販売|売り出し|お売り)|도메인(?:을|은|이)? ?(?:판매|팝니다)",
].join("|");

/** A parking page says little besides; a company that trades in domains says more. */
const mostWords = 400;

/** Whether a page is a place holder for the domain `site`, which nobody uses. */
export function isParkingPage(html: string, site: string): boolean {
  if (machinery.test(html)) return true;
  const text = `${titleOf(html)} · ${visibleText(html)}`;
  if (text.split(" ").length > mostWords) return false;
  // A word before keeps "the domain" apart from "their subdomain".
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${wording.replaceAll("~", named(site))})`, "iu").test(
    text,
  );
}

function titleOf(html: string): string {
  return /<title[^>]{0,80}>([^<]{0,300})/i.exec(html)?.[1] ?? "";
}

/** The domain as pages write it. */
function named(site: string): string {
  return `(?:www\\.)?${site.replaceAll(".", "\\.")}`;
}
