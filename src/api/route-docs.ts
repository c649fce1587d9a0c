import { z } from "zod";

/** Parts that OpenAPI's words for a route are put together from. */
export const id = z.object({ id: z.string() });

export const json = (schema: z.ZodType) => ({ content: { "application/json": { schema } } });

/** A JSON answer. */
export const ok = (description: string, schema: z.ZodType) => ({
  200: { description, ...json(schema) },
});

/** A page of a listing, with what to ask for next. */
export const page = (item: z.ZodType) =>
  z.object({ data: z.array(item), nextCursor: z.string().nullable() });

/** A listing that comes whole. */
export const list = (item: z.ZodType) => z.object({ data: z.array(item) });

/** A download. */
export const file = (description: string, type: string, schema: z.ZodType = z.string()) => ({
  200: { description, content: { [type]: { schema } } },
});
