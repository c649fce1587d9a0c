import {
  companyOnPage,
  plainName,
  websiteOnPage,
} from "../../../specs/ats/catalogue/common-patterns.ts";
import type { Probe } from "../../../specs/ats/recruiting-system.ts";
import { siteOf } from "../../domain/site.ts";
import type { Found } from "../workflow-rule.ts";
import { isRecordsName } from "./company-name.ts";
import type { SystemReader } from "./read-signature.ts";
import type { Owner } from "./tenant-proof.ts";
import { namesTold, titlesTold, websitesTold } from "./told.ts";

/**
 * Whom the pages that a vendor shows on one of the record's hosts name, if that is somebody else
 * and nothing on them names the record. The main host is run by the company itself.
 */
export function hostOwner(
  host: string,
  shown: readonly Found[],
  { system }: SystemReader,
  { names, pages }: Owner,
): string | undefined {
  const site = siteOf(host);
  if (host === site || host === `www.${site}`) return undefined;
  const asks: readonly Probe[] = [
    ...system.probes,
    {
      url: host,
      aliveStatus: [200],
      companyPatterns: companyOnPage(plainName(system.name)),
      websitePatterns: websiteOnPage,
    },
  ];
  const texts = [...new Set(shown.map(({ snapshot }) => snapshot.text))];
  const told = texts.flatMap((text) => namesTold(asks, text));
  const isOurs =
    [...told, ...texts.flatMap(titlesTold)].some((name) => isRecordsName(name, names) === "same") ||
    texts
      .flatMap((text) => websitesTold(asks, text))
      .some((website) => siteOf(website) !== undefined && pages.of(website) === "own");
  if (isOurs) return undefined;
  return told.find((name) => isRecordsName(name, names) === "different");
}
