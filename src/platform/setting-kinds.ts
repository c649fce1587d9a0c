import { z } from "zod";

/** A whole number, not below `min`. */
export const integer = (fallback: number, min = 0) =>
  z.coerce.number().int().min(min).default(fallback);

/** Yes or no, as people write it in an environment. */
export const flag = (fallback: boolean) =>
  z
    .enum(["true", "false", "1", "0"])
    .default(fallback ? "true" : "false")
    .transform((value) => value === "true" || value === "1");

/** An amount of dollars; none unless told otherwise. */
export const dollars = z.coerce.number().min(0).default(0);

/** An address that can be opened as it stands. */
export const webAddress = z.url({
  protocol: /^https?$/,
  error: "write http:// or https:// and a host",
});

/** Several values, by comma or space. */
export const list = z
  .string()
  .default("")
  .transform((value) => value.split(/[\s,]+/).filter(Boolean));
