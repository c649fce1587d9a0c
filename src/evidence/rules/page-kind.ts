import type { Snapshot } from "../../domain/snapshot.ts";

/** Sections of a site that talk about others, or to them, and not of its own jobs. */
const aside = new Set(
  (
    "blog blogs news newsroom press press-room press-release press-releases pressreleases presse media article articles post posts " +
    "story stories insights magazine case-study case-studies casestudies customer customers customer-stories customer-story " +
    "clients client testimonials references partner partners integration integrations marketplace apps app-directory " +
    "connectors connector ecosystem alliances portfolio portfolio-companies investments privacy privacy-policy privacy-notice " +
    "privacypolicy privacystatement datenschutz datenschutzerklaerung confidentialite terms terms-of-use terms-of-service agb legal " +
    "cookie cookies cookie-policy gdpr imprint impressum docs documentation help help-center support kb knowledge-base faq changelog " +
    "podcast podcasts webinar webinars event events resources resource glossary compare comparison alternatives alternative vs " +
    "reviews directory tools tutorials guides guide learn academy research whitepapers ebooks author authors tag category"
  ).split(" "),
);

const careersWord =
  /career|karriere|carri[eè]re|carriera|carreira|kariera|kariyer|kari[eé]ra|\bjobs?\b|jobb|vacan|vacature|vacante|\bvagas?\b|stellen|emploi|empleo|recrut|recruit|hiring|join[- ]?(?:us|our|the)|work[- ]?(?:with|for|at|here)|work(?:ing)?[- ]at|opening|open[- ]?(?:position|role)|positions|opportunit|employment|trabaj|trabalh|lavora|werken|ledige|stilling|praca|talent|life[- ]at|team[- ]?member|apply|saiyo|zhaopin|bewerb|rejoign|nous[- ]rejoindre|arbeiten|ura\b|採用|求人|募集|招聘|加入|채용|人才|вакан|карьер|работа/i;

/** Whether a page, by its address, talks about others: a blog, the press, customers, the law. */
export function isAside(url: string): boolean {
  const parts = partsOf(url);
  if (!parts) return true;
  const lastAside = parts.segments.findLastIndex((segment) => aside.has(segment));
  const lastCareers = parts.segments.findLastIndex((segment) => isCareersSegment(segment));
  if (lastCareers > lastAside) return false;
  return lastAside >= 0 || parts.labels.some((label) => aside.has(label));
}

/** Whether a page, by its address, is where the company speaks of its jobs. */
export function isCareersAddress(url: string): boolean {
  const parts = partsOf(url);
  if (!parts || isAside(url)) return false;
  return (
    parts.segments.some((segment) => careersWord.test(segment)) ||
    parts.labels.some((label) => careersWord.test(label))
  );
}

const headline = /<(?:title|h1)\b[^>]{0,200}>([\s\S]{1,300}?)<\/(?:title|h1)/gi;

/** Whether a page, by its address or its headline, is where the company speaks of its jobs. */
export function isCareersPage({
  url,
  requestedUrl,
  text,
}: Pick<Snapshot, "url" | "requestedUrl" | "text">): boolean {
  if (isCareersAddress(url) || isCareersAddress(requestedUrl)) return true;
  return (
    !isAside(url) &&
    [...text.matchAll(headline)]
      .slice(0, 3)
      .some(([, words = ""]) =>
        careersWord.test(words.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ")),
      )
  );
}

/** A segment that is a section of its own, not an article's title with the word in it. */
function isCareersSegment(segment: string): boolean {
  return careersWord.test(segment) && segment.split(/[-_]/).length <= 4;
}

function partsOf(url: string): { segments: string[]; labels: string[] } | undefined {
  if (!URL.canParse(url)) return undefined;
  const { pathname, hostname } = new URL(url);
  const segments = decoded(pathname)
    .toLowerCase()
    .replace(/\.(?:html?|php|aspx?|jsp)$/, "")
    .split("/")
    .filter(Boolean);
  // The site's own name is no section: "talent.acme.com" is, "pressacme.com" is not.
  return { segments, labels: hostname.split(".").slice(0, -2) };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // Not UTF-8 underneath: read as it stands.
  }
}
