/** One record of an input, as it was written. */
export interface SourceLine {
  /** Physical line on which it starts, from 1. */
  readonly line: number;
  /** Cells in the order of `columns()`, or what made the line unreadable. */
  readonly content:
    | { readonly cells: readonly unknown[] }
    | { readonly cells: readonly unknown[]; readonly detail: string };
}

/** An input being read: lines in order, in constant memory. */
export interface LineSource {
  readonly lines: AsyncIterable<SourceLine>;
  /** Column names known so far; it only ever grows, and is complete when `lines` has ended. */
  readonly columns: () => readonly string[];
}

/** The input as a whole can't be read. Nothing of it was accepted; the message says what to change. */
export class UnreadableInput extends Error {
  override readonly name = "UnreadableInput";
}

/** Longest line or record that is read, in characters; a longer one is most likely not meant as one. */
export const maxLineChars = 1_000_000;

/** Most columns an input may have. */
export const maxColumns = 500;

/** How deep a cell may nest; what is deeper is an attack or a mistake. */
export const maxDepth = 32;
