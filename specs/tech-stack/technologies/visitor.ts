import { technologiesOf } from "../technology.ts";

/** Chat and support widgets. */
export const chat = technologiesOf("chat", {
  intercom: [
    "Intercom",
    { kind: "script", host: "widget.intercom.io", path: "^/widget/" },
    { kind: "script", host: "js.intercomcdn.com" },
    {
      kind: "script",
      code: "\\bintercomSettings\\s*=\\s*\\{[^}]{0,500}\\bapp_id[\"']?\\s*:\\s*[\"']\\w{6,}",
    },
  ],
  zendesk: [
    "Zendesk",
    { kind: "script", host: "static.zdassets.com", path: "^/ekr/snippet\\.js\\?key=" },
    { kind: "script", host: "v2.zopim.com" },
  ],
  drift: [
    "Drift",
    { kind: "script", host: "js.driftt.com", path: "^/include/" },
    { kind: "script", code: "\\bdrift\\.load\\(\\s*[\"']\\w{8,}[\"']" },
  ],
  crisp: [
    "Crisp",
    { kind: "script", host: "client.crisp.chat", path: "^/l\\.js" },
    { kind: "script", code: "\\bCRISP_WEBSITE_ID\\s*=\\s*[\"'][0-9a-f-]{36}[\"']" },
  ],
  tawk: [
    "tawk.to",
    { kind: "script", host: "embed.tawk.to" },
    { kind: "script", code: "[\"']https://embed\\.tawk\\.to/[0-9a-f]{24}/" },
  ],
  livechat: [
    "LiveChat",
    { kind: "script", host: "cdn.livechatinc.com", path: "^/tracking\\.js" },
    { kind: "script", code: "\\b__lc\\.license\\s*=\\s*\\d{5,}" },
  ],
  freshchat: [
    "Freshchat",
    { kind: "script", host: "wchat.freshchat.com", path: "^/(?:js/)?widget\\.js" },
    { kind: "script", host: "*.freshchat.com", path: "^/js/widget\\.js" },
    { kind: "script", host: "*.freshworks.com", path: "^/widgets/\\d+\\.js" },
  ],
  tidio: ["Tidio", { kind: "script", host: "code.tidio.co" }],
  olark: [
    "Olark",
    { kind: "script", host: "static.olark.com", path: "^/jsclient/" },
    { kind: "script", code: "\\bolark\\.identify\\(\\s*[\"'][\\d-]{10,}[\"']" },
  ],
  userlike: [
    "Userlike",
    { kind: "script", host: "userlike-cdn-widgets.s3-eu-west-1.amazonaws.com" },
    { kind: "script", host: "userlike-cdn-umm.userlike.com" },
  ],
  gorgias: [
    "Gorgias",
    { kind: "script", host: "config.gorgias.chat" },
    { kind: "script", host: "config.gorgias.io" },
  ],
  "help-scout": [
    "Help Scout Beacon",
    { kind: "script", host: "beacon-v2.helpscout.net" },
    { kind: "script", code: "\\bBeacon\\(\\s*[\"']init[\"']\\s*,\\s*[\"'][0-9a-f-]{36}[\"']" },
  ],
  "zoho-salesiq": [
    "Zoho SalesIQ",
    { kind: "script", host: "salesiq.zoho.com", path: "^/widget" },
    { kind: "script", host: "salesiq.zoho.eu", path: "^/widget" },
    { kind: "script", host: "salesiq.zohopublic.com", path: "^/widget" },
    { kind: "script", host: "salesiq.zohopublic.eu", path: "^/widget" },
  ],
  liveperson: ["LivePerson", { kind: "script", host: "lptag.liveperson.net", path: "^/tag/" }],
  smartsupp: [
    "Smartsupp",
    { kind: "script", host: "www.smartsuppchat.com", path: "^/loader\\.js" },
    { kind: "script", code: "\\b_smartsupp\\.key\\s*=\\s*[\"'][0-9a-f]{30,}[\"']" },
  ],
  jivochat: [
    "JivoChat",
    { kind: "script", host: "code.jivosite.com" },
    { kind: "script", host: "code.jivo.ru" },
  ],
  chatwoot: [
    "Chatwoot",
    { kind: "script", host: "app.chatwoot.com", path: "^/packs/js/sdk\\.js" },
    { kind: "script", code: "\\bchatwootSDK\\.run\\(\\s*\\{" },
  ],
  qualified: [
    "Qualified",
    { kind: "script", host: "js.qualified.com", path: "^/qualified\\.js\\?token=" },
  ],
});

