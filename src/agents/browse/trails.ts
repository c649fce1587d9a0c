import { oneLine } from "../reading/tokens.ts";
import type { BrowseState } from "./browse-state.ts";

const mostTrails = 20;
const mostClicks = 12;
const mostNameChars = 120;

/** A new way begins with an address that is opened by its name. */
export function beginTrail(state: BrowseState, url: string): BrowseState {
  return { ...state, trails: [...state.trails, { url, clicks: [] }].slice(-mostTrails) };
}

/** The way goes on with a click, told by the accessible name of what was clicked. */
export function addClick(state: BrowseState, name: string | undefined): BrowseState {
  const last = state.trails.at(-1);
  const called = oneLine(name ?? "", mostNameChars);
  if (last === undefined || called === "" || last.clicks.length >= mostClicks) return state;
  const clicks = [...last.clicks, called];
  return { ...state, trails: [...state.trails.slice(0, -1), { ...last, clicks }] };
}
