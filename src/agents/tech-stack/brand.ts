import { getDomainWithoutSuffix } from "tldts";

/** Words that companies put around their name to get a free domain. */
const around =
  /^(?:get|try|use|go|join|my|the|we|hello)(?=.{4})|(?<=.{4})(?:app|hq|group|global|online|web|site|inc|corp|gmbh|labs|tech|uk|usa|us|eu|de)$/g;

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
