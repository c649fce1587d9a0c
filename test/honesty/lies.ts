import type { Lie } from "./lie.ts";
import { elsewhereLies } from "./lies-elsewhere.ts";
import { inventedLies } from "./lies-invented.ts";
import { formLies } from "./lies-of-form.ts";

/** Every kind of lie that is told. */
export const lies: readonly Lie[] = [...inventedLies, ...elsewhereLies, ...formLies];
