const named: Readonly<Record<string, string>> = {
  amp: "&",
  AMP: "&",
  lt: "<",
  LT: "<",
  gt: ">",
  GT: ">",
  quot: '"',
  QUOT: '"',
  apos: "'",
  nbsp: " ",
  sol: "/",
  bsol: "\\",
  colon: ":",
  period: ".",
  comma: ",",
  lowbar: "_",
  hyphen: "-",
  dash: "-",
  quest: "?",
  equals: "=",
  num: "#",
  percnt: "%",
  commat: "@",
  plus: "+",
  ndash: "–",
  mdash: "—",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
  reg: "®",
  trade: "™",
  copy: "©",
  middot: "·",
  bull: "•",
  raquo: "»",
  laquo: "«",
  hellip: "…",
  Tab: "\t",
  NewLine: "\n",
  auml: "ä",
  ouml: "ö",
  uuml: "ü",
  Auml: "Ä",
  Ouml: "Ö",
  Uuml: "Ü",
  szlig: "ß",
  eacute: "é",
  egrave: "è",
  ecirc: "ê",
  agrave: "à",
  aacute: "á",
  acirc: "â",
  ccedil: "ç",
  ntilde: "ñ",
  oacute: "ó",
  ocirc: "ô",
  iacute: "í",
  uacute: "ú",
  oslash: "ø",
  aring: "å",
  aelig: "æ",
  Eacute: "É",
  Oslash: "Ø",
  Aring: "Å",
};

/** Character references of HTML as characters; unknown ones stay as they are. */
export function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(
    /&(?:#(\d{1,7});?|#[xX]([0-9a-fA-F]{1,6});?|([a-zA-Z]{2,8});)/g,
    (whole, dec, hex, name) => {
      if (name !== undefined) return Object.hasOwn(named, name) ? (named[name] ?? whole) : whole;
      const code = dec === undefined ? Number.parseInt(hex, 16) : Number(dec);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

/** Escapes of JSON and JavaScript strings as characters: `\/`, `/`, `\x2f`, `\"`. */
export function decodeEscapes(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(
    /\\+(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\\/"'&-]))/g,
    (_whole, unit, byte, plain) =>
      plain === undefined ? String.fromCharCode(Number.parseInt(unit ?? byte, 16)) : plain,
  );
}
