import { siteOf } from "../../domain/site.ts";
import type { EndingClaim } from "../../domain/evidence.ts";
import type { Found, Rejection, Subject } from "../workflow-rule.ts";
import { dnsName, hopsTo, isOpenRedirect } from "./hops.ts";
import { isParkingPage, isSalePlatform } from "./parking.ts";
import { recordSubject } from "./record-subject.ts";

/**
 * Whether a claim proves that its record can't be settled. Two endings carry proof of their own
 * and are the same for every workflow: the domain doesn't exist, or nobody uses it.
 */
export function endingObjections(
  claim: EndingClaim,
  subject: Subject,
  found: readonly Found[],
): Rejection[] {
  const { host, site } = recordSubject(subject);
  if (host === undefined || site === undefined) return [unproven("the input names no domain")];
  if (claim.reason === "no_such_domain") {
    return found.some((item) => deniesName(item, host))
      ? []
      : [unproven(`nothing cited says that ${host} does not exist`)];
  }
  if (claim.reason === "parked") {
    return found.some((item) => isParked(item, site))
      ? []
      : [unproven(`nothing cited shows that ${host} is parked`)];
  }
  return [unproven(`${claim.reason} is not an ending that evidence proves`)];
}

function unproven(detail: string): Rejection {
  return { kind: "ending_not_proven", detail };
}

function deniesName({ snapshot, evidence }: Found, host: string): boolean {
  if (evidence.locator.part !== "body") return false;
  if (snapshot.source === "dns") {
    const name = dnsName(snapshot.url);
    // A CNAME in the answer means that the name exists and only its target is gone.
    return snapshot.status === 3 && isNameOrAbove(name, host) && !/\sCNAME\s/.test(snapshot.text);
  }
  const target = /^connect:\/\/\[?([^\]/]+?)\]?:\d+$/.exec(snapshot.url)?.[1]?.toLowerCase();
  return (
    snapshot.source === "http" &&
    isNameOrAbove(target, host) &&
    proxyDeniesName(`${headerText(snapshot.headers)}\n${snapshot.text}`)
  );
}

/** Nothing exists below a name that does not exist. */
function isNameOrAbove(name: string | undefined, host: string): boolean {
  return name !== undefined && (name === host || host.endsWith(`.${name}`));
}

function headerText(headers: readonly (readonly [string, string])[]): string {
  return headers.map(([name, value]) => `${name}: ${value}`).join("\n");
}

const passingTrouble =
  /EAI_AGAIN|SERVFAIL|temporar|server failure|misbehaving|try again|timed?[ -]?out|refused|no servers could be reached/i;
const noSuchName =
  /NXDOMAIN|ENOTFOUND|ERR_NAME_NOT_RESOLVED|ERR_DNS_FAIL|name error|no such (?:host|domain|name)|(?:host|domain|name)(?: name)? (?:was )?(?:not found|unknown|does not exist)|unknown host|non-existent domain|(?:name or service|nodename nor servname)[^.\n]{0,40}not known|nodename nor servname|(?:can\s?not|could not|unable to) resolve|dns name does not exist/i;

/** The words of proxies; what may pass is not taken for the last word. */
function proxyDeniesName(text: string): boolean {
  return noSuchName.test(text) && !passingTrouble.test(text.replace(/504 Gateway Time-?out/i, ""));
}

function isParked(item: Found, site: string): boolean {
  const { snapshot, evidence } = item;
  if (isSalePlatform(site)) return false;
  if (evidence.locator.part === "redirects") {
    const hops = hopsTo(item);
    const isFromHere = hops.some(({ from }) => siteOf(from) === site);
    return isFromHere && !hops.some(isOpenRedirect) && hops.some(({ to }) => isSalePlatform(to));
  }
  if (
    snapshot.source === "dns" ||
    snapshot.source === "network" ||
    siteOf(snapshot.requestedUrl) !== site
  )
    return false;
  if (!isFrontPage(snapshot.requestedUrl)) return false;
  return isSalePlatform(snapshot.url) || isParkingPage(snapshot.text, site);
}

/** What stands on some page of a site says nothing about the site. */
function isFrontPage(url: string): boolean {
  return URL.canParse(url) && new URL(url).pathname === "/";
}
