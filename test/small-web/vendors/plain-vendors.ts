import { plainVendor } from "./plain-vendor.ts";
import type { Vendor } from "./vendor.ts";
import { vendorsElsewhere } from "./vendors-elsewhere.ts";
import { vendorsInEnglish } from "./vendors-in-english.ts";
import { vendorsOfEurope } from "./vendors-of-europe.ts";

/** Vendors of which little more than their addresses is on record. */
export const plainVendors: readonly Vendor[] = [
  ...vendorsInEnglish,
  ...vendorsOfEurope,
  ...vendorsElsewhere,
].map((facts) => plainVendor(facts));
