import { escapeHtml } from "../exchange.ts";
import { createRandom } from "../random.ts";
import { plainCss, plainScript } from "./filler.ts";
import type { Link, PageParts, Section, Style } from "./page.ts";

const anchor = ({ text, href, attributes }: Link, extra = "") =>
  `<a href="${escapeHtml(href)}"${extra}${attributes ? ` ${attributes}` : ""}>${escapeHtml(text)}</a>`;
const variant = ({ seed }: PageParts, most: number) => createRandom(`variant ${seed}`).int(0, most);

/** WordPress with a page builder: deep nests of `div`, element ids everywhere. */
export const elementor: Style = {
  name: "wordpress-elementor",
  headers: {
    server: "nginx",
    "x-powered-by": "PHP/8.2.12",
    link: '</wp-json/>; rel="https://api.w.org/"',
  },
  htmlAttributes: ({ company: { words } }) =>
    `lang="${words.locale.replace("_", "-")}" prefix="og: https://ogp.me/ns#"`,
  head: (
    parts,
  ) => `<meta name="generator" content="WordPress 6.8.1"><meta name="generator" content="Elementor 3.2${variant(parts, 9)}.1; features: e_font_icon_svg">
<link rel="stylesheet" href="/wp-content/themes/hello-elementor/style.min.css?ver=3.4.1"><link rel="stylesheet" href="/wp-content/plugins/elementor/assets/css/frontend.min.css">
<style id="global-styles-inline-css">${plainCss("wp--preset", 18)}</style><link rel="https://api.w.org/" href="/wp-json/"><link rel="EditURI" type="application/rsd+xml" href="/xmlrpc.php?rsd">`,
  bodyAttributes: (parts) =>
    `class="wp-singular page-template-default page elementor-default elementor-kit-${variant(parts, 40)}"`,
  header: ({
    nav,
    company,
  }) => `<div data-elementor-type="header" class="elementor elementor-location-header"><section class="elementor-section"><div class="elementor-container"><div class="elementor-widget-theme-site-logo"><a href="/"><img src="/wp-content/uploads/2024/03/logo.svg" alt="${escapeHtml(company.brand)}"></a></div>
<nav class="elementor-nav-menu--main"><ul id="menu-1" class="elementor-nav-menu">${nav.map((link, at) => `<li class="menu-item menu-item-type-post_type menu-item-${100 + at}">${anchor(link, ' class="elementor-item"')}</li>`).join("")}</ul></nav></div></section></div>`,
  section: (section, index) =>
    `<section class="elementor-section elementor-top-section elementor-element elementor-element-${index}a7f" data-element_type="section"><div class="elementor-container elementor-column-gap-default"><div class="elementor-column elementor-col-100"><div class="elementor-widget-wrap elementor-element-populated">${inner(section, "elementor-heading-title", "elementor-button elementor-button-link elementor-size-md", "elementor-icon-box")}</div></div></div></section>`,
  footer: ({ footer, company }) =>
    `<footer data-elementor-type="footer" class="elementor-location-footer"><div class="elementor-icon-list-items">${footer.map((link) => `<span class="elementor-icon-list-item">${anchor(link)}</span>`).join("")}</div><p>© 2026 ${escapeHtml(company.name)}. ${company.words.rights}</p></footer>`,
  scripts: () =>
    `<script type="speculationrules">{"prefetch":[{"source":"document"}]}</script><script src="/wp-includes/js/jquery/jquery.min.js?ver=3.7.1"></script><script src="/wp-content/plugins/elementor/assets/js/frontend.min.js"></script><script>${plainScript("elementor", 8)}</script>`,
};

