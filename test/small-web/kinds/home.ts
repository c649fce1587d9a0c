import type { Section } from "../pages/page.ts";
import { createRandom } from "../random.ts";
import type { Scene } from "./kind.ts";

/** The middle of a company's home page: which pieces, and in which order, differs from site to site. */
export function homeSections({ company, words, kind }: Scene): Section[] {
  const random = createRandom(`home ${kind} ${company.domain}`);
  const say = (line: string) => line.replaceAll("{c}", company.brand);
  const prose = () => say(random.pick(words.prose));
  const card = (title: string, href: string) => ({
    title,
    text: `${prose()} ${prose()}`,
    link: { text: words.more, href },
  });
  const pool: readonly (() => Section)[] = [
    () => ({
      is: "cards",
      title: words.offer,
      cards: Array.from({ length: random.int(3, 8) }, (_, at) =>
        card(`${words.offer} ${at + 1}`, `/products#${at}`),
      ),
    }),
    () => ({
      is: "prose",
      title: words.about,
      paragraphs: random.some(words.prose, random.int(2, 5)).map(say),
    }),
    () => ({
      is: "figures",
      figures: Array.from(
        { length: random.int(3, 5) },
        () => [String(random.int(8, 900)), random.pick(words.cities)] as const,
      ),
    }),
    () => ({
      is: "cards",
      title: words.news,
      cards: Array.from({ length: random.int(2, 6) }, (_, at) =>
        card(`${random.int(1, 28)}.${random.int(1, 12)}.2026`, `/news#${at}`),
      ),
    }),
    () => ({
      is: "prose",
      title: random.pick(words.slogans),
      paragraphs: random.some(words.prose, random.int(1, 4)).map(say),
    }),
    () => ({
      is: "action",
      text: random.pick(words.slogans),
      link: { text: words.contact, href: "/contact" },
    }),
    () => ({
      is: "cards",
      title: random.pick(words.cities),
      cards: words.cities
        .slice(0, random.int(2, 4))
        .map((city) => ({ title: city, text: prose() })),
    }),
  ];
  return [
    {
      is: "hero",
      title: random.pick(words.slogans),
      text: prose(),
      action: { text: words.more, href: "/products" },
    },
    ...random.some(pool, random.int(3, pool.length)).map((make) => make()),
  ];
}
