import { siteOf } from "../../domain/site.ts";
import type { DnsType, Web } from "../../web/web.ts";
import type { Catalogue } from "./catalogue.ts";
import { recogniseDns } from "./recognise-dns.ts";
import type { Sighting } from "./sighting.ts";

/** What the domain's own zone proves: mail, name servers, and where its web host points. */
export async function recogniseZone(
  catalogue: Catalogue,
  web: Web,
  domain: string,
): Promise<Sighting[]> {
  const zone = siteOf(domain) ?? domain;
  const host = zone === domain ? `www.${domain}` : domain;
  const questions: readonly (readonly [string, DnsType])[] = [
    [zone, "MX"],
    [zone, "TXT"],
    [zone, "NS"],
    [host, "CNAME"],
  ];
  const replies = await Promise.all(
    questions.map(async ([name, type]) => ({ name, answer: await web.dns(name, type) })),
  );
  return replies.flatMap(({ name, answer }) =>
    answer === undefined ? [] : recogniseDns(catalogue, answer, name),
  );
}
