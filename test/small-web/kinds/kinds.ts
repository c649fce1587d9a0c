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
import { oddLinkKinds } from "./odd-links.ts";
import { residueKinds } from "./residue.ts";
import { somebodyElsesKinds } from "./somebody-elses.ts";
import { visitorKinds } from "./visitors.ts";

/** Every kind of site that the small web's own list has. */
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

/** Kinds that take a reader or a visitor: no pattern leads to their vendor. Endless lists have them. */
export const kindsForModels: readonly Kind[] = [...oddLinkKinds, ...visitorKinds];

const byName = new Map([...kinds, ...kindsForModels].map((kind) => [kind.name, kind]));

/** The kind with this name; a wrong name is a bug in the small web. */
export function kindCalled(name: string): Kind {
  const kind = byName.get(name);
  if (!kind) throw new RangeError(`the small web has no kind called ${name}`);
  return kind;
}
