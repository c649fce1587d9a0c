import { Parser } from "htmlparser2";

/** A page of ListObjectsV2. */
export interface Listing {
  readonly keys: readonly string[];
  readonly prefixes: readonly string[];
  /** Where the next page begins. */
  readonly next: string | undefined;
}

/** Reads the XML of a ListObjectsV2 answer. */
export function parseListing(xml: string): Listing {
  const keys: string[] = [];
  const prefixes: string[] = [];
  let next: string | undefined;
  const path: string[] = [];
  let text = "";
  const parser = new Parser(
    {
      onopentag(name) {
        path.push(name);
        text = "";
      },
      ontext(more) {
        text += more;
      },
      onclosetag() {
        const place = path.slice(-2).join("/");
        if (place === "Contents/Key") keys.push(text);
        if (place === "CommonPrefixes/Prefix") prefixes.push(text);
        if (path.at(-1) === "NextContinuationToken" && text !== "") next = text;
        path.pop();
        text = "";
      },
    },
    { xmlMode: true },
  );
  parser.end(xml);
  return { keys, prefixes, next };
}
