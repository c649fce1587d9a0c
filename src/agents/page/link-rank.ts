import { siteOf } from "../../domain/site.ts";
import {
  isCareersSegment,
  isNoiseSegment,
  isOpeningsSegment,
  saysCareers,
  saysNoise,
  saysOpenings,
} from "./careers-words.ts";
import type { Link } from "./page.ts";

/** What kind of page an address or a link promises. */
export type PageKind = "home" | "careers" | "openings" | "job" | "about" | "noise" | "other";

const careersLabel =
  /^(?:careers?|jobs?|job|karriere|karriera|kariera|kariyer|career|karrier|work|join|joinus|hiring|talent|talents|recruit(?:ing|ment)?|vacatures|werkenbij|emplois?|emploi|recrutement|empleos?|carreras|vagas|carreiras|trabalheconosco|lavoraconnoi|jobb|praca|kariéra|rekry|ura|saiyo|apply|people|lifeat.*)$/;
const aboutSegment =
  /^(?:about(?:-us)?|company|team|our-team|people|culture|who-we-are|ueber-uns|uber-uns|unternehmen|a-propos|entreprise|qui-sommes-nous|nosotros|sobre-nosotros|empresa|chi-siamo|azienda|over-ons|sobre(?:-nos)?|om-oss|om-os|om|foretaget|yritys|meista|o-nas|o-firmie|o-spolecnosti|hakkimizda|kurumsal|corporate|company-info|kaisha|gaiyou)(?:\.\w+)?$/;
const aboutText =
  /^(?:about( us)?|company|our (?:company|team|story)|who we are|team|(?:über|uber) uns|unternehmen|à propos|qui sommes[- ]nous|entreprise|nosotros|sobre nosotros|empresa|chi siamo|azienda|over ons|sobre(?: nós)?|om oss|om os|yritys|meistä|o nas|o firmie|o nás|hakkımızda|kurumsal|о компании|о нас|会社概要|会社情報|企業情報|关于我们|關於我們|회사소개)$/i;
const jobSegment =
  /(?:^|[-_/])(?:[0-9]{4,}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?:$|[-_.])/i;
const jobQuery =
  /[?&](?:gh_jid|ashby_jid|jobid|job_id|job|jid|jobreq|lever-[a-z]+|vacancy|positionid|offer)=/i;

