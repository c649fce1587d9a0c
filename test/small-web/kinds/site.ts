import { encodeAs } from "../charsets.ts";
import { toAscii } from "../companies/names.ts";
import {
  type Answer,
  type AnswerHeaders,
  type Host,
  type Serve,
  html,
  redirect,
} from "../exchange.ts";
import { drawPage } from "../pages/draw-page.ts";
import type { Link, PageParts, Section } from "../pages/page.ts";
import type { Tenant } from "../vendors/vendor.ts";
import { homeSections } from "./home.ts";
import { assetFile, robotsFile, sitemapFile } from "./site-files.ts";
import type { DnsRecord, Scene, Site, Step, Way } from "./kind.ts";

/** One page, or an answer that is no page. */
export type PagePlan = readonly Section[] | PageDetails | Serve;

export interface PageDetails {
  readonly sections: readonly Section[];
  readonly title?: string;
  readonly head?: string;
  readonly end?: string;
}

/** How a company's site differs from the plain one. */
export interface SitePlan {
  readonly careers?: PagePlan;
  /** Where "careers" links lead; the careers page when left out, nowhere when `null`. */
  readonly careersHref?: string | null;
  readonly careersText?: string;
  readonly careersIn?: readonly ("nav" | "footer" | "home" | "about")[];
  readonly home?: readonly Section[];
  readonly homeHead?: string;
  readonly homeEnd?: string;
  readonly nav?: readonly Link[];
  readonly footer?: readonly Link[];
  readonly pages?: Readonly<Record<string, PagePlan>>;
  /** Asked before anything else; `undefined` leaves it to the site. */
  readonly first?: (asked: Parameters<Serve>[0]) => Answer | undefined;
  readonly robots?: string | null;
  readonly sitemap?: readonly string[];
  /** The address that the site prefers, the one that answers alone when `only`. */
  readonly front?: "www" | "apex" | "www only";
  readonly scheme?: "https" | "http";
  readonly host?: Partial<Host>;
  readonly hosts?: Readonly<Record<string, Serve>>;
  readonly charset?: string;
  readonly headers?: AnswerHeaders;
  readonly dns?: readonly DnsRecord[];
  readonly trail?: readonly Step[];
  readonly way?: Way;
  readonly tenants?: readonly Tenant[];
  readonly frontEnd?: string;
}

/** The address of the site's front door, without a slash at the end. */
export function originOf(
  { company, isPlain }: Scene,
  plan: Pick<SitePlan, "front" | "scheme"> = {},
): string {
  const front = plan.front ?? (isPlain || company.index % 3 === 0 ? "apex" : "www");
  return `${plan.scheme ?? "https"}://${front === "apex" ? "" : "www."}${company.domain}`;
}

/** Where a site keeps its careers page. */
export const careersPathOf = ({ words }: Scene): string => `/${words.careersPath}`;

/** Builds a company's site: a dozen ordinary pages, and what the plan adds. */
export function createSite(scene: Scene, plan: SitePlan): Site {
  const { company } = scene;
  const origin = originOf(scene, plan);
  const serve = serveSite(scene, plan, origin);
  const hosts = new Map<string, Host>();
  const main = new URL(origin).hostname;
  const other = main.startsWith("www.") ? company.domain : `www.${main}`;
  const scheme = plan.scheme ?? "https";
  hosts.set(main, {
    ...(scheme === "http" ? { refuses: "https" as const } : {}),
    ...plan.host,
    serve: (asked) =>
      scene.isPlain || asked.url.protocol === `${scheme}:`
        ? serve(asked)
        : redirect(origin + asked.url.pathname + asked.url.search),
  });
  if (plan.front !== "www only") {
    hosts.set(other, {
      ...(scheme === "http" ? { refuses: "https" as const } : {}),
      ...plan.host,
      serve: ({ url }) => redirect(origin + url.pathname + url.search),
    });
  }
  for (const [name, served] of Object.entries(plan.hosts ?? {})) {
    hosts.set(name, {
      serve: (asked) =>
        asked.url.protocol === "http:"
          ? redirect(`https://${name}${asked.url.pathname}${asked.url.search}`)
          : served(asked),
    });
  }
  return {
    hosts,
    dns: plan.dns ?? [],
    trail: plan.trail ?? [],
    tenants: plan.tenants ?? [],
    ...(plan.way ? { way: plan.way } : {}),
    ...(plan.frontEnd ? { frontEnd: plan.frontEnd } : {}),
  };
}

