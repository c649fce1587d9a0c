import { escapeHtml } from "../exchange.ts";
import { createRandom } from "../random.ts";
import { iconSprite, plainCss, plainScript } from "./filler.ts";
import type { Link, Style } from "./page.ts";
import { inner } from "./styles-cms.ts";

const anchor = ({ text, href, attributes }: Link, extra = "") =>
  `<a href="${escapeHtml(href)}"${extra}${attributes ? ` ${attributes}` : ""}>${escapeHtml(text)}</a>`;
const id = (seed: string) => createRandom(`id ${seed}`).hex(24);

/** Webflow. */
export const webflow: Style = {
  name: "webflow",
  headers: { server: "cloudflare", "x-lambda-id": "4f1c9a" },
  htmlAttributes: ({ company, seed }) =>
    `data-wf-domain="www.${company.domain}" data-wf-page="${id(seed)}" data-wf-site="${id(company.domain)}" lang="${company.words.code}"`,
  head: ({ company }) =>
    `<meta content="Webflow" name="generator"/><link href="https://cdn.prod.website-files.com/${id(company.domain)}/css/site.webflow.css" rel="stylesheet" type="text/css"/><script type="text/javascript">!function(o,c){var n=c.documentElement,t=" w-mod-";n.className+=t+"js"}(window,document);</script><style>${plainCss("w", 9)}</style>`,
  bodyAttributes: () => `class="body"`,
  header: ({ nav, company }) =>
    `<div data-animation="default" data-collapse="medium" role="banner" class="navbar w-nav"><div class="container w-container"><a href="/" class="brand w-nav-brand"><img loading="lazy" src="https://cdn.prod.website-files.com/logo.svg" alt="${escapeHtml(company.brand)}"/></a><nav role="navigation" class="nav-menu w-nav-menu">${nav.map((link) => anchor(link, ' class="nav-link w-nav-link"')).join("")}</nav><div class="menu-button w-nav-button"><div class="w-icon-nav-menu"></div></div></div></div>`,
  section: (section, index) =>
    `<section class="section ${index % 2 ? "is-grey" : ""}"><div class="w-layout-blockcontainer container w-container">${inner(section, "heading-2", "button w-button", "w-layout-cell cell")}</div></section>`,
  footer: ({ footer, company }) =>
    `<div class="footer"><div class="w-layout-grid footer-grid">${footer.map((link) => anchor(link, ' class="footer-link w-inline-block"')).join("")}</div><div class="text-small">© ${escapeHtml(company.name)}</div></div>`,
  scripts: () =>
    `<script src="https://d3e54v103j8qbb.cloudfront.net/js/jquery-3.5.1.min.dc5e7f18c8.js"></script><script>${plainScript("webflow", 9)}</script>`,
};

/** Squarespace: hashes as class names, everything in `sqs-` blocks. */
export const squarespace: Style = {
  name: "squarespace",
  headers: { server: "Squarespace", "x-contextid": "Qx1/4f1c" },
  htmlAttributes: ({ company: { words } }) =>
    `xmlns:og="http://opengraphprotocol.org/schema/" lang="${words.locale.replace("_", "-")}"`,
  head: ({ company }) =>
    `<!-- This is Squarespace. --><!-- ${company.slug} --><base href=""><script>Static = window.Static || {}; Static.SQUARESPACE_CONTEXT = ${JSON.stringify({ facebookAppId: "314192535267336", rollups: {}, websiteId: id(company.domain), website: { internalUrl: `https://${company.slug}.squarespace.com`, siteTitle: company.brand } })};</script><style>${plainCss("sqs", 20)}</style>`,
  bodyAttributes: () =>
    `id="collection-5f3" class="primary-button-style-solid header-overlay-alignment-center"`,
  header: ({ nav, company }) =>
    `<div id="siteWrapper" class="clearfix site-wrapper"><header data-test="header" id="header" class="header theme-col--primary"><div class="header-announcement-bar-wrapper"><div class="header-title"><a id="site-title" href="/">${escapeHtml(company.brand)}</a></div><div class="header-nav"><div class="header-nav-wrapper"><nav class="header-nav-list">${nav.map((link) => `<div class="header-nav-item header-nav-item--collection">${anchor(link, ' data-animation-role="header-element"')}</div>`).join("")}</nav></div></div></div></header><main id="page" class="container">`,
  section: (section, index, { seed }) =>
    `<section data-test="page-section" data-section-id="${id(`${seed}${index}`)}" class="page-section full-bleed-section layout-engine-section"><div class="section-border"></div><div class="content-wrapper"><div class="content"><div class="fluid-engine"><div class="sqs-block html-block sqs-block-html"><div class="sqs-html-content">${inner(section, "preFlex", "sqs-block-button-element--medium sqs-button-element--primary", "user-items-list-item-container")}</div></div></div></div></div></section>`,
  footer: ({ footer, company }) =>
    `</main><footer class="sections" id="footer-sections"><section class="page-section">${footer.map((link) => `<p class="sqsrte-small">${anchor(link)}</p>`).join("")}<p>${escapeHtml(company.name)}</p></section></footer></div>`,
  scripts: () => `<script>${plainScript("squarespace", 12)}</script>${iconSprite("sqs", 18)}`,
};

