import type { Recognised } from "./system.ts";

/**
 * Whether an address is a file of the vendor that any site may load: no customer's name in it, no
 * customer's number. Whose it is must be said by what stands beside it.
 */
export function isBareFile({ tenant, groups }: Recognised, url: string): boolean {
  if (tenant !== null || Object.values(groups).some((value) => value !== "")) return false;
  return !URL.canParse(url) || !hasKey(new URL(url));
}

/** Parameters that say which release a file is of, or keep it out of caches. */
const releases = /^(?:v|ver|version|t|ts|_|cb|cache|rev|r|hash|build|lang|locale)$/i;
const key = /^(?:\d{4,}|(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9-]{8,})$/;

/** Whether a folder or a parameter is a customer's number or key; file names carry releases. */
function hasKey({ pathname, searchParams }: URL): boolean {
  const folders = pathname.split("/").filter((part) => part !== "");
  if (/\.[a-z]{2,4}$/i.test(folders.at(-1) ?? "")) folders.pop();
  const values = [...searchParams].flatMap(([name, value]) => (releases.test(name) ? [] : [value]));
  return [...folders, ...values].some((part) => key.test(part));
}
