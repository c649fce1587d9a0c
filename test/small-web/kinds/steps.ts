import type { Link, Section } from "../pages/page.ts";
import { escapeHtml } from "../exchange.ts";
import type { Scene, Step } from "./kind.ts";
import { careersPathOf, originOf } from "./site.ts";

/** The vendor's own page, naming the company. */
export function boardStep({ vendor, tenant }: Scene): Step {
  return {
    url: vendor.board(tenant),
    has: vendor.id === "workday" ? tenant.key : escapeHtml(tenant.name),
  };
}

/** Front door → careers page → vendor, where the careers page shows `has`. */
export function usualTrail(
  scene: Scene,
  has = escapeHtml(scene.vendor.board(scene.tenant)),
): Step[] {
  const path = careersPathOf(scene);
  return [
    { url: `${originOf(scene)}/`, has: path },
    { url: originOf(scene) + path, has },
    boardStep(scene),
  ];
}

/** The pieces that most careers pages open with. */
export function careersIntro({ words, company }: Scene): Section[] {
  return [
    {
      is: "hero",
      title: words.joinUs,
      text: (words.work[0] ?? "").replaceAll("{c}", company.brand),
    },
    {
      is: "prose",
      title: words.careers,
      paragraphs: words.work.map((line) => line.replaceAll("{c}", company.brand)),
    },
  ];
}

/** A link to the company's board, in the site's language. */
export function boardLink({ vendor, tenant, words, random }: Scene): Link {
  return {
    text: random.pick([words.viewJobs, words.openings]),
    href: vendor.board(tenant),
    ...(random.chance(0.5) ? { attributes: 'target="_blank" rel="noopener"' } : {}),
  };
}

/** HTML pasted into a page. */
export const raw = (html: string): Section => ({ is: "raw", html });
