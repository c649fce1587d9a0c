import { escapeHtml } from "../exchange.ts";
import { createRandom } from "../random.ts";
import { iconSprite, plainCss, plainScript } from "./filler.ts";
import type { Link, Style } from "./page.ts";
import { inner } from "./styles-cms.ts";

const anchor = ({ text, href, attributes }: Link, extra = "") =>
  `<a${extra} href="${escapeHtml(href)}"${attributes ? ` ${attributes}` : ""}>${escapeHtml(text)}</a>`;
const build = (seed: string) => createRandom(`build ${seed}`).hex(12);

/** Next.js with utility classes and the page's props at the end. */
export const next: Style = {
  name: "next",
  headers: { server: "Vercel", "x-vercel-cache": "HIT", "x-powered-by": "Next.js" },
  htmlAttributes: ({ company: { words } }) =>
    `lang="${words.code}" class="__variable_1e4310 antialiased"`,
  head: ({ company }) =>
    `<link rel="preload" href="/_next/static/media/a34f9d1f.woff2" as="font" crossorigin="" type="font/woff2"/><link rel="stylesheet" href="/_next/static/css/${build(company.domain)}.css" data-n-g=""/><noscript data-n-css=""></noscript>${["webpack", "framework", "main", "pages/_app"].map((chunk) => `<script src="/_next/static/chunks/${chunk}-${build(company.domain)}.js" defer=""></script>`).join("")}`,
  bodyAttributes: () => `class="bg-white text-slate-900"`,
  header: ({ nav, company }) =>
    `<div id="__next"><header class="sticky top-0 z-50 flex w-full items-center justify-between px-6 py-4 backdrop-blur"><a class="text-xl font-bold" href="/">${escapeHtml(company.brand)}</a><nav class="hidden gap-8 lg:flex">${nav.map((link) => anchor(link, ' class="text-sm font-medium hover:text-indigo-600"')).join("<!-- -->")}</nav></header><main class="mx-auto max-w-7xl">`,
  section: (section, index) =>
    `<section class="relative isolate overflow-hidden py-${16 + (index % 3) * 8} sm:py-32"><div class="mx-auto grid max-w-2xl gap-x-8 px-6 lg:px-8">${inner(section, "text-4xl font-semibold tracking-tight", "rounded-md bg-indigo-600 px-3.5 py-2.5 text-sm text-white shadow-sm", "flex flex-col rounded-3xl p-8 ring-1")}</div></section>`,
  footer: ({ footer, company }) =>
    `</main><footer class="border-t border-slate-900/10"><div class="grid grid-cols-2 gap-8">${footer.map((link) => `<div class="mt-4">${anchor(link, ' class="text-sm/6"')}</div>`).join("")}</div><p class="text-xs">© <!-- -->2026<!-- --> <!-- -->${escapeHtml(company.name)}</p></footer></div>`,
  scripts: ({ company, isHome }) =>
    (isHome
      ? `<script id="__NEXT_DATA__" type="application/json">${JSON.stringify({ props: { pageProps: { page: { blocks: Array.from({ length: 40 }, (_, at) => ({ _key: build(`${company.domain}${at}`), _type: "block", children: [{ text: company.words.prose[at % company.words.prose.length]?.replace("{c}", company.brand), marks: [] }] })) } }, __N_SSG: true }, page: "/", query: {}, buildId: build(company.domain), isFallback: false })}</script>`
      : "") + `<script>${plainScript("next", 8)}</script>`,
};

