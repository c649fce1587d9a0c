import { brokenKinds } from "./broken.ts";
import { browserKinds } from "./browser-only.ts";
import { deceptiveKinds } from "./deceptive.ts";
import { embedKinds } from "./embeds.ts";
import { frontEndKinds } from "./front-ends.ts";
import { hostedKinds } from "./hosted.ts";
import type { Kind } from "./kind.ts";
import { languageKinds } from "./languages.ts";
import { linkKinds } from "./links.ts";
import { nothingKinds } from "./nothing-there.ts";
import { ownListKinds } from "./own-lists.ts";
import { redirectKinds } from "./redirects.ts";
import { residueKinds } from "./residue.ts";

/** Every kind of site in the small web. */
export const kinds: readonly Kind[] = [
  ...linkKinds,
  ...embedKinds,
  ...hostedKinds,
  ...ownListKinds,
  ...frontEndKinds,
  ...residueKinds,
  ...languageKinds,
  ...redirectKinds,
  ...browserKinds,
  ...nothingKinds,
  ...deceptiveKinds,
  ...brokenKinds,
];
