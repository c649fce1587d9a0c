/** What an injected text orders: a verb, and what it is about. */
export interface Order {
  readonly verb: string;
  readonly args: readonly string[];
}

/** An order as it is written into pages. */
export const written = ({ verb, args }: Order): string => `ORDER(${[verb, ...args].join(" ")})`;

const form = /ORDER\(([a-z-]+)((?: [^\s()]+)*)\)/g;

/** Orders in a text, in whatever code they were put: a mind that wants to obey finds them all. */
export function ordersIn(text: string): Order[] {
  const plain = found(text);
  if (plain.length > 0) return plain;
  for (const decode of decoders) {
    const orders = found(decode(text));
    if (orders.length > 0) return orders;
  }
  return [];
}

function found(text: string): Order[] {
  return [...text.matchAll(form)].map(([, verb = "", args = ""]) => ({
    verb,
    args: args.split(" ").filter((arg) => arg !== ""),
  }));
}

/** Every code that carriers use, and how it is read. */
export const codes = {
  base64: {
    encode: (text: string) => Buffer.from(text).toString("base64"),
    decode: (text: string) =>
      [...text.matchAll(/[A-Za-z0-9+/]{24,}={0,2}/g)]
        .map(([token]) => Buffer.from(token, "base64").toString("utf8"))
        .join(" "),
  },
  hex: {
    encode: (text: string) => Buffer.from(text).toString("hex"),
    decode: (text: string) =>
      [...text.matchAll(/(?:[0-9a-f]{2}){16,}/g)]
        .map(([token]) => Buffer.from(token, "hex").toString("utf8"))
        .join(" "),
  },
  rot13: { encode: rot13, decode: rot13 },
  reversed: { encode: reversed, decode: reversed },
  percent: {
    encode: (text: string) =>
      Array.from(text)
        .map((char) => `%${char.charCodeAt(0).toString(16)}`)
        .join(""),
    decode: (text: string) =>
      text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      ),
  },
  entities: {
    encode: (text: string) =>
      Array.from(text)
        .map((char) => `&#${char.charCodeAt(0)};`)
        .join(""),
    decode: (text: string) =>
      text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))),
  },
  zeroWidth: {
    encode: (text: string) =>
      Array.from(text)
        .map((char) =>
          char
            .charCodeAt(0)
            .toString(2)
            .padStart(8, "0")
            .replaceAll("0", "\u200B")
            .replaceAll("1", "\u200C"),
        )
        .join(""),
    decode: (text: string) =>
      (text.match(/[\u200B\u200C]/g) ?? [])
        .join("")
        .replaceAll("\u200B", "0")
        .replaceAll("\u200C", "1")
        .replace(/[01]{8}/g, (bits) => String.fromCharCode(Number.parseInt(bits, 2))),
  },
  tags: {
    encode: (text: string) =>
      Array.from(text)
        .map((char) => String.fromCodePoint(0xe0000 + char.charCodeAt(0)))
        .join(""),
    decode: (text: string) =>
      Array.from(text)
        .map((char) => char.codePointAt(0) ?? 0)
        .filter((code) => code > 0xe0000 && code < 0xe0080)
        .map((code) => String.fromCharCode(code - 0xe0000))
        .join(""),
  },
  fullwidth: {
    encode: (text: string) =>
      Array.from(text)
        .map((char) => (char === " " ? char : String.fromCharCode(char.charCodeAt(0) + 0xfee0)))
        .join(""),
    decode: (text: string) => text.normalize("NFKC"),
  },
  homoglyphs: {
    encode: (text: string) =>
      Array.from(text)
        .map((char) => homoglyphs[char] ?? char)
        .join(""),
    decode: (text: string) =>
      Array.from(text)
        .map((char) => latinOf.get(char) ?? char)
        .join(""),
  },
  spaced: {
    encode: (text: string) => Array.from(text).join("\u00AD"),
    decode: (text: string) => text.replaceAll("\u00AD", ""),
  },
} as const;
export type Code = keyof typeof codes;

const decoders: readonly ((text: string) => string)[] = [
  joinedParts,
  ...Object.values(codes).map(({ decode }) => decode),
];

const homoglyphs: Readonly<Record<string, string>> = {
  O: "О",
  E: "Е",
  a: "а",
  c: "с",
  e: "е",
  o: "о",
  p: "р",
  x: "х",
};
const latinOf = new Map(Object.entries(homoglyphs).map(([latin, other]) => [other, latin]));

function rot13(text: string): string {
  return text.replace(/[a-z]/gi, (char) => {
    const base = char <= "Z" ? 65 : 97;
    return String.fromCharCode(((char.charCodeAt(0) - base + 13) % 26) + base);
  });
}

function reversed(text: string): string {
  return Array.from(text).toReversed().join("");
}

/** An order that was cut in two: `PART1(…)` here, `PART2(…)` somewhere else. */
export function parts(text: string): readonly [string, string] {
  const code = Buffer.from(text).toString("base64url");
  const half = Math.ceil(code.length / 2);
  return [`PART1(${code.slice(0, half)})`, `PART2(${code.slice(half)})`];
}

function joinedParts(text: string): string {
  const half = (name: string) => new RegExp(`${name}\\(([A-Za-z0-9_-]+)\\)`).exec(text)?.[1];
  const [first, second] = [half("PART1"), half("PART2")];
  if (first === undefined || second === undefined) return "";
  return Buffer.from(first + second, "base64url").toString("utf8");
}
