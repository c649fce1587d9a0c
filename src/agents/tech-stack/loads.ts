import { isSameSite } from "../../domain/site.ts";
import { parseUrl } from "../../web/url.ts";
import type { LoadSignature } from "../../../specs/tech-stack/technology.ts";
import type { Catalogue, Probe } from "./catalogue.ts";

/** The signatures that an address loaded by a page proves; `kinds` says as what it was loaded. */
export function loadsOf(
  catalogue: Catalogue,
  address: string,
  pageUrl: string,
  kinds: readonly LoadSignature["kind"][],
): readonly Probe<LoadSignature>[] {
  const url = parseUrl(address);
  if (url === undefined) return [];
  const rest = `${url.pathname}${url.search}`;
  return candidates(catalogue, url.hostname, isOwn(address, pageUrl)).filter(
    ({ signature, pattern }) =>
      kinds.includes(signature.kind) && (pattern === undefined || pattern.test(rest)),
  );
}

function candidates(catalogue: Catalogue, host: string, own: boolean): Probe<LoadSignature>[] {
  const found = [...(catalogue.loads.get(host) ?? []), ...(catalogue.loads.get("any") ?? [])];
  if (own) found.push(...(catalogue.loads.get("own") ?? []));
  const labels = host.split(".");
  for (let from = 1; from < labels.length - 1; from += 1) {
    found.push(...(catalogue.loads.get(`*.${labels.slice(from).join(".")}`) ?? []));
  }
  return found;
}

/** Whether two addresses are of one site; hosts without a registrable domain must be equal. */
export function isOwn(a: string, b: string): boolean {
  const host = parseUrl(a)?.hostname;
  return host !== undefined && (host === parseUrl(b)?.hostname || isSameSite(a, b));
}
