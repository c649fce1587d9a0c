/** Legal forms: they tell two companies apart in a register, not on a job board. */
const legalForms = new Set(
  [
    "inc incorporated llc llp lllp lp ltd limited plc pllc corp corporation co company companies pbc pvt private pty pte ptd opc",
    "gmbh ggmbh mbh ag gag kg kgaa ohg ug gug ev eg ek egen partg partgmbb gbr gesmbh se",
    "sa sas sasu sarl sarlau sl sll slu sau srl srls spa snc scs sca scop scoop scrl sprl bvba cvba asbl vzw eurl selarl gie sci cia cie",
    "sc sac saa eirl eireli ltda lda unipessoal sapi scpa sapa cv rl bv nv vof ab as asa aps is ks ans da hf ehf slf oy oyj ky tmi kk gk yk ou",
    "sro zrt nyrt kft bt doo jdoo dd ad ead eood ood doel spzoo spk spj vos zs ops uab mb sia vas tbk pt bhd sdn jsc pjsc ojsc cjsc",
    "ooo oao pao zao nao tov prat fop sti aş fze fzco fzc fzllc wll bsc ksc qsc saog saoc sal sae tnhh mtv ctcp jsk",
    "ооо оао зао пао нао ао ип тоо тов ат пат прат фоп чп чао гк нпо еоод оод ад ет доо αε επε ικε οε εε αβεε בעמ",
  ].flatMap((line) => line.split(" ")),
);

/** Legal forms that stand in front in their countries: "ООО Акме", "PT Acme Tbk", "Oy Acme Ab". */
const leadingForms = new Set(
  "ооо оао зао пао нао ао ип тоо тов ат пат прат фоп чп чао гк нпо ooo oao zao pao tov pt uab sia ou oy sarl eurl sasu ctcp бгк".split(
    " ",
  ),
);

/** Words a name may carry in one place and not in another: kind of firm, country, division of a brand. */
const softWords = new Set(
  (
    "group holding holdings technologies technology tech software labs lab systems system solutions international global worldwide " +
    "services service digital studio studios online hq app ai io team teams enterprises enterprise industries partners ventures " +
    "consulting consultants sanayi ticaret san tic группа компаний 集团 集團 ホールディングス グループ 그룹 홀딩스 " +
    "usa us uk gb eu europe european emea apac americas america north latam asia pacific germany deutschland france espana spain italia italy " +
    "nederland netherlands belgium schweiz switzerland austria osterreich sweden sverige norway norge denmark danmark finland suomi poland " +
    "polska india japan china canada australia brasil brazil mexico ireland singapore israel portugal"
  ).split(" "),
);

/** Words of the page a name stands on, never of the name. */
const pageWords = new Set(
  (
    "careers career jobs job board boards hiring recruiting recruitment recruiter openings opening positions position vacancies vacancy " +
    "opportunities opportunity open current our we are join us work with at apply portal page site center centre home homepage " +
    "karriere stellenangebote stellen offene jobportal emploi emplois recrutement carrieres carriere empleo empleos vagas vacatures " +
    "lediga jobb employment talent welcome candidate candidates external internal"
  ).split(" "),
);

const abbreviations: Readonly<Record<string, string>> = {
  intl: "international",
  int: "international",
  tech: "technology",
  technologies: "technology",
  techs: "technology",
  mfg: "manufacturing",
  bros: "brothers",
  svcs: "services",
  service: "services",
  svc: "services",
  natl: "national",
  univ: "university",
  assoc: "associates",
  assn: "association",
  hosp: "hospital",
  mgmt: "management",
  dept: "department",
  lab: "labs",
  laboratories: "labs",
  laboratory: "labs",
  system: "systems",
  solution: "solutions",
  sys: "systems",
  holding: "holdings",
  studio: "studios",
  grp: "group",
  gruppe: "group",
  groupe: "group",
  grupo: "group",
  gruppo: "group",
  ctr: "center",
  centre: "center",
  st: "saint",
  mt: "mount",
  ft: "fort",
  pharma: "pharmaceuticals",
  fin: "financial",
  ins: "insurance",
  eng: "engineering",
  engg: "engineering",
  comms: "communications",
  telecom: "telecommunications",
};

/** A name in the parts that comparing needs; all lower case, without accents. */
export interface NameParts {
  /** What sets the name apart. */
  readonly core: readonly string[];
  /** Kind of firm, country and the like. */
  readonly soft: readonly string[];
}

