import { technologiesOf } from "../technology.ts";

/** Advertising pixels. A link to a social profile or a share button is none. */
export const advertising = technologiesOf("advertising", {
  "meta-pixel": [
    "Meta Pixel",
    { kind: "script", host: "connect.facebook.net", path: "^/[a-z]{2}_[A-Z]{2}/fbevents\\.js" },
    { kind: "script", host: "connect.facebook.net", path: "^/signals/config/\\d+" },
    { kind: "script", code: "\\bfbq\\(\\s*[\"']init[\"']\\s*,\\s*[\"']?\\d{8,}" },
    {
      kind: "dom",
      tag: "img",
      attribute: "src",
      value: '^(?:https:)?//www\\.facebook\\.com/tr/?\\?(?:[^"]*&)?id=\\d{8,}',
    },
  ],
  "google-ads": [
    "Google Ads",
    {
      kind: "script",
      host: "www.googletagmanager.com",
      path: "^/gtag/js\\?(?:[^#]*&)?id=AW-\\d{6,}",
    },
    { kind: "script", code: "\\bgtag\\(\\s*[\"']config[\"']\\s*,\\s*[\"']AW-\\d{6,}" },
    { kind: "script", host: "www.googleadservices.com", path: "^/pagead/conversion" },
    {
      kind: "network",
      host: "googleads.g.doubleclick.net",
      path: "^/pagead/viewthroughconversion/\\d+",
    },
  ],
  "google-adsense": [
    "Google AdSense",
    { kind: "script", host: "pagead2.googlesyndication.com", path: "^/pagead/js/adsbygoogle\\.js" },
  ],
  "google-floodlight": [
    "Google Campaign Manager 360",
    {
      kind: "script",
      host: "www.googletagmanager.com",
      path: "^/gtag/js\\?(?:[^#]*&)?id=DC-\\d{4,}",
    },
    { kind: "iframe", host: "*.fls.doubleclick.net", path: "^/activityi" },
  ],
  "linkedin-insight": [
    "LinkedIn Insight Tag",
    { kind: "script", host: "snap.licdn.com", path: "^/li\\.lms-analytics/" },
    { kind: "script", code: "\\b_linkedin_partner_id\\s*=\\s*[\"']?\\d{3,}" },
    {
      kind: "dom",
      tag: "img",
      attribute: "src",
      value: '^(?:https:)?//(?:px\\.ads|dc\\.ads)\\.linkedin\\.com/collect/?\\?(?:[^"]*&)?pid=\\d+',
    },
  ],
  "tiktok-pixel": [
    "TikTok Pixel",
    { kind: "script", host: "analytics.tiktok.com", path: "^/i18n/pixel/" },
    { kind: "script", code: "\\bttq\\.load\\(\\s*[\"'][A-Z0-9]{15,}[\"']" },
  ],
  "x-ads": [
    "X Ads",
    { kind: "script", host: "static.ads-twitter.com", path: "^/(?:uwt|oct)\\.js" },
    {
      kind: "script",
      code: "\\btwq\\(\\s*[\"'](?:init|config)[\"']\\s*,\\s*[\"'][a-z0-9]{4,}[\"']",
    },
  ],
  "microsoft-ads": [
    "Microsoft Advertising",
    { kind: "script", host: "bat.bing.com", path: "^/(?:bat\\.js|p/action/\\d+)" },
    {
      kind: "dom",
      tag: "img",
      attribute: "src",
      value: "^(?:https:)?//bat\\.bing\\.com/action/0\\?ti=\\d+",
    },
  ],
  "pinterest-tag": [
    "Pinterest Tag",
    { kind: "script", host: "s.pinimg.com", path: "^/ct/core\\.js" },
    { kind: "script", code: "\\bpintrk\\(\\s*[\"']load[\"']\\s*,\\s*[\"']\\d{8,}[\"']" },
  ],
  "reddit-pixel": [
    "Reddit Pixel",
    { kind: "script", host: "www.redditstatic.com", path: "^/ads/pixel\\.js" },
    { kind: "script", code: "\\brdt\\(\\s*[\"']init[\"']\\s*,\\s*[\"'](?:a2|t2)_\\w+" },
  ],
  "snap-pixel": [
    "Snap Pixel",
    { kind: "script", host: "sc-static.net", path: "^/scevent\\.min\\.js" },
  ],
  criteo: [
    "Criteo",
    { kind: "script", host: "static.criteo.net", path: "^/js/ld/" },
    { kind: "script", host: "dynamic.criteo.com", path: "^/js/ld/" },
  ],
  adroll: [
    "AdRoll",
    { kind: "script", host: "s.adroll.com", path: "^/j/" },
    { kind: "script", code: "\\badroll_adv_id\\s*=\\s*[\"'][A-Z0-9]{10,}[\"']" },
  ],
  taboola: ["Taboola", { kind: "script", host: "cdn.taboola.com", path: "^/libtrc/" }],
  outbrain: ["Outbrain", { kind: "script", host: "amplify.outbrain.com", path: "^/cp/obtp\\.js" }],
  quora: ["Quora Pixel", { kind: "script", host: "a.quora.com", path: "^/qevents\\.js" }],
});

