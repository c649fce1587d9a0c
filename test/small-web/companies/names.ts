import { type Random } from "../random.ts";
import type { Words } from "../languages/words.ts";

/** Stems and nouns that names are made of; pairs are native and Latin spelling. */
const latin: Readonly<Record<string, readonly [readonly string[], readonly string[]]>> = {
  en: [
    [
      "Amberly",
      "Bexcombe",
      "Caldershaw",
      "Dunmarrow",
      "Elmstead",
      "Farrowgate",
      "Glenharrow",
      "Hexbridge",
      "Inverlock",
      "Jesmont",
      "Kilnford",
      "Lowmarsh",
      "Maplecombe",
      "Netherby",
      "Orrinsdale",
      "Pickford",
      "Quillmere",
      "Ravensworth",
      "Saltbury",
      "Tarnwick",
      "Umberley",
      "Vexham",
      "Wolverdale",
      "Yarrowby",
      "Brackenfold",
      "Hollowmere",
      "Stanwick",
      "Pellworth",
      "Kestrelby",
      "Ashgrove",
      "Tidewell",
      "Copperlane",
      "Merriden",
      "Larkspire",
      "Quarrington",
      "Fennimore",
      "Oakhurst",
      "Windlebrook",
      "Thornacre",
      "Galecrest",
      "Northwyke",
      "Silverdene",
    ],
    [
      "Tools",
      "Logistics",
      "Analytics",
      "Foods",
      "Robotics",
      "Health",
      "Energy",
      "Software",
      "Marine",
      "Insurance",
      "Hotels",
      "Biotech",
    ],
  ],
  de: [
    [
      "Eichgraben",
      "Falkenrieth",
      "Grünwaldt",
      "Hohenlüder",
      "Isarwinkel",
      "Jägerthal",
      "Lindauer Höhe",
      "Moosbrugger",
      "Ostertal",
      "Pfahlheim",
      "Querfurth",
      "Rüdenau",
      "Brauhof",
      "Tannwald",
      "Lerchenfeld",
      "Steinmoser",
      "Kaltenegger",
      "Wiesgrund",
      "Auerthal",
      "Hollerbach",
      "Nordquell",
      "Rabenstein",
    ],
    [
      "Maschinenbau",
      "Optik",
      "Logistik",
      "Systeme",
      "Medizintechnik",
      "Bäckerei",
      "Energie",
      "Feinmechanik",
    ],
  ],
  fr: [
    [
      "Maisonbel",
      "Grandpré",
      "Solèze",
      "Trévignon",
      "Chênevert",
      "Ambrelle",
      "Valbrune",
      "Montclair-Déas",
      "Rivegauche",
      "Beaulançon",
      "Castelmer",
      "Orvanne",
      "Fontbrune",
    ],
    ["Industrie", "Conseil", "Traiteur", "Énergies", "Logistique", "Santé"],
  ],
  es: [
    [
      "Riomiel",
      "Lunares",
      "Campoluz",
      "Torrealba",
      "Valdorado",
      "Montesur",
      "Riofresno",
      "Casamayor",
      "Peñalba",
      "Altamora",
    ],
    ["Alimentación", "Ingeniería", "Energía", "Textil", "Logística"],
  ],
  it: [
    [
      "Bellacorte",
      "Rivanera",
      "Colfiorito",
      "Montevelli",
      "Fratelli Corsani",
      "Valtresca",
      "Lumacci",
      "Serrafina",
    ],
    ["Meccanica", "Ceramiche", "Arredi", "Alimentari"],
  ],
  nl: [
    [
      "Waterveen",
      "Rietdijk",
      "Boskamp",
      "Duinhof",
      "Vandermeent",
      "Hoogland",
      "Zuiderpolder",
      "Kruitveld",
      "Oostwaard",
    ],
    ["Techniek", "Installaties", "Zorg", "Transport"],
  ],
  pt: [
    ["Pedraluz", "Montalvão", "Serra Nova", "Ribeirópolis", "Campoverde", "Altoporto"],
    ["Alimentos", "Tecnologia", "Saúde", "Logística"],
  ],
  sv: [
    ["Ekängen", "Sjövik", "Björkdalen", "Nordviken", "Åsgård", "Lindhamra"],
    ["Bygg", "Elektronik", "Vård", "Industri"],
  ],
  da: [
    ["Møllegaard", "Engholt", "Havbjerg", "Skovlunde Øst", "Strandager"],
    ["Maskiner", "Energi", "Fødevarer"],
  ],
  no: [
    ["Skogly", "Bråten", "Fjordheim", "Havstrøm", "Breidvik"],
    ["Sjømat", "Entreprenør", "Kraft"],
  ],
  fi: [
    ["Lehtoranta", "Honkavaara", "Kuusimäki", "Järvelä", "Pohjanranta"],
    ["Konepaja", "Terveys", "Ohjelmistot"],
  ],
  pl: [
    ["Wierzbowa", "Dębowiec", "Brzezina", "Kowalmet", "Słonecznik"],
    ["Technika", "Logistyka", "Meble"],
  ],
  cs: [
    ["Lipnice", "Březová", "Javornice", "Modřínov", "Kamenec"],
    ["Strojírny", "Elektro", "Pekárny"],
  ],
  tr: [
    ["Akçınar", "Demirkule", "Yıldıztepe", "Karaçam", "Güneşli"],
    ["Makina", "Gıda", "Yazılım"],
  ],
};