/** Consent platforms. */
export const consent = technologiesOf("consent", {
  onetrust: [
    "OneTrust",
    { kind: "script", host: "cdn.cookielaw.org", path: "^/(?:scripttemplates/otSDKStub|consent/)" },
    {
      kind: "script",
      host: "cookie-cdn.cookiepro.com",
      path: "^/(?:scripttemplates/otSDKStub|consent/)",
    },
    { kind: "dom", attribute: "id", value: "^onetrust-consent-sdk$" },
  ],
  cookiebot: [
    "Cookiebot",
    { kind: "script", host: "consent.cookiebot.com" },
    { kind: "script", host: "consent.cookiebot.eu" },
    { kind: "dom", attribute: "id", value: "^CybotCookiebotDialog$" },
  ],
  usercentrics: [
    "Usercentrics",
    { kind: "script", host: "app.usercentrics.eu" },
    { kind: "script", host: "web.cmp.usercentrics.eu" },
    { kind: "script", host: "privacy-proxy.usercentrics.eu" },
    { kind: "dom", attribute: "id", value: "^usercentrics-(?:root|cmp-ui)$" },
  ],
  didomi: [
    "Didomi",
    { kind: "script", host: "sdk.privacy-center.org" },
    { kind: "dom", attribute: "id", value: "^didomi-host$" },
  ],
  cookieyes: [
    "CookieYes",
    { kind: "script", host: "cdn-cookieyes.com", path: "^/client_data/" },
    { kind: "dom", attribute: "class", value: "(?:^|\\s)cky-consent-container(?:\\s|$)" },
  ],
  iubenda: [
    "iubenda",
    { kind: "script", host: "cdn.iubenda.com", path: "^/(?:cs|cookie_solution)/" },
    { kind: "script", host: "cs.iubenda.com" },
    { kind: "script", host: "embeds.iubenda.com", path: "^/widgets/" },
    { kind: "dom", attribute: "id", value: "^iubenda-cs-banner$" },
  ],
  osano: ["Osano", { kind: "script", host: "cmp.osano.com" }],
  termly: [
    "Termly",
    { kind: "script", host: "app.termly.io", path: "^/(?:resource-blocker|embed\\.min\\.js)" },
  ],
  trustarc: ["TrustArc", { kind: "script", host: "consent.trustarc.com" }],
  consentmanager: [
    "consentmanager",
    { kind: "script", host: "*.consentmanager.net" },
    { kind: "dom", attribute: "id", value: "^cmpbox$" },
  ],
  "quantcast-choice": [
    "InMobi Choice (Quantcast)",
    { kind: "script", host: "cmp.inmobi.com", path: "^/choice/" },
    { kind: "script", host: "cmp.quantcast.com", path: "^/choice/" },
    { kind: "script", host: "quantcast.mgr.consensu.org" },
    { kind: "dom", attribute: "id", value: "^qc-cmp2-container$" },
  ],
  sourcepoint: [
    "Sourcepoint",
    { kind: "script", host: "cdn.privacy-mgmt.com" },
    { kind: "dom", tag: "div", attribute: "id", value: "^sp_message_container_\\d+$" },
  ],
  "borlabs-cookie": [
    "Borlabs Cookie",
    { kind: "dom", attribute: "id", value: "^BorlabsCookieBox$" },
    { kind: "script", host: "own", path: "/wp-content/plugins/borlabs-cookie/" },
  ],
  complianz: [
    "Complianz",
    { kind: "script", host: "own", path: "/wp-content/plugins/complianz-gdpr(?:-premium)?/" },
    { kind: "dom", attribute: "id", value: "^cmplz-cookiebanner-container$" },
  ],
  civic: ["Civic Cookie Control", { kind: "script", host: "cc.cdn.civiccomputing.com" }],
  axeptio: [
    "Axeptio",
    { kind: "script", host: "static.axept.io" },
    { kind: "script", code: "\\baxeptioSettings\\s*=\\s*\\{" },
  ],
  cookiefirst: ["CookieFirst", { kind: "script", host: "consent.cookiefirst.com" }],
  "cookie-script": [
    "CookieScript",
    { kind: "script", host: "cdn.cookie-script.com", path: "^/s/" },
    { kind: "dom", attribute: "id", value: "^cookiescript_injected$" },
  ],
  ketch: ["Ketch", { kind: "script", host: "global.ketchcdn.com" }],
  transcend: [
    "Transcend",
    { kind: "script", host: "transcend-cdn.com", path: "^/cm/" },
    { kind: "script", host: "cdn.transcend.io", path: "^/cm/" },
  ],
});

/** Checks that the visitor is a person. */
export const captcha = technologiesOf("captcha", {
  recaptcha: [
    "reCAPTCHA",
    { kind: "script", host: "www.google.com", path: "^/recaptcha/(?:api|enterprise)\\.js" },
    { kind: "script", host: "www.recaptcha.net", path: "^/recaptcha/(?:api|enterprise)\\.js" },
    { kind: "dom", attribute: "class", value: "(?:^|\\s)g-recaptcha(?:\\s|$)", weak: true },
    { kind: "dom", attribute: "data-sitekey", value: "^6L[\\w-]{38}$", weak: true },
  ],
  hcaptcha: [
    "hCaptcha",
    { kind: "script", host: "js.hcaptcha.com" },
    { kind: "script", host: "hcaptcha.com", path: "^/1/api\\.js" },
  ],
  turnstile: [
    "Cloudflare Turnstile",
    { kind: "script", host: "challenges.cloudflare.com", path: "^/turnstile/" },
  ],
  "friendly-captcha": [
    "Friendly Captcha",
    { kind: "dom", attribute: "class", value: "(?:^|\\s)frc-captcha(?:\\s|$)" },
  ],
});
