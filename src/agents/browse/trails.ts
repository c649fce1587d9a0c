import { z } from "zod";
import { cut } from "../reading/tokens.ts";
import type { BrowseState } from "./browse-state.ts";
import type { ToolUse } from "./tools.ts";

/** An element by what a page's view says of it: the line without its ref, and which of equal ones. */
const Place = z.strictObject({ line: z.string(), nth: z.int() });
export type Place = z.infer<typeof Place>;

const Deed = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("click"), place: Place }),
  z.strictObject({
    kind: z.literal("type"),
    place: Place,
    text: z.string(),
    submit: z.boolean(),
  }),
  z.strictObject({ kind: z.literal("scroll"), direction: z.enum(["up", "down"]) }),
]);
export type Deed = z.infer<typeof Deed>;

/** A way through a site that anybody can go again without a model: an address, then deeds. */
export const Trail = z.strictObject({ url: z.string(), deeds: z.array(Deed) });
export type Trail = z.infer<typeof Trail>;

const mostTrails = 20;
const mostDeeds = 20;
const mostLineChars = 300;

/** A new way begins with an address that is opened by its name. */
export function beginTrail(state: BrowseState, url: string): BrowseState {
  return { ...state, trails: [...state.trails, { url, deeds: [] }].slice(-mostTrails) };
}

/** The way goes on with what was done to the page as it was shown. */
export function goOnTrail(state: BrowseState, use: ToolUse): BrowseState {
  const last = state.trails.at(-1);
  const deed = deedOf(use, state.shown?.tree ?? "");
  if (last === undefined || deed === undefined || last.deeds.length >= mostDeeds) return state;
  const longer = { ...last, deeds: [...last.deeds, deed] };
  return { ...state, trails: [...state.trails.slice(0, -1), longer] };
}

function deedOf(use: ToolUse, tree: string): Deed | undefined {
  if (use.name === "scroll") return { kind: "scroll", direction: use.input.direction };
  if (use.name !== "click" && use.name !== "type") return undefined;
  const place = placeOf(tree, use.input.ref);
  if (place === undefined) return undefined;
  if (use.name === "click") return { kind: "click", place };
  const { text, submit } = use.input;
  return { kind: "type", place, text, submit };
}

/** Where a ref stands in a view. */
export function placeOf(tree: string, ref: string): Place | undefined {
  const lines = tree.split("\n");
  const at = lines.findIndex((line) => refIn(line) === ref);
  if (at === -1) return undefined;
  const line = plain(lines[at] ?? "");
  return { line, nth: lines.slice(0, at).filter((other) => plain(other) === line).length };
}

/** The ref that stands at a place of another view, if one does. */
export function refAt(tree: string, { line, nth }: Place): string | undefined {
  const alike = tree
    .split("\n")
    .filter((other) => plain(other) === line && refIn(other) !== undefined);
  const found = alike[nth] ?? alike[0];
  return found === undefined ? undefined : refIn(found);
}

function refIn(line: string): string | undefined {
  return /\[ref=((?:f\d+)?e\d+)\]/.exec(line)?.[1];
}

function plain(line: string): string {
  return cut(line.replace(/ \[[^\]"]*\]/g, "").trim(), mostLineChars);
}