const native: Readonly<
  Record<
    string,
    readonly [readonly (readonly [string, string])[], readonly (readonly [string, string])[]]
  >
> = {
  ja: [
    [
      ["若竹", "wakatake"],
      ["三日月", "mikazuki"],
      ["桜坂", "sakurazaka"],
      ["金盛", "kanamori"],
      ["青葉台", "aobadai"],
      ["東雲", "shinonome"],
      ["白鷺", "shirasagi"],
    ],
    [
      ["精機", "seiki"],
      ["電子", "denshi"],
      ["食品", "foods"],
    ],
  ],
  zh: [
    [
      ["瑞丰源", "ruifengyuan"],
      ["星河湾", "xinghewan"],
      ["恒远达", "hengyuanda"],
      ["晨曦谷", "chenxigu"],
      ["蓝岭", "lanling"],
    ],
    [
      ["科技", "tech"],
      ["机电", "jidian"],
      ["生物", "bio"],
    ],
  ],
  ko: [
    [
      ["다온", "daon"],
      ["미르", "mir"],
      ["한빛누리", "hanbitnuri"],
      ["새솔", "saesol"],
      ["가람온", "garamon"],
    ],
    [
      ["전자", "electronics"],
      ["소프트", "soft"],
      ["푸드", "food"],
    ],
  ],
  ru: [
    [
      ["Вектор Юг", "vektoryug"],
      ["Полярис", "polyaris"],
      ["Северный Дом", "severdom"],
      ["Горизонт-М", "gorizontm"],
      ["Берёзка", "berezka"],
    ],
    [
      ["Логистика", "logistika"],
      ["Техника", "tehnika"],
      ["Софт", "soft"],
    ],
  ],
};

export interface MadeName {
  readonly brand: string;
  /** ASCII words of the brand, lower case. */
  readonly asciiWords: readonly string[];
}

/** A brand name in the manner of the language's country. */
export function makeName(words: Words, random: Random): MadeName {
  const pairs = native[words.code];
  if (pairs) {
    const [stem, noun] = [random.pick(pairs[0]), random.pick(pairs[1])];
    const gap = words.code === "ru" ? " " : "";
    return { brand: `${stem[0]}${gap}${noun[0]}`, asciiWords: [stem[1], noun[1]] };
  }
  const [stems, nouns] = latin[words.code] ?? [[], []];
  const brand = `${random.pick(stems)} ${random.pick(nouns)}`;
  return {
    brand,
    asciiWords: toAscii(brand)
      .split(/[^a-z0-9]+/)
      .filter(Boolean),
  };
}

/** Lower-case ASCII the way domain names of each country do it. */
export function toAscii(text: string): string {
  const spelled: Readonly<Record<string, string>> = {
    ä: "ae",
    ö: "oe",
    ü: "ue",
    ß: "ss",
    ø: "o",
    æ: "ae",
    å: "a",
    ł: "l",
    ı: "i",
  };
  return text
    .toLowerCase()
    .replaceAll(/[äöüßøæåłı]/g, (letter) => spelled[letter] ?? letter)
    .normalize("NFD")
    .replaceAll(/[\u0300-\u036f]/g, "");
}

/** The brand with a legal form where that language puts it. */
export function withLegalForm(brand: string, words: Words, random: Random): string {
  const form = random.pick(words.legalForms);
  if (/^(?:ja|ko|ru)$/.test(words.code)) return `${form}${words.code === "ja" ? "" : " "}${brand}`;
  return words.code === "zh" ? `${brand}${form}` : `${brand} ${form}`;
}