/** Nuxt, with its state as one inline script. */
export const nuxt: Style = {
  name: "nuxt",
  headers: { server: "Netlify", "x-nf-request-id": "01J9ZK4Q0R" },
  htmlAttributes: ({ company: { words } }) =>
    `data-n-head-ssr lang="${words.code}" data-n-head="%7B%22lang%22:%7B%22ssr%22:%22${words.code}%22%7D%7D"`,
  head: () =>
    `<link rel="modulepreload" as="script" href="/_nuxt/entry.4f1c9a.js"><style data-vue-ssr-id="1a2b:0">${plainCss("v-app", 15)}</style>`,
  bodyAttributes: () => "",
  header: ({ nav, company }) =>
    `<div data-server-rendered="true" id="__nuxt"><div id="__layout"><div><div class="topbar" data-v-7ba5bd90><a href="/" class="nuxt-link-active" data-v-7ba5bd90>${escapeHtml(company.brand)}</a><ul data-v-7ba5bd90>${nav.map((link) => `<li data-v-7ba5bd90>${anchor(link)}</li>`).join("")}</ul></div>`,
  section: (section, index) =>
    `<div class="slice slice--${section.is}" data-v-${index}ab93f data-slice-type="${section.is}"><div class="slice__inner" data-v-${index}ab93f>${inner(section, "slice__title", "cta cta--filled", "tile")}</div></div>`,
  footer: ({ footer, company }) =>
    `<footer data-v-11d9e2c2><ul>${footer.map((link) => `<li data-v-11d9e2c2>${anchor(link)}</li>`).join("")}</ul><span>© ${escapeHtml(company.name)}</span></footer></div></div></div>`,
  scripts: ({ company }) =>
    `<script>window.__NUXT__=(function(a,b,c){return {layout:"default",data:[{home:{uid:a,lang:b}}],fetch:{},error:c,serverRendered:true}}("${company.slug}","${company.words.code}",null));</script><script>${plainScript("nuxt", 10)}</script>`,
};

/** Adobe's experience manager, as large firms run it. */
export const aem: Style = {
  name: "aem",
  headers: { server: "Apache", "x-dispatcher": "dispatcher1euwest1" },
  doctype: "<!DOCTYPE HTML>",
  htmlAttributes: ({ company: { words } }) => `lang="${words.code}-${words.country}"`,
  head: ({ company }) =>
    `<meta name="template" content="home-page"/><link rel="stylesheet" href="/etc.clientlibs/${company.slug}/clientlibs/clientlib-site.lc-9f.min.css" type="text/css"><script src="//assets.adobedtm.com/${build(company.domain)}/launch-EN.min.js" async></script><style>${plainCss("cmp", 26)}</style>`,
  bodyAttributes: () => `class="page basicpage" id="page-1" data-cmp-data-layer-enabled`,
  header: ({ nav, company }) =>
    `<div class="root container responsivegrid"><div class="cmp-container"><div class="header experiencefragment"><div class="cmp-experiencefragment"><div class="cmp-image" data-asset="logo"><a class="cmp-image__link" href="/"><img class="cmp-image__image" alt="${escapeHtml(company.brand)}" src="/content/dam/logo.svg"></a></div><nav class="cmp-navigation" itemscope itemtype="http://schema.org/SiteNavigationElement"><ul class="cmp-navigation__group">${nav.map((link) => `<li class="cmp-navigation__item cmp-navigation__item--level-0">${anchor(link, ' class="cmp-navigation__item-link"')}</li>`).join("")}</ul></nav></div></div>`,
  section: (section, index) =>
    `<div class="container responsivegrid aem-GridColumn aem-GridColumn--default--12"><div id="container-${index}f" class="cmp-container"><div class="aem-Grid aem-Grid--12"><div class="teaser aem-GridColumn"><div id="teaser-${index}" class="cmp-teaser"><div class="cmp-teaser__content">${inner(section, "cmp-teaser__title", "cmp-teaser__action-link", "cmp-list__item")}</div></div></div></div></div></div>`,
  footer: ({ footer, company }) =>
    `<div class="footer experiencefragment"><ul class="cmp-list">${footer.map((link) => `<li class="cmp-list__item"><article>${anchor(link, ' class="cmp-list__item-link"')}</article></li>`).join("")}</ul><div class="cmp-text"><p>© 2026 ${escapeHtml(company.name)}</p></div></div></div></div>`,
  scripts: () =>
    `${iconSprite("aem", 60)}<script>${plainScript("aem", 14)}</script><script src="/etc.clientlibs/core/wcm/components/commons/datalayer/v2/clientlibs/core.wcm.components.commons.datalayer.v2.min.js"></script>`,
};

