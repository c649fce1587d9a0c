import { siteOf } from "../../domain/site.ts";

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

const wording =
  /\b(?:this|the|that)\s+(?:web\s?)?(?:domain|site|website)(?:\s+name)?\s+(?:[a-z0-9-]+(?:\.[a-z]{2,})+\s+)?(?:is|may be|might be)\s+(?:now\s+)?(?:available\s+)?(?:for sale|parked)|\bbuy this domain\b|\bdomain (?:name )?(?:is )?for sale\b|\bparked (?:free|domain|page)\b|\bthis domain (?:has )?(?:recently )?(?:been )?(?:registered|expired)\b|\b(?:diese|die) domain (?:steht zum verkauf|kaufen)|\bce (?:nom de )?domaine est (?:à|a) vendre|\beste dominio est[áa] (?:a la|en) venta|\bquesto dominio [èe] in vendita|\binquire about this domain\b|\bmake an offer on this domain\b|\bhttp:\/\/www\.sedo\.com\b/i;

/** A parking page says little besides; a company that trades in domains says more. */
const mostWords = 400;

/** Whether a page is a place holder for a domain that nobody uses. */
export function isParkingPage(html: string): boolean {
  if (machinery.test(html)) return true;
  const text = html
    .replace(/<(script|style|noscript|template)\b[\s\S]*?<\/\1\s*>/gi, " ")
    .replace(/<!--[\s\S]*?-->/g, " ")
    .replace(/<[^>]*>/g, " ")
    .replace(/&(?:nbsp|#160);/g, " ");
  return wording.test(text.replace(/\s+/g, " ")) && text.split(/\s+/).length <= mostWords;
}
