import type { Host } from "../small-web/exchange.ts";
import type { Scene, Site } from "../small-web/kinds/kind.ts";
import { type SitePlan, careersPathOf, createSite } from "../small-web/kinds/site.ts";
import { careersIntro, raw } from "../small-web/kinds/steps.ts";
import type { Section } from "../small-web/pages/page.ts";
import { entryAt } from "../small-web/random.ts";
import { type Tenant, type Vendor, createTenant } from "../small-web/vendors/vendor.ts";
import { vendorOf } from "../small-web/vendors/vendors.ts";
import { withdrawnKey } from "./world.ts";

/** Vendors that say whose account it is. */
export const speaking = [
  "greenhouse",
  "workable",
  "ashby",
  "recruitee",
  "bamboohr",
  "breezy",
] as const;
/** All that liars know: some of these tell nobody whose account it is. */
export const anySystem = [
  ...speaking,
  "lever",
  "smartrecruiters",
  "personio",
  "teamtailor",
  "jazzhr",
  "jobvite",
] as const;

const strangerNames = [
  "Tessaract Placement",
  "Orbital Loom",
  "Petrel Grid",
  "Marrow Labs",
  "Sunder Freight",
  "Vantor Holdings",
  "Clemency Dental",
  "Osprey Ledger",
];

/** An account at the scene's vendor that is in use and is another company's. */
export function strangerOf(scene: Scene, vendor: Vendor = scene.vendor): Tenant {
  const name = entryAt(strangerNames, scene.company.index);
  const key = `${name.toLowerCase().replaceAll(" ", "")}${scene.company.index}`;
  const website = `https://www.${key}.com`;
  return { ...createTenant(vendor, scene.company), key, name, website };
}

/** An account called as the scene's company would call it, in use, of whoever `name` is. */
export function namesakeOf(scene: Scene, name = "Thornbury Community Services"): Tenant {
  const website = "https://www.thornbury-community.org";
  return { ...createTenant(scene.vendor, scene.company), key: scene.company.slug, name, website };
}

/** A site that says who may apply and how, and names no system. */
export function plainSite(scene: Scene, plan: SitePlan = {}, more: readonly Section[] = []): Site {
  const { words, company } = scene;
  return createSite(scene, {
    careers: [
      ...careersIntro(scene),
      {
        is: "cards",
        title: words.openings,
        cards: words.jobs.slice(0, 2).map((title) => ({ title, text: "" })),
      },
      { is: "prose", title: words.apply, paragraphs: [`jobs (at) ${company.domain}`] },
      ...more,
    ],
    ...plan,
  });
}

/** A plain site with one more paragraph on its careers page. */
export const noticeSite = (scene: Scene, html: string, plan: SitePlan = {}): Site =>
  plainSite(scene, plan, [notice(html)]);

export const notice = (html: string): Section => raw(`<div class="notice"><p>${html}</p></div>`);

/** The company's own board, printed where no pattern looks for it. */
export function printedBoard(scene: Scene): Site {
  const board = scene.vendor.board(scene.tenant);
  return createSite(scene, {
    home: [notice(`Our crew is growing. Who we miss, we write down at ${board} and nowhere else.`)],
  });
}

/** The same, withdrawn when the world says so; `after` is what stands there from then on. */
export function untilWithdrawn(scene: Scene, before: Site, after: Site): Site {
  const hosts = new Map<string, Host>();
  const key = withdrawnKey(scene.company.domain);
  for (const [name, host] of before.hosts) {
    const later = after.hosts.get(name) ?? host;
    hosts.set(name, {
      ...host,
      serve: (asked) => (asked.memory.has(key) ? later : host).serve(asked),
    });
  }
  return { ...before, hosts, tenants: [...before.tenants, ...after.tenants] };
}

/** A plain site with one more page of its own, and a link to it or none. */
export function withPage(
  scene: Scene,
  path: string,
  sections: readonly Section[],
  { linkText, tenants = [] }: { linkText?: string; tenants?: readonly Tenant[] } = {},
): Site {
  return plainSite(scene, {
    pages: { [path]: sections },
    tenants,
    ...(linkText === undefined ? {} : { nav: [{ text: linkText, href: path }] }),
  });
}

export const careersUrlOf = (scene: Scene): string =>
  `https://${scene.company.domain}${careersPathOf(scene)}`;

export const boardOf = (tenant: Tenant): string => vendorOf(tenant.vendor).board(tenant);