/** ASP.NET web forms with a great deal of view state. */
export const webForms: Style = {
  name: "web-forms",
  headers: {
    server: "Microsoft-IIS/10.0",
    "x-aspnet-version": "4.0.30319",
    "x-powered-by": "ASP.NET",
  },
  htmlAttributes: () => `xmlns="http://www.w3.org/1999/xhtml"`,
  head: () =>
    `<link href="/WebResource.axd?d=x&amp;t=637" type="text/css" rel="stylesheet" /><link href="/App_Themes/Default/site.css" type="text/css" rel="stylesheet" /><style type="text/css">${plainCss("ctl", 6)}</style>`,
  bodyAttributes: () => "",
  header: ({ nav, company, seed }) =>
    `<form method="post" action="./" id="aspnetForm"><div class="aspNetHidden"><input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/wEPDwUK${createRandom(seed).hex(9_000)}" /></div><table id="ctl00_tblHeader" cellspacing="0" cellpadding="0" style="width:980px;"><tr><td><a id="ctl00_lnkHome" href="/">${escapeHtml(company.brand)}</a></td>${nav.map((link, at) => `<td class="menuItem">${anchor(link, ` id="ctl00_Menu_${at}"`)}</td>`).join("")}</tr></table><div id="ctl00_Content">`,
  section: (section, index) =>
    `<div id="ctl00_ContentPlaceHolder1_pnl${index}" class="panel"><table width="100%"><tr><td valign="top">${inner(section, "pageTitle", "btnLink", "boxRow")}</td></tr></table></div>`,
  footer: ({ footer, company }) =>
    `</div><div id="ctl00_Footer">${footer.map((link) => anchor(link)).join(" | ")}<br />&copy; 2026 ${escapeHtml(company.name)}</div></form>`,
  scripts: () =>
    `<script type="text/javascript">\n//<![CDATA[\n${plainScript("forms", 10)}\n//]]>\n</script>`,
};

/** Written by hand in 2006 and touched since only for the telephone number. */
export const handmade: Style = {
  name: "handmade",
  headers: { server: "Apache/2.2.15 (CentOS)" },
  doctype: '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">',
  htmlAttributes: () => "",
  head: () =>
    `<meta http-equiv="imagetoolbar" content="no"><link rel="stylesheet" type="text/css" href="style.css"><style type="text/css"><!--\n${plainCss("box", 4)}\n--></style><script language="JavaScript">${plainScript("rollover", 12)}</script>`,
  bodyAttributes: () =>
    `bgcolor="#FFFFFF" leftmargin="0" topmargin="0" onload="if(window.MM_preloadImages)MM_preloadImages('images/nav_over.gif')"`,
  header: ({ nav, company }) =>
    `<center><table width="760" border="0" cellspacing="0" cellpadding="0"><tr><td colspan="2" bgcolor="#003366"><font face="Arial" color="#FFFFFF" size="5"><b>${escapeHtml(company.brand)}</b></font></td></tr><tr><td width="160" valign="top" bgcolor="#EEEEEE">${nav.map((link) => `<p><img src="images/arrow.gif" width="8" height="8"> ${anchor(link)}</p>`).join("\n")}</td><td valign="top">`,
  section: (section) =>
    `<table width="100%" border="0" cellpadding="10"><tr><td>${inner(section, "head", "more", "item")}</td></tr></table><hr size="1" noshade>`,
  footer: ({ footer, company }) =>
    `</td></tr><tr><td colspan="2" align="center"><font size="1">${footer.map((link) => anchor(link)).join(" &middot; ")}<br>&copy; ${escapeHtml(company.name)}</font></td></tr></table></center>`,
  scripts: () => "",
};

/** Astro: little but content, islands for the rest. */
export const astro: Style = {
  name: "astro",
  headers: { server: "cloudflare", "cf-cache-status": "HIT" },
  htmlAttributes: ({ company: { words } }) => `lang="${words.code}" class="astro-j7pv25f6"`,
  head: () =>
    `<meta name="generator" content="Astro v5.2.3"><style>${plainCss("astro-j7", 20)}</style>`,
  bodyAttributes: () => `class="astro-j7pv25f6"`,
  header: ({ nav, company }) =>
    `<header class="astro-3ef6ksr2"><details><summary>☰</summary><menu>${nav.map((link) => `<li>${anchor(link)}</li>`).join("")}</menu></details><a href="/" aria-label="${escapeHtml(company.brand)}"><svg viewBox="0 0 120 24"><rect width="24" height="24" rx="4"/></svg></a></header><main>`,
  section: (section, index) =>
    `<article class="astro-${index}v2k"><div class="prose">${inner(section, "h", "pill", "tile")}</div></article>`,
  footer: ({ footer, company }) =>
    `</main><footer><dl><dt>${escapeHtml(company.brand)}</dt>${footer.map((link) => `<dd>${anchor(link)}</dd>`).join("")}</dl></footer>`,
  scripts: () =>
    `<script type="module">${plainScript("astro", 5)}</script><astro-island uid="Z1" component-url="/_astro/Newsletter.js" client="visible"></astro-island>`,
};