/** Takes a company's name apart; `core` and `soft` empty when nothing in it names a company. */
export function namePartsOf(name: string): NameParts {
  const words = wordsOf(name).map((word) => abbreviation(word));
  const named = words.filter((word) => !connectives.has(word));
  const trimmed = trimEnds(named, (word) => pageWords.has(word));
  const firm = dropLegalForms(trimmed);
  const core = firm.filter((word) => !isSoft(word));
  // "Global Partners", "Systems": a name may be made of soft words alone.
  return core.length > 0 ? { core, soft: firm.filter(isSoft) } : { core: firm, soft: [] };
}

/** Whether a name tells a country or kind of firm and nothing else: "UK", "Global". */
export function isOnlySoft(name: string): boolean {
  return wordsOf(name).every((word) => softWords.has(abbreviation(word)) || legalForms.has(word));
}

const connectives = new Set([
  "the",
  "and",
  "of",
  "for",
  "de",
  "der",
  "die",
  "das",
  "la",
  "le",
  "les",
  "et",
  "und",
  "y",
  "e",
  "ve",
  "и",
]);

function abbreviation(word: string): string {
  return Object.hasOwn(abbreviations, word) ? (abbreviations[word] ?? word) : word;
}

function isSoft(word: string): boolean {
  return softWords.has(word);
}

/** At the ends only: "Jobs at Acme", "Acme Careers"; "Open Door" and "Page One" keep a word. */
function trimEnds(words: readonly string[], isNoise: (word: string) => boolean): readonly string[] {
  let from = 0;
  let to = words.length;
  while (to > from && isNoise(words[to - 1] ?? "")) to -= 1;
  while (from < to && isNoise(words[from] ?? "")) from += 1;
  return words.slice(from, to);
}

/** Legal forms, in front only where they belong there: "AS Watson" stays, and "AB Foods". */
function dropLegalForms(words: readonly string[]): readonly string[] {
  const rest = words.filter((word, index) => index === 0 || !legalForms.has(word));
  const [first = "", ...others] = rest;
  return leadingForms.has(first) && others.some((word) => !isSoft(word) && word.length >= 2)
    ? others
    : rest;
}

/** Legal forms of several words, or of scripts that write without spaces. */
const writtenForms =
  /株式会社|有限会社|合同会社|合資会社|一般社団法人|一般財団法人|社会福祉法人|医療法人|股份有限公司|有限责任公司|有限責任公司|有限公司|주식회사|유한회사|\((?:株|有|주|유)\)|（(?:株|有|주|유)）|㈱|㈲|㈜|บริษัท|จ(?:ำ|\u0e4dา)กัด(?:\s*\(มหาชน\))?|\(มหาชน\)|(?<!\p{L})شركة|בע["״”]מ|\bcong ty (?:tnhh|co phan|cp)\b|\bs\.? ?de ?r\.? ?l\.?(?: de c\.? ?v\.?)?|\bs\.? ?a\.? ?p\.? ?i\.? de c\.? ?v\.?|\bsp\.? ?z ?o\.? ?o\b\.?|\bsp\.? ?[kj]\b\.?|\bspol\.? s r\.? ?o\.?|\blimited liability company\b|\bjoint stock company\b/gu;

/** The words of a name: lower case, accents folded, initials joined, `&` and punctuation gone. */
export function wordsOf(name: string): string[] {
  const folded = fold(name)
    .replace(writtenForms, " ")
    .replace(/\b([a-z])\/([a-z])\b/g, "$1$2")
    .replace(/\b(?:[a-z]\.){2,}(?:[a-z]\b)?/g, (initials) => initials.replaceAll(".", ""))
    .replace(/\b([a-z]) ?& ?([a-z])\b/g, "$1$2")
    .replace(/\.(?:com|net|org|io|ai|co|app|dev|de|fr|uk|eu|us|tech|cloud|so|hr|jobs|inc)\b/g, " ");
  return folded.split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean);
}

/** Lower case without accents; letters that have no accent but a twin become the twin. */
function fold(text: string): string {
  return (
    text
      .toLowerCase()
      .replace(/['’`´®™©]/g, "")
      .replace(/ß/g, "ss")
      .replace(/æ/g, "ae")
      .replace(/œ/g, "oe")
      .replace(/ø/g, "o")
      .replace(/ł/g, "l")
      .replace(/đ/g, "d")
      .replace(/ı/g, "i")
      .normalize("NFKD")
      // Marks of kana and Hangul belong to their letters; in Arabic and Hebrew they are often left out.
      .replace(
        /(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}])\p{M}+/gu,
        "",
      )
      .normalize("NFC")
  );
}
