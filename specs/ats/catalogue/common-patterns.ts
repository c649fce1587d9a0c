/** Text of a JSON string as it stands, escapes included. */
export const jsonText = '(?:[^"\\\\]|\\\\.){1,200}';

/** A web address inside a JSON string, `\/` included. */
const jsonAddress = 'https?:[^"\\s]{3,200}';

/** `"<key>": "Company"` anywhere in a JSON text. */
export function companyAtKey(key: string): string {
  return `"${key}"\\s*:\\s*"(?<company>${jsonText})"`;
}

/** `"<key>": "https://…"` anywhere in a JSON text. */
export function websiteAtKey(key: string): string {
  return `"${key}"\\s*:\\s*"(?<website>${jsonAddress})"`;
}

/** `"<object>": { … "<key>": "Company"`, no other object in between. */
export function companyInside(object: string, key: string): string {
  return `"${object}"\\s*:\\s*\\{[^{}]{0,1000}?"${key}"\\s*:\\s*"(?<company>${jsonText})"`;
}

/** `"<object>": { … "<key>": "https://…"`, no other object in between. */
export function websiteInside(object: string, key: string): string {
  return `"${object}"\\s*:\\s*\\{[^{}]{0,1000}?"${key}"\\s*:\\s*"(?<website>${jsonAddress})"`;
}

const before =
  "(?:Current |Open |All |Latest )?(?:(?:[Jj]obs|[Cc]areers) (?:and|&amp;|&) )?(?:[Jj]obs|[Cc]areers?|[Jj]ob [Oo]penings|[Oo]pen [Pp]ositions|[Oo]penings|[Vv]acancies" +
  "|[Oo]pportunities|Career [Oo]pportunities|Work|Join us|Karriere|Stellenangebote|Offene Stellen|Jobangebote" +
  "|Offres d['’]emploi|Carri[eè]res?|Empleos?|Ofertas de empleo|Vagas|Trabalhe|Vacatures|Werken|Jobb|Lediga jobb" +
  "|Ledige stillinger|Lavora) (?:at|with|from|for|bei|der|von|chez|en|na|no|bij|hos|con|in) ";

const after =
  "(?:Careers?|Jobs|Job Openings|Job Board|Openings|Open Positions|Current Openings|Career Portal|Career Page|Careers Page" +
  "|Careers? Site|Careers Portal|Career Center|Careers Home|Job Opportunities|Career Opportunities|Employment Opportunities" +
  "|Employment|Opportunities|Vacancies|Recruitment|Jobs (?:&amp;|&|and) Careers|Karriere|Karriereportal|Karriereseite" +
  "|Stellenangebote|Stellenmarkt|Jobportal|Recrutement|Offres d['’]emploi|Empleo|Vagas|Vacatures)";

/** First words of a title that names no company: "Current Openings", "Job Opportunities". */
const nobody =
  "Current|Open|All|Our|Jobs?|Careers?|Employment|External|Internal|Search|View|Find|Latest|Available|Online|Home|Welcome" +
  "|Page|Error|404|Recruit\\w*|Candidates?|Applicants?|Vacanc\\w*|Opportunit\\w*|Openings?|Positions?|Apply|Login|Sign|Working?|Join|The [Jj]ob" +
  "|Stellen\\w*|Offene|Aktuelle|Unsere|Karriere\\w*|Nos|Offres?|Empleos?|Ofertas|Vagas|Vacatures|Lediga|Ledige|Posizioni|Powered|Loading";

/** A vendor's name as it may stand in a pattern: "Jibe (iCIMS Career Sites)" is "Jibe". */
export function plainName(name: string): string {
  return name.replace(/ \(.*$/, "").replaceAll(/[^\p{L}\p{N} -]/gu, ".");
}

/** The patterns by which a page names the company it recruits for, in its title, its cards or its job data. */
export function companyOnPage(vendor: string): readonly string[] {
  // A page that names nobody often names its vendor instead; that is not the owner.
  const text = `(?<company>(?!(?:${vendor}|${nobody})\\b)[^\\s<>"|][^<>"|]{0,118}?)`;
  const stop = '(?:\\s+[|–—·-]\\s[^<>"]{0,200})?\\s*';
  const titles = [`${before}${text}${stop}`, `${text}\\s*(?:[|–—·:-]\\s*)?\\b${after}\\b${stop}`];
  return [
    ...titles.map((title) => `<title[^>]{0,80}>\\s*${title}</title>`),
    ...titles.map((title) => meta("og:title", title)),
    meta("og:site_name", `${text}(?:\\s+${after})?\\s*`),
    `content=["']${text}(?:\\s+${after})?["']\\s+(?:property|name)=["']og:site_name["']`,
    `"hiringOrganization"\\s*:\\s*\\{[^{}]{0,1000}?"name"\\s*:\\s*"(?<company>${jsonText})"`,
    `"hiringOrganization"\\s*:\\s*"(?<company>${jsonText})"`,
  ];
}

function meta(property: string, content: string): string {
  return `(?:property|name)=["']${property}["'][^>]{0,60}content=["']${content}["']`;
}

/** Where job data names the company's own site. */
export const websiteOnPage: readonly string[] = [
  `"hiringOrganization"\\s*:\\s*\\{[^{}]{0,1000}?"(?:sameAs|url)"\\s*:\\s*"(?<website>${jsonAddress})"`,
];