/** WordPress with blocks. */
export const blocks: Style = {
  name: "wordpress-blocks",
  headers: { server: "Apache", "x-pingback": "/xmlrpc.php" },
  htmlAttributes: ({ company: { words } }) => `lang="${words.locale.replace("_", "-")}"`,
  head: () => `<meta name='robots' content='max-image-preview:large' /><script type="application/ld+json" class="yoast-schema-graph">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","@id":"/#website"}]}</script>
<style id='wp-block-library-inline-css'>${plainCss("wp-block", 24)}</style><script>window._wpemojiSettings = {"baseUrl":"https:\\/\\/s.w.org\\/images\\/core\\/emoji\\/15.0.3\\/72x72\\/"};</script>`,
  bodyAttributes: () => `class="home wp-custom-logo wp-embed-responsive"`,
  header: ({ nav, company }) =>
    `<div class="wp-site-blocks"><header class="wp-block-template-part"><p class="wp-block-site-title"><a href="/" rel="home">${escapeHtml(company.brand)}</a></p><nav class="wp-block-navigation is-responsive"><button aria-label="Menu" class="wp-block-navigation__responsive-container-open"><svg width="24" height="24"><path d="M5 5v1.5h14V5H5z"></path></svg></button><ul class="wp-block-navigation__container">${nav.map((link) => `<li class="wp-block-navigation-item">${anchor(link, ' class="wp-block-navigation-item__content"')}</li>`).join("")}</ul></nav></header><main class="wp-block-group">`,
  section: (section) =>
    `<div class="wp-block-group alignwide has-global-padding is-layout-constrained">${inner(section, "wp-block-heading", "wp-block-button__link wp-element-button", "wp-block-column")}</div>`,
  footer: ({ footer, company }) =>
    `</main><footer class="wp-block-template-part"><div class="wp-block-columns">${footer.map((link) => `<div class="wp-block-column"><p>${anchor(link)}</p></div>`).join("")}</div><p class="has-small-font-size">© ${escapeHtml(company.name)}</p></footer></div>`,
  scripts: () => `<script>${plainScript("gutenberg", 6)}</script>`,
};

/** TYPO3, as many mid-sized German firms run it. */
export const typo3: Style = {
  name: "typo3",
  headers: { server: "Apache/2.4.58 (Debian)", "x-typo3-parsetime": "0ms" },
  htmlAttributes: ({ company: { words } }) => `dir="ltr" lang="${words.code}"`,
  head: () =>
    `<!--\n\tThis website is powered by TYPO3 - inspiring people to share!\n\tTYPO3 is a free open source Content Management Framework.\n-->\n<meta name="generator" content="TYPO3 CMS"><link rel="stylesheet" href="/typo3temp/assets/compressed/merged-6f1b.css" media="all"><style>${plainCss("tx", 12)}</style>`,
  bodyAttributes: (parts) => `id="p${variant(parts, 90)}" class="pagets__1 backendlayout-default"`,
  header: ({ nav, company }) =>
    `<div id="page"><header id="header" class="sticky-top"><div class="container"><a class="navbar-brand" href="/">${escapeHtml(company.brand)}</a><ul class="navbar-nav level-1">${nav.map((link, at) => `<li class="nav-item${at === 0 ? " active" : ""}"><span class="wrap">${anchor(link, ' class="nav-link"')}</span></li>`).join("")}</ul></div></header><!--TYPO3SEARCH_begin-->`,
  section: (section, index) =>
    `<div id="c${410 + index}" class="frame frame-default frame-type-textmedia frame-layout-0"><div class="frame-container"><div class="frame-inner">${inner(section, "element-header", "btn btn-primary", "card")}</div></div></div>`,
  footer: ({ footer, company }) =>
    `<!--TYPO3SEARCH_end--><footer id="page-footer"><div class="row">${footer.map((link) => `<div class="col-md-3">${anchor(link)}</div>`).join("")}</div><div class="copyright">© ${escapeHtml(company.name)}</div></footer></div>`,
  scripts: () =>
    `<script src="/typo3temp/assets/compressed/merged-1c9e.js"></script><script>${plainScript("typo3", 5)}</script>`,
};

