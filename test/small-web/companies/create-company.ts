import { domainToASCII } from "node:url";
import type { Words } from "../languages/words.ts";
import { type Random, entryAt } from "../random.ts";
import type { Company } from "./company.ts";
import { makeName, toAscii, withLegalForm } from "./names.ts";

/** Invents a company whose brand, domain and handle nobody in `taken` has. */
export function createCompany(
  index: number,
  words: Words,
  random: Random,
  taken: Set<string>,
): Company {
  for (let tries = 0; ; tries++) {
    const { brand: plain, asciiWords } = makeName(words, random);
    // When the good names are gone, companies name themselves after places.
    const place = tries > 8 ? words.cities.indexOf(random.pick(words.cities)) : -1;
    const city = place < 0 ? "" : entryAt(words.cities, place);
    const brand =
      city === "" ? plain : `${plain}${/^(?:ja|zh|ko)$/.test(words.code) ? "" : " "}${city}`;
    const latinCity = toAscii(city).replaceAll(/[^a-z]/g, "");
    const all =
      city === "" ? asciiWords : [...asciiWords, latinCity === "" ? `c${place + 1}` : latinCity];
    const slug = all.join("");
    const handle = handleOf(all, random);
    if (taken.has(slug) || taken.has(handle)) continue;
    taken.add(slug).add(handle);
    const name = random.chance(0.7) ? withLegalForm(brand, words, random) : brand;
    const domain = domainOf(brand, all, words, random);
    const employees = Math.round(10 ** (1 + random.next() * 3.3));
    const country = words.code === "en" && !domain.endsWith(".co.uk") ? "US" : words.country;
    return { index, name, brand, domain, country, employees, words, slug, handle };
  }
}

function handleOf(all: readonly string[], random: Random): string {
  const [first = "", ...rest] = all;
  const joined = all.join("");
  const choices = [
    joined,
    joined,
    joined,
    all.join("-"),
    first + rest.map((word) => word.charAt(0)).join(""),
    `${joined}hq`,
    `${joined}1`,
    `${joined}group`,
  ];
  return random.pick(choices);
}

function domainOf(brand: string, all: readonly string[], words: Words, random: Random): string {
  const label = random.chance(0.35) ? all.join("-") : all.join("");
  const suffix = random.pick(words.tlds);
  const national = brand.toLowerCase().replaceAll(" ", "-");
  // A few take the name as it is spelled.
  const isNational =
    /^[a-zäöüåæøé-]+$/.test(national) && /[^a-z-]/.test(national) && random.chance(0.12);
  return isNational ? domainToASCII(`${national}.${suffix}`) : `${label}.${suffix}`;
}
