import { domainToUnicode } from "node:url";
import { hash32 } from "../random.ts";
import { type Entry } from "./roster.ts";

/** One line of the input file. */
export interface Line {
  readonly company: string;
  readonly domain: string;
  readonly country: string;
  readonly employees: string;
  /** The entry it is about; `undefined` where it is about none. */
  readonly entry: Entry | undefined;
}

/** The input file's lines: one for every company, and a few as people really write them. */
export function createLines(roster: readonly Entry[]): readonly Line[] {
  const lines: Line[] = roster.map((entry) => {
    const { name, domain, country, employees } = entry.scene.company;
    return { company: name, domain: asTyped(domain), country, employees: String(employees), entry };
  });
  const [first, second, third, fourth, fifth] = roster;
  const odd = (
    at: number,
    entry: Entry | undefined,
    write: (name: string, domain: string) => Partial<Line>,
  ) => {
    const { name = "", domain = "", country = "", employees = "" } = entry?.scene.company ?? {};
    lines.splice(at, 0, {
      company: name,
      domain,
      country,
      employees: String(employees),
      entry,
      ...write(name, domain),
    });
  };
  odd(40, first, (name, domain) => ({
    company: name.toUpperCase(),
    domain: `HTTPS://WWW.${domain.toUpperCase()}/`,
  }));
  odd(77, second, (name, domain) => ({
    company: `  ${name} `,
    domain: ` http://${domain}/index.html?ref=crm `,
  }));
  odd(120, undefined, () => ({
    company: "Harbour & Sons (no website)",
    domain: "",
    country: "GB",
    employees: "12",
  }));
  odd(150, undefined, () => ({
    company: "???",
    domain: "n/a – ask Tim",
    country: "",
    employees: "many",
  }));
  odd(181, third, (name, domain) => ({ company: `${name}, "head office"\nsecond line`, domain }));
  odd(230, fourth, (name, domain) => ({
    company: `"${name}", the, original`,
    domain: `www.${domain}`,
  }));
  odd(260, undefined, () => ({
    company: "Ümläut Çompañía 株式会社",
    domain: "http://",
    country: "DE",
    employees: "3",
  }));
  odd(290, fifth, (name, domain) => ({ company: name, domain: `info@${domain}` }));
  return lines;
}

/** Lists come from many hands: some write addresses, some write national letters. */
function asTyped(domain: string): string {
  const spelled = domainToUnicode(domain);
  switch (hash32(`typed ${domain}`) % 12) {
    case 0:
      return `https://www.${domain}`;
    case 1:
      return `www.${spelled}`;
    case 2:
      return `http://${domain}/`;
    default:
      return spelled;
  }
}

/** The lines as CSV (RFC 4180), header first. */
export function linesAsCsv(lines: readonly Line[]): string {
  const cell = (text: string) =>
    /[",\n\r]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const rows = lines.map(({ company, domain, country, employees }) =>
    [company, domain, country, employees].map(cell).join(","),
  );
  return `${["company,domain,country,employees", ...rows].join("\r\n")}\r\n`;
}