/** Drupal. */
export const drupal: Style = {
  name: "drupal",
  headers: {
    server: "nginx",
    "x-generator": "Drupal 10 (https://www.drupal.org)",
    "x-drupal-cache": "HIT",
  },
  htmlAttributes: ({ company: { words } }) =>
    `lang="${words.code}" dir="ltr" prefix="schema: https://schema.org/"`,
  head: () =>
    `<meta name="Generator" content="Drupal 10 (https://www.drupal.org)" /><link rel="stylesheet" media="all" href="/sites/default/files/css/css_x1.css?delta=0" /><style media="all">${plainCss("block", 14)}</style>`,
  bodyAttributes: () => `class="path-frontpage page-node-type-landing-page"`,
  header: ({ nav, company }) =>
    `<a href="#main-content" class="visually-hidden focusable skip-link">${company.words.more}</a><div class="dialog-off-canvas-main-canvas" data-off-canvas-main-canvas><div class="layout-container"><header role="banner"><div class="region region-header"><div id="block-branding"><a href="/" rel="home"><img src="/themes/custom/site/logo.svg" alt="${escapeHtml(company.brand)}"></a></div><nav role="navigation" id="block-main-menu"><ul class="menu menu--level-1">${nav.map((link) => `<li class="menu__item">${anchor(link, ' class="menu__link" data-drupal-link-system-path="node"')}</li>`).join("")}</ul></nav></div></header><main role="main"><div class="layout-content">`,
  section: (section, index) =>
    `<div class="paragraph paragraph--type--section paragraph--id--${index + 12}"><div class="field field--name-field-body field--type-text-long">${inner(section, "field__label", "button button--primary", "views-row")}</div></div>`,
  footer: ({ footer, company }) =>
    `</div></main><footer role="contentinfo"><nav id="block-footer"><ul class="menu">${footer.map((link) => `<li>${anchor(link)}</li>`).join("")}</ul></nav><p>© ${escapeHtml(company.name)}</p></footer></div></div>`,
  scripts: () =>
    `<script type="application/json" data-drupal-selector="drupal-settings-json">{"path":{"baseUrl":"\\/","currentPath":"node\\/1"},"pluralDelimiter":"\\u0003"}</script><script src="/sites/default/files/js/js_a.js"></script><script>${plainScript("drupal", 7)}</script>`,
};

/** Joomla with a shop template of ten years ago. */
export const joomla: Style = {
  name: "joomla",
  headers: { server: "LiteSpeed", "x-powered-by": "PHP/7.4.33" },
  doctype:
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">',
  htmlAttributes: ({ company: { words } }) =>
    `xmlns="http://www.w3.org/1999/xhtml" xml:lang="${words.code}" lang="${words.code}"`,
  head: () =>
    `<meta name="generator" content="Joomla! - Open Source Content Management" /><script type="text/javascript" src="/media/system/js/mootools-core.js"></script><link rel="stylesheet" href="/templates/yoo_master2/css/bootstrap.css" type="text/css" /><style type="text/css">${plainCss("tm", 16)}</style>`,
  bodyAttributes: () => `class="tm-sidebar-a-right tm-noblog" id="top"`,
  header: ({ nav, company }) =>
    `<div class="tm-headerbar uk-clearfix"><a class="tm-logo" href="/"><p>${escapeHtml(company.brand)}</p></a></div><nav class="tm-navbar uk-navbar"><ul class="uk-navbar-nav uk-hidden-small">${nav.map((link, at) => `<li class="item-${101 + at} uk-parent" data-uk-dropdown="{}">${anchor(link)}<div class="uk-dropdown"><ul></ul></div></li>`).join("")}</ul></nav>`,
  section: (section, index) =>
    `<div id="tm-main-${index}" class="tm-middle uk-grid" data-uk-grid-match><div class="uk-width-1-1"><article class="uk-article">${inner(section, "uk-article-title", "uk-button uk-button-primary", "uk-panel uk-panel-box")}</article></div></div>`,
  footer: ({ footer, company }) =>
    `<div id="tm-footer"><ul class="uk-subnav uk-subnav-line">${footer.map((link) => `<li>${anchor(link)}</li>`).join("")}</ul><div class="uk-panel">Copyright 2026 ${escapeHtml(company.name)}</div></div>`,
  scripts: () => `<script type="text/javascript">${plainScript("joomla", 6)}</script>`,
};

/** The middle of a section in markup that most themes share: heading, text, cards, button. */
export function inner(section: Section, heading: string, button: string, card: string): string {
  switch (section.is) {
    case "hero":
      return `<h1 class="${heading}">${escapeHtml(section.title)}</h1><p>${escapeHtml(section.text)}</p>${section.action ? anchor(section.action, ` class="${button}"`) : ""}`;
    case "prose":
      return `<h2 class="${heading}">${escapeHtml(section.title)}</h2>${section.paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`).join("")}`;
    case "cards":
      return `<h2 class="${heading}">${escapeHtml(section.title)}</h2><div class="row">${section.cards.map(({ title, text, link }) => `<div class="${card}"><h3>${escapeHtml(title)}</h3><p>${escapeHtml(text)}</p>${link ? anchor(link) : ""}</div>`).join("")}</div>`;
    case "action":
      return `<p>${escapeHtml(section.text)}</p>${anchor(section.link, ` class="${button}"`)}`;
    case "figures":
      return `<ul>${section.figures.map(([value, label]) => `<li><strong>${value}</strong> ${escapeHtml(label)}</li>`).join("")}</ul>`;
    case "raw":
      return section.html;
  }
}
