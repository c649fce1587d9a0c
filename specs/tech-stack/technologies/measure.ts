import { technologiesOf } from "../technology.ts";

/** Web analytics and session recording. */
export const analytics = technologiesOf("analytics", {
  "google-analytics": [
    "Google Analytics",
    {
      kind: "script",
      host: "www.googletagmanager.com",
      path: "^/gtag/js\\?(?:[^#]*&)?id=(?:G|UA)-[A-Z0-9-]{6,}",
    },
    { kind: "script", host: "www.google-analytics.com", path: "^/(?:analytics|ga|gtm/js|urchin)" },
    { kind: "script", host: "ssl.google-analytics.com", path: "^/ga\\.js" },
    {
      kind: "script",
      code: "\\bgtag\\(\\s*[\"']config[\"']\\s*,\\s*[\"'](?:G|UA)-[A-Z0-9-]{6,}[\"']",
    },
    { kind: "script", code: "\\bga\\(\\s*[\"']create[\"']\\s*,\\s*[\"']UA-\\d{4,}-\\d+[\"']" },
    { kind: "network", host: "*.google-analytics.com", path: "^/(?:[a-z]/)?collect" },
    { kind: "network", host: "analytics.google.com", path: "^/g/collect" },
  ],
  matomo: [
    "Matomo",
    { kind: "script", host: "cdn.matomo.cloud", path: "/matomo\\.js" },
    { kind: "script", host: "any", path: "/(?:matomo|piwik)\\.js(?:\\?|$)" },
    { kind: "script", code: "\\b_paq\\.push\\(\\s*\\[\\s*[\"']setTrackerUrl[\"']" },
    { kind: "network", host: "any", path: "/(?:matomo|piwik)\\.php\\?[^#]*\\bidsite=\\d" },
  ],
  plausible: [
    "Plausible",
    { kind: "script", host: "plausible.io", path: "^/js/" },
    { kind: "script", host: "plausible.io", path: "^/js/pa-" },
  ],
  fathom: ["Fathom", { kind: "script", host: "cdn.usefathom.com" }],
  "simple-analytics": [
    "Simple Analytics",
    { kind: "script", host: "scripts.simpleanalyticscdn.com" },
  ],
  umami: [
    "Umami",
    { kind: "script", host: "cloud.umami.is", path: "^/script\\.js" },
    { kind: "script", host: "analytics.umami.is", path: "^/script\\.js" },
  ],
  hotjar: [
    "Hotjar",
    { kind: "script", host: "static.hotjar.com", path: "^/c/hotjar-" },
    { kind: "script", host: "script.hotjar.com" },
    { kind: "script", code: "\\b_hjSettings\\s*=\\s*\\{\\s*hjid\\s*:\\s*[\"']?\\d+" },
  ],
  "microsoft-clarity": [
    "Microsoft Clarity",
    { kind: "script", host: "www.clarity.ms", path: "^/tag/" },
    { kind: "script", host: "scripts.clarity.ms" },
    { kind: "script", code: "[\"']https://www\\.clarity\\.ms/tag/[\"']\\s*\\+" },
  ],
  mixpanel: [
    "Mixpanel",
    { kind: "script", host: "cdn.mxpnl.com" },
    { kind: "script", code: "\\bmixpanel\\.init\\(\\s*[\"'][0-9a-f]{32}[\"']" },
    { kind: "network", host: "api-js.mixpanel.com" },
  ],
  amplitude: [
    "Amplitude",
    { kind: "script", host: "cdn.amplitude.com" },
    { kind: "network", host: "api2.amplitude.com" },
  ],
  segment: [
    "Segment",
    { kind: "script", host: "cdn.segment.com", path: "^/analytics\\.js/v1/" },
    { kind: "script", host: "cdn.segment.com", path: "^/next-integrations/" },
    { kind: "script", code: "\\banalytics\\.load\\(\\s*[\"'][A-Za-z0-9]{20,}[\"']" },
  ],
  heap: [
    "Heap",
    { kind: "script", host: "cdn.heapanalytics.com" },
    { kind: "script", host: "cdn.us.heap-api.com" },
    { kind: "script", code: "\\bheap\\.load\\(\\s*[\"']\\d{6,}[\"']" },
  ],
  posthog: [
    "PostHog",
    { kind: "script", host: "*.i.posthog.com", path: "^/static/" },
    { kind: "script", host: "app.posthog.com", path: "^/static/" },
    { kind: "script", code: "\\bposthog\\.init\\(\\s*[\"']phc_\\w{20,}[\"']" },
    { kind: "network", host: "*.i.posthog.com" },
  ],
  "adobe-analytics": [
    "Adobe Analytics",
    { kind: "script", host: "any", path: "/AppMeasurement(?:_Module_\\w+)?(?:\\.min)?\\.js" },
    { kind: "network", host: "*.omtrdc.net", path: "^/b/ss/" },
  ],
  "piwik-pro": [
    "Piwik PRO",
    { kind: "script", host: "*.piwik.pro" },
    { kind: "script", host: "*.containers.piwik.pro" },
  ],
  fullstory: [
    "FullStory",
    { kind: "script", host: "edge.fullstory.com", path: "^/s/fs\\.js" },
    { kind: "script", code: "\\b_fs_org[\"']?\\]?\\s*=\\s*[\"'][\\w-]+[\"']" },
  ],
  "yandex-metrica": [
    "Yandex Metrica",
    { kind: "script", host: "mc.yandex.ru", path: "^/metrika/" },
    { kind: "dom", tag: "img", attribute: "src", value: "^https://mc\\.yandex\\.ru/watch/\\d+" },
  ],
  "baidu-analytics": [
    "Baidu Analytics",
    { kind: "script", host: "hm.baidu.com", path: "^/hm\\.js\\?[0-9a-f]{32}" },
  ],
  "cloudflare-web-analytics": [
    "Cloudflare Web Analytics",
    { kind: "script", host: "static.cloudflareinsights.com", path: "^/beacon" },
  ],
  "vercel-analytics": [
    "Vercel Analytics",
    { kind: "script", host: "own", path: "^/_vercel/insights/" },
  ],
  etracker: [
    "etracker",
    { kind: "script", host: "code.etracker.com" },
    { kind: "script", host: "static.etracker.com", path: "^/code/" },
  ],
  crazyegg: [
    "Crazy Egg",
    { kind: "script", host: "script.crazyegg.com", path: "^/pages/scripts/" },
  ],
  mouseflow: ["Mouseflow", { kind: "script", host: "cdn.mouseflow.com", path: "^/projects/" }],
  "lucky-orange": ["Lucky Orange", { kind: "script", host: "tools.luckyorange.com" }],
  chartbeat: [
    "Chartbeat",
    { kind: "script", host: "static.chartbeat.com", path: "^/js/chartbeat" },
  ],
  contentsquare: ["Contentsquare", { kind: "script", host: "t.contentsquare.net", path: "^/uxa/" }],
});