function serveSite(scene: Scene, plan: SitePlan, origin: string): Serve {
  const { words, company } = scene;
  const careersPath = careersPathOf(scene);
  const about = `/${
    toAscii(words.about)
      .replaceAll(/[^a-z]+/g, "-")
      .replaceAll(/^-|-$/g, "") || "company"
  }`;
  const careersHref =
    plan.careersHref === undefined ? (plan.careers ? careersPath : null) : plan.careersHref;
  const careers: Link[] =
    careersHref === null ? [] : [{ text: plan.careersText ?? words.careers, href: careersHref }];
  const linkedIn = plan.careersIn ?? ["nav", "footer"];
  const at = (place: "nav" | "footer" | "home" | "about") =>
    linkedIn.includes(place) ? careers : [];
  const nav: Link[] = [
    { text: words.home, href: "/" },
    { text: words.about, href: about },
    { text: words.offer, href: "/products" },
    { text: words.news, href: "/news" },
    ...(plan.nav ?? []),
    ...at("nav"),
    { text: words.contact, href: "/contact" },
  ];
  const footer: Link[] = [
    { text: words.privacy, href: "/privacy" },
    { text: words.imprint, href: "/legal" },
    {
      text: "LinkedIn",
      href: `https://www.linkedin.com/company/${company.slug}`,
      attributes: 'target="_blank" rel="noopener"',
    },
    ...(plan.footer ?? []),
    ...at("footer"),
  ];
  const prose = (title: string, take: number): Section => ({
    is: "prose",
    title,
    paragraphs: words.prose.slice(take).map((line) => line.replaceAll("{c}", company.brand)),
  });
  const toCareers = (links: readonly Link[]): Section[] =>
    links.map((link) => ({ is: "action", text: words.joinUs, link }));
  const pages: Record<string, PagePlan> = {
    "/": {
      sections: [...homeSections(scene), ...toCareers(at("home")), ...(plan.home ?? [])],
      head: plan.homeHead ?? "",
      end: plan.homeEnd ?? "",
      title: `${company.brand} – ${words.slogans[company.index % words.slogans.length]}`,
    },
    [about]: {
      sections: [prose(words.about, 0), ...toCareers(at("about"))],
      title: `${words.about} | ${company.brand}`,
    },
    "/products": [prose(words.offer, 1)],
    "/news": [prose(words.news, 2)],
    "/contact": [
      {
        is: "prose",
        title: words.contact,
        paragraphs: [company.name, words.cities[0] ?? "", `info@${company.domain}`],
      },
    ],
    "/privacy": [
      {
        is: "prose",
        title: words.privacy,
        paragraphs: [
          words.cookies,
          ...words.prose.slice(0, 2).map((line) => line.replaceAll("{c}", company.name)),
        ],
      },
    ],
    "/legal": [prose(words.imprint, 3)],
    ...(plan.careers ? { [careersPath]: plan.careers } : {}),
    ...plan.pages,
  };
  const draw = (path: string, page: readonly Section[] | PageDetails, status = 200): Answer => {
    const details: PageDetails = Array.isArray(page) ? { sections: page } : (page as PageDetails);
    const charset = plan.charset ?? "utf-8";
    const parts: PageParts = {
      company,
      nav,
      footer,
      charset,
      sections: details.sections,
      title:
        details.title ?? `${sectionTitle(details.sections) ?? company.brand} | ${company.brand}`,
      url: origin + path,
      head: details.head ?? "",
      end: details.end ?? "",
      isHome: path === "/",
      isLight: scene.isPlain,
      seed: `${scene.kind} ${company.domain}`,
    };
    return html(
      encodeAs(charset, drawPage(scene.style, parts)),
      { ...scene.style.headers, "content-type": `text/html; charset=${charset}`, ...plan.headers },
      status,
    );
  };
  return (asked) => {
    const { pathname } = asked.url;
    const said = plan.first?.(asked);
    if (said) return said;
    if (pathname === "/robots.txt") return robotsFile(plan.robots, plan.sitemap, origin);
    if (pathname === "/sitemap.xml")
      return plan.sitemap ? sitemapFile(plan.sitemap, origin) : draw(pathname, missing, 404);
    const page = pages[pathname] ?? pages[pathname.replace(/(?:\/|\.html)$/, "")];
    if (typeof page === "function") return page(asked);
    if (page) return draw(pathname, page);
    return assetFile(pathname) ?? draw(pathname, missing, 404);
  };
}

const missing: readonly Section[] = [{ is: "hero", title: "404", text: "Page not found" }];

function sectionTitle(sections: readonly Section[]): string | undefined {
  return sections.map((section) => ("title" in section ? section.title : undefined)).find(Boolean);
}
