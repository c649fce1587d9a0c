import type { Style } from "./page.ts";
import { blocks, drupal, elementor, joomla, typo3 } from "./styles-cms.ts";
import { aem, astro, handmade, next, nuxt, webForms } from "./styles-coded.ts";
import { hubspot, shopify, squarespace, webflow } from "./styles-hosted.ts";

/** Every site builder of the small web. */
export const styles: readonly Style[] = [
  elementor,
  webflow,
  blocks,
  next,
  drupal,
  squarespace,
  typo3,
  hubspot,
  nuxt,
  joomla,
  aem,
  shopify,
  webForms,
  handmade,
  astro,
];
