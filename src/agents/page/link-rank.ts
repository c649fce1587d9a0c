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
  const onCareersHost = isCareersHost(url.hostname);
  const careersAt = segments.findIndex((segment) => isCareersSegment(segment));
  if (!onCareersHost && isNoise(segments, careersAt)) return "noise";
  if (onCareersHost || careersAt !== -1)
    return kindBelow(url, segments.slice(Math.max(careersAt, 0)), careersAt !== -1);
  if (jobQuery.test(url.search)) return "job";
  if (segments.some((segment) => aboutSegment.test(segment))) return "about";
  return isLanguageRoot(segments) ? "home" : "other";
}

/** Within a careers section: a list, a single job, or the section's own page. */
function kindBelow(url: URL, section: readonly string[], isNamed: boolean): PageKind {
  const last = section.at(-1) ?? "";
  const rest = isNamed ? section.slice(1) : section;
  if (jobQuery.test(url.search) || jobSegment.test(last) || looksLikeJob(rest)) return "job";
  const view = /^#!?\/?([a-z-]+)/.exec(url.hash)?.[1] ?? "";
  return isOpeningsSegment(last) || isOpeningsSegment(view) ? "openings" : "careers";
}

function isNoise(segments: readonly string[], careersAt: number): boolean {
  if (careersAt === -1) return segments.some((segment) => isNoiseSegment(segment));
  return segments.slice(0, careersAt).some((segment) => stories.test(segment));
}

/** Sections that tell of others' jobs as well: `/blog/careers`, `/portfolio/acme/jobs`. */
const stories =
  /^(?:blogs?|news(?:room)?|press.*|stories|customers?|clients|case-stud.*|portfolio|companies|investments|marketplace|insights|articles?|magazine|tag|author|category|forum|wiki|shop|store|docs|templates?)$/;

function isLanguageRoot(segments: readonly string[]): boolean {
  const [only = "en"] = segments;
  return segments.length <= 1 && /^[a-z]{2}(?:-[a-z]{2})?$/.test(only);
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
  if (byUrl === "noise" || (!careers && !openings && saysNoise(link.text)))
    return { link, kind: "noise", score: 0 };
  if (isFile(link.url)) return { link, kind: "other", score: 0 };
  const kind = kindOfLink(byUrl, { careers, openings });
  const score =
    base[kind] +
    wordScore(link, byUrl, { careers, openings }) +
    placeScore(link, careers || openings || kind === "about");
  return { link, kind, score: Math.max(0, score) };
}

interface Words {
  readonly careers: boolean;
  readonly openings: boolean;
}

function kindOfLink(byUrl: PageKind, { careers, openings }: Words): PageKind {
  if (openings && byUrl !== "job") return "openings";
  return careers && !isCareersKind(byUrl) ? "careers" : byUrl;
}

/** "Apply" on its own may be for a loan or a course; the address has to agree. */
const merelyApply = /^(?:apply|postuler|aplicar|candidati|hae|sog|応募|지원)/i;

function wordScore({ text }: Link, byUrl: PageKind, { careers, openings }: Words): number {
  const byAddress = isCareersKind(byUrl);
  const about = byUrl === "about" && aboutText.test(text.trim()) ? 6 : 0;
  const doubt = openings && !byAddress && merelyApply.test(text.trim()) ? -35 : 0;
  return (careers ? 20 : 0) + (openings ? 15 : 0) + (byAddress ? 12 : 0) + about + doubt;
}

function placeScore({ text, place }: Link, isTelling: boolean): number {
  const long = text.length > 90 ? -15 : 0;
  if (place.region === "article") return long + (isTelling ? 0 : -30);
  return (
    long +
    (place.region === "nav" || place.region === "footer" || place.region === "header" ? 4 : 0)
  );
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

/** Whether an address is a file's that is no page. */
export function isFile(url: string): boolean {
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
