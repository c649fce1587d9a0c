import { parse } from "tldts";

/**
 * Classes of hosts that fail together when an exit, a provider or a country's filter does: by
 * top-level domain, of a closed list. What is in no class of its own is `other`.
 */
const topLevels = new Set(
  `com net org io co ai dev app eu de at ch fr it es pt nl be lu uk ie dk se no fi pl cz hu ro gr
  tr il us ca mx br ar cl au nz jp kr cn hk tw sg in id za`.split(/\s+/),
);

/** The class of the host that a row is about, by its cells as they are stored; `none`: it names no host. */
export function hostClassOf(cells: string | null): string {
  for (const cell of cellsOf(cells)) {
    if (typeof cell !== "string" || cell.length > 500) continue;
    const { domain, publicSuffix, isIcann } = parse(cell.trim());
    if (domain === null || publicSuffix === null || isIcann !== true) continue;
    const top = publicSuffix.split(".").at(-1) ?? "";
    return topLevels.has(top) ? `.${top}` : "other";
  }
  return "none";
}

function cellsOf(text: string | null): readonly unknown[] {
  const cells: unknown = JSON.parse(text ?? "[]");
  return Array.isArray(cells) ? cells : [];
}
