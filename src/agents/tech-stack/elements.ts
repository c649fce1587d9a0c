import { Tokenizer } from "htmlparser2";
import { isInside } from "../page/comments.ts";
import type { Page } from "../page/page.ts";

/** One attribute of a live element. */
export interface LiveAttribute {
  readonly tag: string;
  readonly name: string;
  /** As it stands. */
  readonly raw: string;
  /** Where the value starts; where the name starts when there is none. */
  readonly start: number;
  readonly nameStart: number;
}

/** The attributes of these names on live elements: not in comments, quoted code or templates. */
export function attributesOf(page: Page, names: ReadonlySet<string>): LiveAttribute[] {
  const source = page.snapshot.text;
  const found: LiveAttribute[] = [];
  let tag = "";
  let live = true;
  let name = "";
  const seen = new Set<string>();
  let nameStart = 0;
  let start = -1;
  let end = -1;
  const nothing = () => {};
  const tokenizer = new Tokenizer(
    { decodeEntities: false },
    {
      onopentagname(from, to) {
        tag = source.slice(from, to).toLowerCase();
        live = !isInside(page.dead, from);
        seen.clear();
      },
      onattribname(from, to) {
        name = source.slice(from, to).toLowerCase();
        nameStart = from;
        start = -1;
      },
      onattribdata(from, to) {
        if (start === -1) start = from;
        end = to;
      },
      onattribend() {
        // Of two attributes of one name the first counts, as browsers see it.
        const isFirst = !seen.has(name);
        seen.add(name);
        if (!live || !isFirst || !names.has(name)) return;
        const isEmpty = start === -1 || start === end;
        found.push({
          tag,
          name,
          raw: isEmpty ? "" : source.slice(start, end),
          start: isEmpty ? nameStart : start,
          nameStart,
        });
      },
      onattribentity: nothing,
      oncdata: nothing,
      onclosetag: nothing,
      oncomment: nothing,
      ondeclaration: nothing,
      onend: nothing,
      onopentagend: nothing,
      onprocessinginstruction: nothing,
      onselfclosingtag: nothing,
      ontext: nothing,
      ontextentity: nothing,
    },
  );
  tokenizer.write(source);
  tokenizer.end();
  return found;
}
