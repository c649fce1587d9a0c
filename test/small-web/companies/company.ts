import type { Words } from "../languages/words.ts";

/** A company of the small web, as its creators know it. */
export interface Company {
  readonly index: number;
  /** As the input file writes it, legal form included. */
  readonly name: string;
  /** As everybody calls it. */
  readonly brand: string;
  readonly domain: string;
  readonly country: string;
  readonly employees: number;
  readonly words: Words;
  /** ASCII, lower case, no separators. */
  readonly slug: string;
  /** The name it usually signs up with: `acme`, `acmetools`, `acme-tools`, `acmetoolsinc`. */
  readonly handle: string;
}
