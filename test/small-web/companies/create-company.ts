import type { Words } from "../languages/words.ts";
import { type Random, entryAt } from "../random.ts";
import type { Company } from "./company.ts";
import { makeName, withLegalForm } from "./names.ts";

/** Invents a company whose brand and domain nobody in `taken` has. */
export function createCompany(
  index: number,
  words: Words,
  random: Random,
  taken: Set<string>,
): Company {
  for (let tries = 0; ; tries++) {
    const { brand: plain, asciiWords } = makeName(words, random);
    // When the good names are gone, companies name themselves after places.
    const place = tries > 6 ? entryAt(words.cities, random.int(0, 9)) : undefined;
    const city = place && (/^[\x20-\x7e]+$/.test(place) ? ` ${place}` : place);
    const brand = city ? plain + city : plain;
    const extra = city ? [asciiCity(city) || `c${words.cities.indexOf(place ?? "") + 1}`] : [];
    const all = [...asciiWords, ...extra];
    const slug = all.join("");
    if (taken.has(slug)) continue;
    taken.add(slug);
    const name = random.chance(0.7) ? withLegalForm(brand, words, random) : brand;
    const domain = `${random.chance(0.35) ? all.join("-") : slug}.${random.pick(words.tlds)}`;
    const employees = Math.round(10 ** (1 + random.next() * 3.3));
    return { index, name, brand, domain, country: words.country, employees, words, slug };
  }
}

const asciiCity = (city: string) => city.toLowerCase().replaceAll(/[^a-z]/g, "");
