import { z } from "zod";

/** Which links of the list are worth following. */
export const LinksAnswer = z.strictObject({
  numbers: z.array(z.int()),
});
export type LinksAnswer = z.infer<typeof LinksAnswer>;

/** A place that a model points at; its words are looked up there before they count. */
export const Quoted = z.strictObject({
  /** `d1`. */
  document: z.string(),
  /** A free text, because providers don't keep the case of closed lists. */
  channel: z.string(),
  /** Verbatim. */
  quote: z.string(),
  /** The catalogue's name of what stands there. */
  shows: z.string(),
});
export type Quoted = z.infer<typeof Quoted>;
