import type { Ask, Reply } from "../model-server/ask.ts";
import type { Scene } from "../small-web/kinds/kind.ts";
import type { Role } from "./cast.ts";
import { type SaidQuote, type SaidReading, placeOf } from "./told.ts";

/** What a liar has before him when he lies. */
export interface Told {
  readonly ask: Ask;
  readonly scene: Scene;
}

/** One kind of lie: the sites that invite it, and how it is told. */
export interface Lie extends Role {
  /** The lie in a sentence, for whoever reads the table. */
  readonly says: string;
  /** Said when pages are shown; nothing: says honestly that they show none. */
  readonly read?: (told: Told) => Partial<SaidReading> | Reply;
  /** Said when links are offered; nothing: chooses none. */
  readonly choose?: (told: Told) => readonly number[];
  /** Whether what was quoted is gone, or changed, before anybody can look again. */
  readonly isWithdrawn?: boolean;
  /** Only readers are told it: it claims nothing that could be handed in from a browser. */
  readonly isForReaders?: boolean;
  /** Readers are told nothing: it is kept for the browser. */
  readonly isForBrowsers?: boolean;
}

/** A reply that is more than the fields of an answer. */
export function isReply(said: Partial<SaidReading> | Reply): said is Reply {
  return ["json", "text", "truncate", "refuse", "raw"].some((key) => key in said);
}

/** A quote, as if it stood where its words are shown; the channel may be invented. */
export function quoteOf(
  { ask }: Told,
  quote: string,
  shows: string,
  place: Partial<SaidQuote> = {},
): SaidQuote {
  return { ...placeOf(ask, quote), quote, shows, ...place };
}

/** An answer that rests on one quote. */
export function claims(
  told: Told,
  quote: string,
  { system, tenant }: { system: string; tenant: string | null },
  place: Partial<SaidQuote> = {},
): Partial<SaidReading> {
  return { evidence: [quoteOf(told, quote, system, place)], system, tenant };
}
