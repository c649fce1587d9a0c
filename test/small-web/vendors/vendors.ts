import { ashby } from "./ashby.ts";
import { bamboohr } from "./bamboohr.ts";
import { breezy } from "./breezy.ts";
import {
  dayforce,
  gem,
  jobylon,
  joinCom,
  paycor,
  pinpoint,
  rippling,
  zohoRecruit,
} from "./embeddable-vendors.ts";
import {
  adpWfn,
  avature,
  oracleRecruiting,
  paycom,
  paylocity,
  successfactors,
  taleo,
  ukg,
} from "./enterprise-vendors.ts";
import { greenhouse } from "./greenhouse.ts";
import { icims } from "./icims.ts";
import { jazzhr } from "./jazzhr.ts";
import { jobvite } from "./jobvite.ts";
import { lever } from "./lever.ts";
import { personio } from "./personio.ts";
import { plainVendors } from "./plain-vendors.ts";
import { recruitee } from "./recruitee.ts";
import { smartrecruiters } from "./smartrecruiters.ts";
import { teamtailor } from "./teamtailor.ts";
import type { Vendor } from "./vendor.ts";
import { workable } from "./workable.ts";
import { workday } from "./workday.ts";

/** Every recruiting system that answers in the small web. */
export const vendors: readonly Vendor[] = [
  greenhouse,
  workday,
  lever,
  ashby,
  icims,
  successfactors,
  smartrecruiters,
  bamboohr,
  workable,
  teamtailor,
  personio,
  recruitee,
  jazzhr,
  breezy,
  jobvite,
  oracleRecruiting,
  taleo,
  rippling,
  avature,
  dayforce,
  ukg,
  adpWfn,
  paylocity,
  paycom,
  paycor,
  pinpoint,
  gem,
  joinCom,
  zohoRecruit,
  jobylon,
  ...plainVendors,
];

const byId = new Map(vendors.map((vendor) => [vendor.id, vendor]));

/** The vendor with this id; a wrong id is a bug in the small web. */
export function vendorOf(id: string): Vendor {
  const vendor = byId.get(id);
  if (!vendor) throw new RangeError(`the small web has no vendor called ${id}`);
  return vendor;
}

const byHost = new Map(vendors.flatMap((vendor) => vendor.hosts.map((host) => [host, vendor])));

/** The vendor that answers at a host, by its exact name or by its parent's. */
export function vendorAt(hostname: string): Vendor | undefined {
  const exact = byHost.get(hostname);
  if (exact) return exact;
  for (let dot = hostname.indexOf("."); dot !== -1; dot = hostname.indexOf(".", dot + 1)) {
    const above = byHost.get(`*${hostname.slice(dot)}`);
    if (above) return above;
  }
  return undefined;
}