/** Tag managers: what loads the other tags. */
export const tagManager = technologiesOf("tag_manager", {
  "google-tag-manager": [
    "Google Tag Manager",
    {
      kind: "script",
      host: "www.googletagmanager.com",
      path: "^/gtm\\.js\\?(?:[^#]*&)?id=GTM-[A-Z0-9]{4,}",
    },
    {
      kind: "iframe",
      host: "www.googletagmanager.com",
      path: "^/ns\\.html\\?(?:[^#]*&)?id=GTM-[A-Z0-9]{4,}",
    },
    {
      kind: "script",
      code: "\\(\\s*window\\s*,\\s*document\\s*,\\s*[\"']script[\"']\\s*,\\s*[\"'][\\w$]+[\"']\\s*,\\s*[\"']GTM-[A-Z0-9]{4,}[\"']",
    },
  ],
  tealium: ["Tealium", { kind: "script", host: "tags.tiqcdn.com", path: "^/utag/" }],
  "adobe-launch": [
    "Adobe Experience Platform Tags",
    { kind: "script", host: "assets.adobedtm.com", path: "/(?:launch|satelliteLib)-" },
  ],
  ensighten: ["Ensighten", { kind: "script", host: "nexus.ensighten.com" }],
  "commanders-act": ["Commanders Act", { kind: "script", host: "cdn.tagcommander.com" }],
  "matomo-tag-manager": [
    "Matomo Tag Manager",
    { kind: "script", host: "cdn.matomo.cloud", path: "/container_\\w+\\.js" },
  ],
});

/** Error and performance monitoring in the visitor's browser. */
export const monitoring = technologiesOf("monitoring", {
  sentry: [
    "Sentry",
    { kind: "script", host: "browser.sentry-cdn.com" },
    { kind: "script", host: "js.sentry-cdn.com" },
    { kind: "network", host: "*.ingest.sentry.io", path: "^/api/\\d+/" },
    { kind: "network", host: "*.ingest.us.sentry.io", path: "^/api/\\d+/" },
    { kind: "network", host: "*.ingest.de.sentry.io", path: "^/api/\\d+/" },
  ],
  "new-relic": [
    "New Relic",
    { kind: "script", host: "js-agent.newrelic.com" },
    { kind: "script", code: "\\bNREUM\\.loader_config\\s*=\\s*\\{" },
  ],
  "datadog-rum": [
    "Datadog RUM",
    { kind: "script", host: "www.datadoghq-browser-agent.com" },
    { kind: "network", host: "*.browser-intake-datadoghq.com" },
  ],
  dynatrace: [
    "Dynatrace",
    { kind: "script", host: "js-cdn.dynatrace.com", path: "^/jstag/" },
    { kind: "dom", tag: "script", attribute: "data-dtconfig" },
  ],
  bugsnag: ["Bugsnag", { kind: "script", host: "d2wy8f7a9ursnm.cloudfront.net" }],
  rollbar: ["Rollbar", { kind: "script", host: "cdn.rollbar.com" }],
  logrocket: [
    "LogRocket",
    { kind: "script", host: "cdn.logrocket.io" },
    { kind: "script", host: "cdn.lr-ingest.com" },
    { kind: "script", host: "cdn.lr-in-prod.com" },
  ],
});
