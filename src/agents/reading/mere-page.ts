import { fileEndings, logInPlaces, purchasePlaces } from "../browse/risk-words.ts";
import { isFile } from "../page/link-rank.ts";

/**
 * Whether an address is a page to read, as far as it tells: no file to save, no place to log in or
 * to pay. What a model names is held to it, whoever told the model.
 */
export function isMerePage(url: string): boolean {
  const path = decodedPath(new URL(url));
  if (isFile(url) || fileEndings.test(path)) return false;
  return !path
    .split("/")
    .some((part) => logInPlaces.test(part.trim()) || purchasePlaces.test(part.trim()));
}

/** The path as a server may read it: decoded once, parameters of its parts left out. */
function decodedPath({ pathname }: URL): string {
  try {
    return decodeURIComponent(pathname).replace(/;[^/]*/g, "");
  } catch {
    return pathname;
  }
}