function segmentsOf(url: URL): string[] {
  return decoded(url.pathname)
    .toLowerCase()
    .split("/")
    .filter((segment) => segment !== "");
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** What the address alone says about the page. */
export function kindOfUrl(address: string): PageKind {
  const url = new URL(address);
  const segments = segmentsOf(url);
  const hash = /^#?!?\/?([a-z-]+)/.exec(url.hash.slice(1))?.[1] ?? "";
  const onCareersHost = isCareersHost(url.hostname);
  const careersAt = segments.findIndex((segment) => isCareersSegment(segment));
  const isNoise = segments.some(
    (segment, i) => isNoiseSegment(segment) && (careersAt === -1 || i < careersAt),
  );
  if (isNoise && !onCareersHost) return "noise";
  if (careersAt !== -1 || onCareersHost) {
    const rest = segments.slice(careersAt + 1);
    const last = rest.at(-1);
    if (
      jobQuery.test(url.search) ||
      (last !== undefined && (jobSegment.test(last) || looksLikeJob(rest)))
    )
      return "job";
    if (last !== undefined && isOpeningsSegment(last)) return "openings";
    if (isOpeningsSegment(hash)) return "openings";
    return "careers";
  }
  if (jobQuery.test(url.search)) return "job";
  if (segments.some((segment) => aboutSegment.test(segment))) return "about";
  if (
    segments.length === 0 ||
    (segments.length === 1 && /^[a-z]{2}(?:-[a-z]{2})?$/.test(segments[0] ?? ""))
  )
    return "home";
  return "other";
}

/** Sections that tell of others' jobs as well: `/blog/careers`, `/portfolio/acme/jobs`. */
function isStories(segment: string): boolean {
  return /^(?:blogs?|news(?:room)?|press.*|stories|customers?|clients|case-stud.*|portfolio|companies|investments|marketplace|insights|articles?|magazine|tag|author|category|forum|wiki|shop|store|docs|templates?)$/.test(segment);
}

/** `/jobs/senior-backend-engineer-berlin`: a long slug below a list. */
function looksLikeJob(rest: readonly string[]): boolean {
  const last = rest.at(-1) ?? "";
  return (
    last.split("-").length >= 3 &&
    last.length >= 15 &&
    !isOpeningsSegment(last) &&
    !isCareersSegment(last)
  );
}

/** `careers.acme.com`, `jobs.acme.co.uk`, `werkenbij.acme.nl`. */
export function isCareersHost(host: string): boolean {
  const site = siteOf(host);
  if (site === undefined || host === site) return false;
  return host
    .slice(0, -site.length - 1)
    .split(".")
    .some((label) => careersLabel.test(label));
}

export interface RankedLink {
  readonly link: Link;
  readonly kind: PageKind;
  /** The higher, the sooner it is worth a look; 0 is never. */
  readonly score: number;
}

/** How promising a link is for finding where a company's jobs are kept. */
export function rankLink(link: Link): RankedLink {
  const byUrl = kindOfUrl(link.url);
  const openings = saysOpenings(link.text);
  const careers = saysCareers(link.text);
  if (byUrl === "noise" || (saysNoise(link.text) && !careers && !openings))
    return { link, kind: "noise", score: 0 };
  if (isFile(link.url)) return { link, kind: "other", score: 0 };
  const kind =
    openings && byUrl !== "job" ? "openings" : careers && !isCareersKind(byUrl) ? "careers" : byUrl;
  let score = base[kind];
  if (careers) score += 20;
  if (openings) score += 15;
  if (isCareersKind(byUrl)) score += 12;
  if (
    link.place.region === "nav" ||
    link.place.region === "footer" ||
    link.place.region === "header"
  )
    score += 4;
  if (link.place.region === "article" && !careers && !openings) score -= 30;
  if (link.text.length > 90) score -= 15;
  if (kind === "about" && aboutText.test(link.text.trim())) score += 6;
  // "Apply" on its own may be for a loan or a course; the address has to agree.
  if (
    openings &&
    !isCareersKind(byUrl) &&
    /^(?:apply|postuler|aplicar|candidati|hae|sog|応募|지원)/i.test(link.text.trim())
  )
    score -= 35;
  return { link, kind, score: Math.max(0, score) };
}

const base: Readonly<Record<PageKind, number>> = {
  openings: 50,
  careers: 48,
  job: 30,
  about: 8,
  home: 0,
  other: 0,
  noise: 0,
};

export function isCareersKind(kind: PageKind): boolean {
  return kind === "careers" || kind === "openings" || kind === "job";
}

function isFile(url: string): boolean {
  return /\.(?:pdf|docx?|xlsx?|pptx?|zip|png|jpe?g|gif|svg|webp|mp4|mp3|ics|css|js|xml|rss)(?:[?#]|$)/i.test(
    url,
  );
}

/** Usual places of careers pages, most common first; `lang` puts a language's own words in front. */
export function usualPaths(lang: string): readonly string[] {
  const own = pathsByLanguage[lang.slice(0, 2).toLowerCase()] ?? [];
  return [
    ...new Set([
      "/careers",
      ...own,
      "/jobs",
      "/career",
      "/join-us",
      "/company/careers",
      "/about/careers",
      "/en/careers",
      "/karriere",
      "/work-with-us",
    ]),
  ];
}

const pathsByLanguage: Readonly<Record<string, readonly string[]>> = {
  de: ["/karriere", "/jobs", "/de/karriere", "/stellenangebote"],
  fr: ["/carrieres", "/recrutement", "/nous-rejoindre", "/fr/carrieres"],
  es: ["/empleo", "/trabaja-con-nosotros", "/careers"],
  it: ["/lavora-con-noi", "/carriere", "/it/lavora-con-noi"],
  nl: ["/vacatures", "/werken-bij", "/werkenbij"],
  pt: ["/trabalhe-conosco", "/carreiras", "/vagas"],
  sv: ["/karriar", "/jobba-hos-oss", "/lediga-jobb"],
  da: ["/karriere", "/job", "/ledige-stillinger"],
  nb: ["/karriere", "/ledige-stillinger", "/jobb"],
  no: ["/karriere", "/ledige-stillinger", "/jobb"],
  fi: ["/ura", "/tyopaikat", "/rekry", "/avoimet-tyopaikat"],
  pl: ["/kariera", "/praca"],
  cs: ["/kariera", "/volna-mista"],
  sk: ["/kariera"],
  tr: ["/kariyer", "/insan-kaynaklari"],
  ja: ["/recruit", "/recruit/", "/careers", "/saiyo"],
  zh: ["/join", "/joinus", "/careers", "/zhaopin"],
  ko: ["/recruit", "/careers"],
  ru: ["/career", "/vacancies", "/vakansii", "/careers"],
};

/** Labels of hosts that companies keep their jobs on, most common first. */
export const usualLabels: readonly string[] = [
  "careers",
  "jobs",
  "karriere",
  "career",
  "job",
  "talent",
  "join",
  "werkenbij",
  "recruit",
];
