import { chinese } from "./chinese.ts";
import { czech } from "./czech.ts";
import { danish } from "./danish.ts";
import { dutch } from "./dutch.ts";
import { english } from "./english.ts";
import { finnish } from "./finnish.ts";
import { french } from "./french.ts";
import { german } from "./german.ts";
import { italian } from "./italian.ts";
import { japanese } from "./japanese.ts";
import { korean } from "./korean.ts";
import { norwegian } from "./norwegian.ts";
import { polish } from "./polish.ts";
import { portuguese } from "./portuguese.ts";
import { russian } from "./russian.ts";
import { spanish } from "./spanish.ts";
import { swedish } from "./swedish.ts";
import { turkish } from "./turkish.ts";
import type { Words } from "./words.ts";

/** Every language that the small web speaks. */
export const languages: readonly Words[] = [
  english,
  german,
  french,
  spanish,
  italian,
  dutch,
  portuguese,
  swedish,
  danish,
  norwegian,
  finnish,
  polish,
  czech,
  turkish,
  japanese,
  chinese,
  korean,
  russian,
];

/** The words of a language by its code; English where there are none. */
export function wordsIn(code: string): Words {
  return languages.find((words) => words.code === code) ?? english;
}
