/** Parameters that say which release a file is of, or keep it out of caches. */
const ofRelease = new Set("v ver version t ts _ cb cache rev r hash build lang locale".split(" "));

/**
 * Whether an address is a vendor's file that any site may load: nothing in it, neither a known
 * group nor a number or key, is a customer's own.
 */
export function isBareFile(
  groups: Readonly<Record<string, string>>,
  address: string | undefined,
): boolean {
  if (Object.values(groups).some((value) => value !== "")) return false;
  if (address === undefined || !URL.canParse(address)) return true;
  const { pathname, searchParams } = new URL(address);
  const [, ...folders] = pathname.split("/").toReversed();
  const last = pathname.slice(pathname.lastIndexOf("/") + 1);
  const values = [...searchParams]
    .filter(([name]) => !ofRelease.has(name.toLowerCase()))
    .map(([, value]) => value);
  // A file's name may carry its release; a path without one ends in whose it is.
  const parts = /\.[a-z]{2,4}$/i.test(last) ? folders : [last, ...folders];
  return ![...parts, ...values].some(isKey);
}

function isKey(part: string): boolean {
  if (/^\d{4,}$/.test(part)) return true;
  return /^[A-Za-z0-9-]{8,}$/.test(part) && /\d/.test(part) && /[A-Za-z]/.test(part);
}
