import { folded } from "../page/careers-words.ts";

const legalForms = new Set(
  "inc incorporated llc llp lp ltd limited plc pllc corp corporation co company companies gmbh ggmbh mbh ag kg kgaa ohg ug ev se sa sas sasu sarl sl slu srl spa snc sro zrt kft nyrt doo dd ood eood ooo oao zao pao ao tov bv nv vof cv ab as asa aps oy oyj kk gk jsc pvt private pty pte ptd ltda eireli sapi tbk pt bhd sdn cia hf ehf scrl sprl eood sarlau ead sia uab ou sti aş sirketi spzoo kft zrt ks vos sca scop ooo ао ооо зао пао оао нао ип тоо тов ат еоод оод ад чп чао фоп гк нпо доо αε επε ικε lda unipessoal ek egen partg gbr gug slf doel jdoo ead srls sau sll scrl sprl bvba cvba eurl selarl ptd fze fzco wll bsc ksc qsc saog sal sae tnhh ctcp pjsc ojsc vos mb vas ky tmi".split(
    " ",
  ),
);
/** Legal forms that some languages put first. */
const leadingForms = new Set(
  "ао ооо зао пао оао нао ип тоо тов пт pt ooo oao zao pao uab sia ou чп чао фоп гк нпо tov oy sarl eurl sasu ctcp".split(
    " ",
  ),
);
/** Words that a company's name has in one place and lacks in another. */
const softWords = new Set(
  "the and of group gruppe groupe grupo gruppo holding holdings technologies technology tech software labs lab laboratories sanayi ticaret san tic ve systems system solutions solution international intl global worldwide services service digital studio studios online hq app ai io team teams enterprises enterprise industries usa us uk eu europe emea apac americas north america asia pacific deutschland germany france espana spain italia italy nederland netherlands belgium schweiz switzerland austria osterreich sverige sweden norge norway danmark denmark suomi finland polska poland india japan china canada australia brasil brazil mexico ireland portugal".split(
    " ",
  ),
);
/** Words of the page that a name stands on. */
const pageWords = new Set(
  "careers career jobs job board boards hiring openings opening vacancies vacancy positions position open current opportunities opportunity join us our work with at for recruiting recruitment apply portal page site website center homepage home welcome to employment talent people team external candidates candidate karriere karriereportal stellenangebote stellen jobportal bei emploi emplois recrutement carrieres carriere chez empleo empleos en vagas na no vacatures bij lediga jobb hos ura kariera praca w official von und & | more".split(
    " ",
  ),
);
const asianForms =
  /株式会社|有限会社|合同会社|合資会社|一般社団法人|一般財団法人|医療法人|社会福祉法人|（株）|\(有\)|유한회사|บริษัท|จำกัด|\(มหาชน\)|(?<!\p{L})شركة|בע["״”]מ|\(株\)|㈱|股份有限公司|有限责任公司|有限公司|集团|주식회사|\(주\)|㈜|採用情報|採用サイト|採用|の求人|求人一覧|招聘|채용/gu;

/** A company's name in comparable form. */
export interface Name {
  /** What sets it apart, in order. */
  readonly core: readonly string[];
  /** Everything but legal forms and page words, written together. */
  readonly whole: string;
  readonly soft: readonly string[];
  /** As `whole`, umlauts and the like written out: `muenchen`. */
  readonly spelled: string;
}

/** Takes a name apart. `undefined` when nothing in it names a company, as in "Careers". */
export function nameOf(written: string): Name | undefined {
  const name = partsOf(written);
  if (name === undefined || !/[äöüåøæœ]/i.test(written)) return name;
  return { ...name, spelled: partsOf(writtenOut(written))?.whole ?? name.whole };
}

const twoLetters: Readonly<Record<string, string>> = {
  ä: "ae",
  ö: "oe",
  ü: "ue",
  å: "aa",
  ø: "oe",
  æ: "ae",
  œ: "oe",
};

function writtenOut(text: string): string {
  return text.toLowerCase().replace(/[äöüåøæœ]/g, (letter) => twoLetters[letter] ?? letter);
}

function partsOf(written: string): Name | undefined {
  const words = wordsOf(written);
  let named = trimmed(words, pageWords).filter((word, i, all) =>
    i === 0
      ? !(
          leadingForms.has(word) &&
          all.slice(1).some((other) => !softWords.has(other) && !legalForms.has(other))
        )
      : !legalForms.has(word),
  );
  if (named.length === 0) named = words.filter((word) => !pageWords.has(word));
  if (named.length === 0) return undefined;
  const core = named.filter((word) => !softWords.has(word));
  const whole = named.join("");
  if (core.length > 0)
    return { core, whole, spelled: whole, soft: named.filter((word) => softWords.has(word)) };
  return named.every((word) => word === "the" || word === "and" || word === "of")
    ? undefined
    : { core: named, whole, spelled: whole, soft: [] };
}

function wordsOf(written: string): string[] {
  return folded(written)
    .replace(asianForms, " ")
    .replace(/['’`´®™©]/g, "")
    .replace(
      /\bsp\.? ?z ?o\.? ?o\b\.?|\bs\.? ?de ?r\.? ?l\.?(?: de c\.? ?v\.?)?|\bspol\.? s r\.? ?o\.?|\bcong ty (?:tnhh|co phan|cp)\b/g,
      " ",
    )
    .replace(/\b([a-z])\/([a-z])\b/g, "$1$2")
    .replace(/\b(?:[a-z]\.){2,}(?:[a-z]\b)?/g, (initials) => initials.replaceAll(".", ""))
    .replace(/\b([a-z]) ?& ?([a-z])\b/g, "$1$2")
    .replace(/\.(?:com|net|org|io|ai|co|app|dev|de|fr|uk|eu|tech|cloud)\b/g, " ")
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== "");
}

function trimmed(words: readonly string[], noise: ReadonlySet<string>): string[] {
  let from = 0;
  let to = words.length;
  while (from < to && noise.has(words[from] ?? "")) from += 1;
  while (to > from && (noise.has(words[to - 1] ?? "") || legalForms.has(words[to - 1] ?? "")))
    to -= 1;
  return words.slice(from, to);
}

/** Whether two names are one company's: equal but for legal form, spelling and words that come and go. */
export function isSameName(a: Name, b: Name): boolean {
  if (a.whole === b.whole) return true;
  const one = a.core.join("");
  const other = b.core.join("");
  if (one === other || a.core.toSorted().join(" ") === b.core.toSorted().join(" ")) {
    // One may say "Technologies" where the other is silent; "Acme Labs" and "Acme Software" are two.
    return (
      a.soft.every((word) => b.soft.includes(word)) || b.soft.every((word) => a.soft.includes(word))
    );
  }
  return isNearly(one, other);
}

/** One letter's difference in a long name is a typing error, not another company. */
function isNearly(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < 10 || Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i += 1;
  const rest = a.slice(i);
  const other = b.slice(i);
  return rest.slice(1) === other || rest === other.slice(1) || rest.slice(1) === other.slice(1);
}

/** Whether `short` are the initials of a name of three words or more. */
export function isInitialsOf(short: Name, long: Name): boolean {
  const [initials] = short.core;
  if (short.core.length !== 1 || initials === undefined || initials.length < 3) return false;
  const words = [...long.core, ...long.soft];
  return (
    words.length >= 3 &&
    long.core.length === initials.length &&
    long.core.map((word) => word[0]).join("") === initials
  );
}

const affixed =
  /^(?:get|try|join|use|go|my|the|we|weare|hello|hey|team|meet|with)(?=[a-z0-9]{3})|(?<=[a-z0-9]{3})(?:hq|app|inc|corp|group|io|ai|labs|tech|technologies|software|global|online|co|usa|uk|llc|ltd|gmbh|ag|careers?|jobs?|karriere|team|hiring|recruiting)\d?$/g;

/** Whether a label of a domain or a tenant's slug is a name written together: `getacme`, `acme-hq`. */
export function isLabelOf(label: string, name: Name): boolean {
  const plain = folded(label).replace(/[^\p{L}\p{N}]+/gu, "");
  const bare = plain.replace(affixed, "");
  // What was cut off may be what tells two firms apart: Pine Labs is not Pine Software.
  const whole = new Set([name.whole, name.spelled]);
  if (plain.length < 2) return false;
  return whole.has(plain) || name.core.join("") === plain || whole.has(bare);
}
