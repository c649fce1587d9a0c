import { embedKinds } from "./embeds.ts";
import type { Kind } from "./kind.ts";
import { linkKinds } from "./links.ts";
import { redirectKinds } from "./redirects.ts";

/** Every kind of site in the small web. */
export const kinds: readonly Kind[] = [...linkKinds, ...embedKinds, ...redirectKinds];
