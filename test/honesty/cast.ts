import { createEntry, type Entry } from "../small-web/companies/roster.ts";
import { createCompany } from "../small-web/companies/create-company.ts";
import { oneOf, type Scene, type Site } from "../small-web/kinds/kind.ts";
import { wordsIn } from "../small-web/languages/languages.ts";
import { createRandom, entryAt } from "../small-web/random.ts";
import { vendorOf } from "../small-web/vendors/vendors.ts";

/** What is true of a company: it has this account, or nothing shows any. */
export type Verity = "own" | "none";

/** A role that companies of the world play: how their sites are built, and what is true of them. */
export interface Role {
  readonly name: string;
  readonly truth: Verity;
  /** The vendors whose accounts play in it. */
  readonly vendors: readonly string[];
  /** Languages of its sites; English alone when left out. */
  readonly languages?: readonly string[];
  /** Once it is withdrawn, its account closes when its vendor is asked the same a second time. */
  readonly closes?: boolean;
  build(scene: Scene): Site;
}

/** One company of the world. */
export interface Player<R extends Role = Role> {
  readonly role: R;
  readonly entry: Entry;
  /** As the input file writes it. */
  readonly company: string;
  readonly domain: string;
}

/** Creates companies for roles; nobody's name or account is another's. */
export function castRoles<R extends Role>(
  roles: readonly { readonly role: R; readonly count: number }[],
  seed: string,
): Player<R>[] {
  const random = createRandom(`honesty ${seed}`);
  const taken = new Set<string>();
  const players: Player<R>[] = [];
  for (const { role, count } of roles) {
    for (let at = 0; at < count; at += 1) {
      const words = wordsIn(entryAt(role.languages ?? ["en"], at));
      const company = createCompany(players.length, words, random, taken);
      const vendor = vendorOf(entryAt(role.vendors, at));
      const kind = {
        name: role.name,
        rows: 0,
        truth: { reasons: [] },
        vendors: oneOf(vendor.id),
        build: (scene: Scene) => role.build(scene),
      };
      // An account of its own exists only where it is the truth.
      const entry = createEntry(kind, company, vendor, true);
      const isCustomer = role.truth === "own";
      players.push({
        role,
        entry: { ...entry, isCustomer },
        company: company.name,
        domain: company.domain,
      });
    }
  }
  return players;
}