/** Marketing automation and CRM forms. */
export const marketingAutomation = technologiesOf("marketing_automation", {
  hubspot: [
    "HubSpot",
    { kind: "script", host: "js.hs-scripts.com", path: "^/\\d+\\.js" },
    { kind: "script", host: "js-eu1.hs-scripts.com", path: "^/\\d+\\.js" },
    { kind: "script", host: "js-na2.hs-scripts.com", path: "^/\\d+\\.js" },
    { kind: "script", host: "*.hsforms.net", path: "^/forms/" },
    { kind: "script", host: "js.hs-analytics.net", path: "^/analytics/\\d+/\\d+\\.js" },
    { kind: "script", code: "\\bhbspt\\.forms\\.create\\(\\s*\\{" },
  ],
  marketo: [
    "Marketo",
    { kind: "script", host: "munchkin.marketo.net" },
    { kind: "script", host: "*.marketo.com", path: "^/js/forms2/" },
    { kind: "script", code: "\\bMunchkin\\.init\\(\\s*[\"']\\d{3}-[A-Z]{3}-\\d{3}[\"']" },
    { kind: "cookie", name: "_mkto_trk" },
  ],
  pardot: [
    "Marketing Cloud Account Engagement (Pardot)",
    { kind: "script", host: "pi.pardot.com" },
    { kind: "script", code: "\\bpiAId\\s*=\\s*[\"']\\d{4,}[\"']" },
    { kind: "header", name: "x-pardot-rsp" },
  ],
  eloqua: [
    "Oracle Eloqua",
    { kind: "script", host: "img.en25.com", path: "^/i/elqCfg" },
    { kind: "script", host: "img06.en25.com", path: "^/i/" },
    { kind: "script", code: "\\b_elqQ\\.push\\(\\s*\\[\\s*[\"']elqSetSiteId[\"']" },
  ],
  activecampaign: [
    "ActiveCampaign",
    { kind: "script", host: "diffuser-cdn.app-us1.com" },
    { kind: "script", host: "*.activehosted.com", path: "^/f/embed\\.php" },
    { kind: "script", host: "trackcmp.net", path: "^/visit" },
    {
      kind: "dom",
      tag: "form",
      attribute: "action",
      value: "^https://[a-z0-9-]+\\.activehosted\\.com/proc\\.php",
    },
  ],
  mailchimp: [
    "Mailchimp",
    { kind: "script", host: "chimpstatic.com", path: "^/mcjs-connected/" },
    {
      kind: "dom",
      tag: "form",
      attribute: "action",
      value: "^(?:https?:)?//[a-z0-9-]+\\.us\\d+\\.list-manage\\.com/subscribe/post",
    },
  ],
  klaviyo: [
    "Klaviyo",
    { kind: "script", host: "static.klaviyo.com", path: "^/onsite/js/" },
    { kind: "script", host: "a.klaviyo.com", path: "^/media/js/" },
  ],
  brevo: [
    "Brevo",
    { kind: "script", host: "sibautomation.com" },
    { kind: "script", host: "cdn.brevo.com", path: "^/js/sdk-loader\\.js" },
    {
      kind: "dom",
      tag: "form",
      attribute: "action",
      value: "^https://[a-z0-9-]+\\.sibforms\\.com/serve/",
    },
  ],
  "customer-io": [
    "Customer.io",
    { kind: "script", host: "assets.customer.io", path: "^/assets/track" },
  ],
  "salesforce-web-to-lead": [
    "Salesforce",
    {
      kind: "dom",
      tag: "form",
      attribute: "action",
      value: "^https://(?:webto|www)\\.salesforce\\.com/servlet/servlet\\.WebTo(?:Lead|Case)",
    },
  ],
  "zoho-crm": [
    "Zoho CRM",
    {
      kind: "dom",
      tag: "form",
      attribute: "action",
      value:
        "^https://crm\\.zoho(?:public)?\\.(?:com|eu|in|com\\.au|jp)/crm/WebTo(?:Lead|Contact|Case)Form",
    },
  ],
  pipedrive: [
    "Pipedrive",
    { kind: "script", host: "leadbooster-chat.pipedrive.com" },
    { kind: "script", host: "webforms.pipedrive.com", path: "^/f/loader" },
  ],
  omnisend: ["Omnisend", { kind: "script", host: "omnisnippet1.com", path: "^/inshop/" }],
  mailerlite: [
    "MailerLite",
    { kind: "script", host: "assets.mailerlite.com", path: "^/js/universal\\.js" },
    { kind: "script", host: "static.mailerlite.com", path: "^/js/" },
  ],
  kit: [
    "Kit (ConvertKit)",
    { kind: "script", host: "f.convertkit.com" },
    { kind: "script", host: "*.kit.com", path: "^/[0-9a-f]+/index\\.js" },
    {
      kind: "dom",
      tag: "form",
      attribute: "action",
      value: "^https://app\\.(?:convertkit|kit)\\.com/forms/\\d+/subscriptions",
    },
  ],
  getresponse: [
    "GetResponse",
    { kind: "script", host: "an.gr-wcon.com" },
    { kind: "script", host: "us-an.gr-cdn.com" },
  ],
  keap: [
    "Keap",
    {
      kind: "dom",
      tag: "form",
      attribute: "action",
      value: "^https://[a-z0-9]+\\.infusionsoft\\.(?:com|app)/app/form/process/",
    },
  ],
  braze: ["Braze", { kind: "script", host: "js.appboycdn.com", path: "^/web-sdk/" }],
  "6sense": ["6sense", { kind: "script", host: "*.6sc.co", path: "^/6si\\.min\\.js|^/j/" }],
});
