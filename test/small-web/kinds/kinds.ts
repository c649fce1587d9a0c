import { brokenKinds } from "./broken.ts";
import { browserScriptKinds } from "./browser-scripts.ts";
import { browserWallKinds } from "./browser-walls.ts";
import { bundleKinds } from "./bundles.ts";
import { embedKinds } from "./embeds.ts";
import { frontEndKinds } from "./front-ends.ts";
import { hostedKinds } from "./hosted.ts";
import type { Kind } from "./kind.ts";
import { languageKinds } from "./languages.ts";
import { linkKinds } from "./links.ts";
import { longerWayKinds } from "./longer-ways.ts";
import { namedInPassingKinds } from "./named-in-passing.ts";
import { nothingKinds } from "./nothing-there.ts";
import { ownListKinds } from "./own-lists.ts";
import { redirectKinds } from "./redirects.ts";
import { residueKinds } from "./residue.ts";
import { somebodyElsesKinds } from "./somebody-elses.ts";

/** Every kind of site in the small web. */
export const kinds: readonly Kind[] = [
  ...linkKinds,
  ...longerWayKinds,
  ...embedKinds,
  ...hostedKinds,
  ...ownListKinds,
  ...bundleKinds,
  ...frontEndKinds,
  ...residueKinds,
  ...languageKinds,
  ...redirectKinds,
  ...browserScriptKinds,
  ...browserWallKinds,
  ...nothingKinds,
  ...somebodyElsesKinds,
  ...namedInPassingKinds,
  ...brokenKinds,
];
