import { vendorAt } from "../small-web/vendors/vendors.ts";

/** Who keeps a company's jobs, and under which name. */
export interface Account {
  readonly ats: string;
  readonly tenant: string;
}

/** The first address in a text that is this account's at its vendor, as it stands there. */
export function addressOf(text: string, { ats, tenant }: Account): string | undefined {
  const wanted = tenant.toLowerCase();
  return [...text.matchAll(/(?:https?:)?\/\/[^\s"'<>`\\)]+/gi)]
    .map(([address]) => address.replace(/[.,;:!…]+$/, ""))
    .find((address) => address.toLowerCase().includes(wanted) && vendorOfAddress(address) === ats);
}

function vendorOfAddress(address: string): string | undefined {
  const url = address.startsWith("//") ? `https:${address}` : address;
  return URL.canParse(url) ? vendorAt(new URL(url).hostname)?.id : undefined;
}