/** Shopify: a shop with a little company around it. */
export const shopify: Style = {
  name: "shopify",
  headers: { server: "cloudflare", "powered-by": "Shopify", "x-shopid": "6042" },
  doctype: "<!doctype html>",
  htmlAttributes: ({ company: { words } }) => `class="js" lang="${words.code}"`,
  head: ({ company }) =>
    `<link rel="preconnect" href="https://cdn.shopify.com" crossorigin><script>window.Shopify = window.Shopify || {};Shopify.shop = "${company.slug}.myshopify.com";Shopify.locale = "${company.words.code}";Shopify.currency = {"active":"EUR","rate":"1.0"};Shopify.theme = {"name":"Dawn","id":14${company.index}};</script><style data-shopify>${plainCss("dawn", 22)}</style><script id="shopify-features" type="application/json">{"accessToken":"${id(company.domain)}"}</script>`,
  bodyAttributes: () => `class="gradient"`,
  header: ({ nav, company }) =>
    `<div id="shopify-section-sections--header" class="shopify-section section-header"><sticky-header data-sticky-type="on-scroll-up"><header class="header header--middle-left"><h1 class="header__heading"><a href="/" class="header__heading-link">${escapeHtml(company.brand)}</a></h1><nav class="header__inline-menu"><ul class="list-menu list-menu--inline">${nav.map((link) => `<li>${anchor(link, ' class="header__menu-item list-menu__item link"')}</li>`).join("")}</ul></nav></header></sticky-header></div><main id="MainContent" class="content-for-layout">`,
  section: (section, index) =>
    `<section id="shopify-section-template--${index}__rich" class="shopify-section section"><div class="isolate"><div class="rich-text content-container"><div class="rich-text__wrapper">${inner(section, "rich-text__heading h1", "button button--primary", "grid__item card-wrapper product-card-wrapper")}</div></div></div></section>`,
  footer: ({ footer, company }) =>
    `</main><footer class="footer color-scheme-2"><ul class="footer-block__details-content list-unstyled">${footer.map((link) => `<li>${anchor(link, ' class="link link--text list-menu__item"')}</li>`).join("")}</ul><small class="copyright__content">© 2026, <a href="/">${escapeHtml(company.brand)}</a></small></footer>`,
  scripts: () => `<script>${plainScript("shopify", 18)}</script>`,
};

/** HubSpot's content hub. */
export const hubspot: Style = {
  name: "hubspot",
  headers: { server: "cloudflare", "x-hs-hub-id": "20000412", "x-powered-by": "HubSpot" },
  doctype: "<!doctype html>",
  htmlAttributes: ({ company: { words } }) => `lang="${words.code}" class="hs-page"`,
  head: ({ company }) =>
    `<meta name="generator" content="HubSpot"><link rel="stylesheet" href="/hs/hsstatic/cos-i18n/static-1.53/bundles/project.js"><style>${plainCss("hs_cos", 10)}</style><script type="text/javascript" id="hs-script-loader" async defer src="//js.hs-scripts.com/${20_000_000 + company.index}.js"></script>`,
  bodyAttributes: () => `class="hs-content-id-1 hs-site-page page"`,
  header: ({ nav, company }) =>
    `<div class="body-wrapper"><div data-global-resource-path="theme/templates/partials/header.html"><header class="header"><div class="header__logo"><span id="hs_cos_wrapper_logo" class="hs_cos_wrapper"><a href="/"><img alt="${escapeHtml(company.brand)}" src="/hs-fs/hubfs/logo.png"></a></span></div><div class="hs-menu-wrapper active-branch flyouts hs-menu-flow-horizontal" role="navigation"><ul role="menu">${nav.map((link) => `<li class="hs-menu-item hs-menu-depth-1" role="none">${anchor(link, ' role="menuitem"')}</li>`).join("")}</ul></div></header></div><main id="main-content">`,
  section: (section, index) =>
    `<div class="container-fluid dnd_area-row-${index}-max-width-section-centering"><div class="row-fluid-wrapper"><div class="row-fluid"><div class="span12 widget-span widget-type-cell dnd-column" data-widget-type="cell"><div id="hs_cos_wrapper_module_${index}" class="hs_cos_wrapper hs_cos_wrapper_widget">${inner(section, "module-heading", "hs-button", "span4 card")}</div></div></div></div></div>`,
  footer: ({ footer, company }) =>
    `</main><footer class="footer">${footer.map((link) => `<div class="footer__col">${anchor(link)}</div>`).join("")}<div>© ${escapeHtml(company.name)}</div></footer></div>`,
  scripts: () =>
    `<script>var hsVars = hsVars || {}; hsVars['language'] = 'en';</script><script>${plainScript("hubspot", 9)}</script><!-- Start of HubSpot Analytics Code --><script>var _hsq = _hsq || [];</script>`,
};
