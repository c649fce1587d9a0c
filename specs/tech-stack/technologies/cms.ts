import { technologiesOf } from "../technology.ts";

/** Content management systems and site builders: what writes the page. */
export const cms = technologiesOf("cms", {
  wordpress: [
    "WordPress",
    { kind: "dom", meta: "generator", content: "^WordPress\\b" },
    { kind: "script", host: "own", path: "/wp-(?:content/(?:themes|plugins)|includes/js)/" },
    { kind: "link", host: "own", path: "/wp-(?:content/(?:themes|plugins)|includes/css)/" },
    { kind: "header", name: "link", value: 'rel="?https://api\\.w\\.org/' },
    { kind: "dom", tag: "link", attribute: "rel", value: "^https://api\\.w\\.org/$" },
  ],
  drupal: [
    "Drupal",
    { kind: "dom", meta: "generator", content: "^Drupal\\b" },
    { kind: "header", name: "x-generator", value: "^Drupal\\b" },
    { kind: "header", name: "x-drupal-cache" },
    { kind: "header", name: "x-drupal-dynamic-cache" },
    {
      kind: "dom",
      tag: "script",
      attribute: "data-drupal-selector",
      value: "^drupal-settings-json$",
    },
    { kind: "script", host: "own", path: "^(?:/[^?]*)?/core/misc/drupal(?:\\.min)?\\.js" },
  ],
  joomla: [
    "Joomla",
    { kind: "dom", meta: "generator", content: "^Joomla!" },
    {
      kind: "script",
      host: "own",
      path: "/media/system/js/(?:core|joomla-[\\w-]+)(?:\\.min)?\\.js",
    },
    { kind: "dom", tag: "script", attribute: "class", value: "\\bjoomla-script-options\\b" },
  ],
  typo3: [
    "TYPO3",
    { kind: "dom", meta: "generator", content: "^TYPO3\\b" },
    { kind: "script", host: "own", path: "/(?:typo3temp/assets|typo3conf/ext)/" },
    { kind: "link", host: "own", path: "/(?:typo3temp/assets|typo3conf/ext)/" },
    { kind: "header", name: "x-typo3-parsetime" },
  ],
  "hubspot-cms": [
    "HubSpot CMS",
    { kind: "dom", meta: "generator", content: "^HubSpot$" },
    { kind: "header", name: "x-hs-hub-id", value: "^\\d+$" },
    { kind: "header", name: "x-powered-by", value: "^HubSpot$" },
    { kind: "script", host: "own", path: "^/hs/hsstatic/" },
  ],
  webflow: [
    "Webflow",
    { kind: "dom", meta: "generator", content: "^Webflow$" },
    { kind: "dom", tag: "html", attribute: "data-wf-site", value: "^[0-9a-f]{24}$" },
    { kind: "dns", type: "CNAME", value: "(?:^|\\.)(?:proxy-ssl|cdn)\\.webflow\\.com$" },
  ],
  wix: [
    "Wix",
    { kind: "dom", meta: "generator", content: "^Wix\\.com Website Builder" },
    { kind: "header", name: "x-wix-request-id" },
    { kind: "script", host: "static.parastorage.com", path: "^/services/wix-thunderbolt/" },
    { kind: "dns", type: "CNAME", value: "\\.wixdns\\.net$" },
  ],
  squarespace: [
    "Squarespace",
    { kind: "dom", meta: "generator", content: "^Squarespace\\b" },
    { kind: "header", name: "server", value: "^Squarespace$" },
    { kind: "script", code: "Static\\.SQUARESPACE_CONTEXT\\s*=" },
    { kind: "dns", type: "CNAME", value: "^ext-(?:cust|sq)\\.squarespace\\.com$" },
  ],
  ghost: [
    "Ghost",
    { kind: "dom", meta: "generator", content: "^Ghost \\d" },
    { kind: "dom", tag: "script", attribute: "data-ghost" },
    { kind: "dns", type: "CNAME", value: "\\.ghost\\.io$" },
  ],
  "craft-cms": [
    "Craft CMS",
    { kind: "header", name: "x-powered-by", value: "\\bCraft CMS\\b" },
    { kind: "cookie", name: "CraftSessionId" },
  ],
  "adobe-experience-manager": [
    "Adobe Experience Manager",
    { kind: "script", host: "own", path: "^/etc\\.clientlibs/" },
    { kind: "link", host: "own", path: "^/etc\\.clientlibs/" },
  ],
  sitecore: [
    "Sitecore",
    { kind: "cookie", name: "SC_ANALYTICS_GLOBAL_COOKIE" },
    { kind: "cookie", name: "[\\w-]+#lang" },
    { kind: "script", host: "own", path: "^/sitecore%20modules/|^/sitecore modules/" },
  ],
  umbraco: [
    "Umbraco",
    { kind: "dom", meta: "generator", content: "^Umbraco\\b" },
    { kind: "header", name: "x-umbraco-version" },
  ],
  kentico: [
    "Kentico",
    { kind: "dom", meta: "generator", content: "^Kentico\\b" },
    { kind: "cookie", name: "CMSPreferredCulture" },
  ],
  contao: ["Contao", { kind: "dom", meta: "generator", content: "^Contao\\b" }],
  "concrete-cms": [
    "Concrete CMS",
    { kind: "dom", meta: "generator", content: "^[Cc]oncrete5?\\b" },
  ],
  silverstripe: [
    "Silverstripe",
    { kind: "dom", meta: "generator", content: "^Silver[Ss]tripe\\b" },
  ],
  dnn: [
    "DNN",
    { kind: "dom", meta: "generator", content: "^DotNetNuke\\b" },
    { kind: "cookie", name: "DotNetNukeAnonymous|dnn_IsMobile" },
  ],
  bitrix: [
    "1C-Bitrix",
    { kind: "header", name: "x-powered-cms", value: "Bitrix" },
    { kind: "cookie", name: "BITRIX_SM_[A-Z_]+" },
    { kind: "script", host: "own", path: "^/bitrix/(?:js|cache|templates)/" },
  ],
  tilda: [
    "Tilda",
    { kind: "script", host: "static.tildacdn.com" },
    { kind: "dom", attribute: "data-tilda-project-id", value: "^\\d+$" },
  ],
  plone: ["Plone", { kind: "dom", meta: "generator", content: "^Plone\\b" }],
  sitefinity: ["Sitefinity", { kind: "dom", meta: "generator", content: "^Sitefinity\\b" }],
  weebly: [
    "Weebly",
    { kind: "script", code: "\\b_W\\.configDomain\\s*=\\s*[\"']www\\.weebly\\.com" },
    { kind: "script", host: "cdn2.editmysite.com", path: "^/js/site/main" },
  ],
  duda: [
    "Duda",
    { kind: "script", host: "*.multiscreensite.com", path: "^/_dm/|\\.js" },
    { kind: "script", host: "static.cdn-website.com", path: "\\.js" },
  ],
  jimdo: [
    "Jimdo",
    { kind: "dom", meta: "generator", content: "^Jimdo\\b" },
    { kind: "header", name: "x-jimdo-instance" },
  ],
  "godaddy-website-builder": [
    "GoDaddy Website Builder",
    {
      kind: "dom",
      meta: "generator",
      content: "^Starfield Technologies; Go Daddy Website Builder",
    },
  ],
  framer: [
    "Framer",
    { kind: "dom", meta: "generator", content: "^Framer\\b" },
    { kind: "dns", type: "CNAME", value: "^sites\\.framer\\.app$" },
  ],
  statamic: ["Statamic", { kind: "header", name: "x-powered-by", value: "^Statamic$" }],
  neos: ["Neos", { kind: "header", name: "x-flow-powered", value: "\\bNeos/" }],
  contentful: [
    "Contentful",
    {
      kind: "dom",
      tag: "img",
      attribute: "src",
      value: "^(?:https:)?//images\\.ctfassets\\.net/[a-z0-9]{10,}/",
    },
  ],
});
