import { strictSchema } from "../../models/strict-schema.ts";
import { LinksAnswer } from "../reading/answers.ts";
import { linksSchema, ReadingAnswer, readingSchema } from "./model-answers.ts";

/** Start-up check: what the workflow's models are to answer is strict for every provider; throws what is not. */
export function requireAtsSchemas(): void {
  strictSchema(linksSchema, LinksAnswer);
  strictSchema(readingSchema, ReadingAnswer);
}
