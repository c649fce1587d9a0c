import { getDomainWithoutSuffix } from "tldts";

/** Words that companies put around their name to get a free domain. */
const around =
  /^(?:get|try|join|use|go|my|the|we|hello|hey|team)(?=.{3})|(?<=.{4})(?:hq|app|inc|corp|group|labs|tech|global|online|usa|llc|ltd|gmbh|software)$/g;

/**
 * Whether a site that a domain redirects to is the same company's: the same name under another
 * ending, or the record's own company name. Anything else may be a buyer, a seller or a host.
 */
export function isSameBrand(domain: string, target: string, company: string | null): boolean {
  const name = labelOf(target);
  if (name === "") return false;
  const own = labelOf(domain);
  return own === name || core(own) === core(name) || (company !== null && plain(company) === name);
}

function labelOf(host: string): string {
  return (getDomainWithoutSuffix(host, { allowPrivateDomains: true }) ?? "").replaceAll("-", "");
}

function core(label: string): string {
  return label.replace(around, "");
}

function plain(company: string): string {
  return company
    .toLowerCase()
    .normalize("NFKD")
    .replace(
      /[,.]?\s+(?:inc|llc|ltd|limited|corp|gmbh|ag|se|sa|bv|b\.v|plc|co|oy|ab|as|srl|spa)\.?$/,
      "",
    )
    .replace(/[^a-z0-9]/g, "");
}
