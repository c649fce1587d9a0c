import { technologiesOf } from "../technology.ts";

/** What stands between the visitor and the origin. */
export const cdn = technologiesOf("cdn", {
  cloudflare: [
    "Cloudflare",
    { kind: "header", name: "cf-ray", value: "^[0-9a-f]{16}" },
    { kind: "header", name: "server", value: "^cloudflare$" },
    { kind: "cookie", name: "__cf_bm|__cfduid|_cfuvid" },
    { kind: "dns", type: "CNAME", value: "\\.cdn\\.cloudflare\\.net$" },
  ],
  cloudfront: [
    "Amazon CloudFront",
    { kind: "header", name: "x-amz-cf-id" },
    { kind: "header", name: "via", value: "\\.cloudfront\\.net \\(CloudFront\\)" },
    { kind: "dns", type: "CNAME", value: "^[a-z0-9]+\\.cloudfront\\.net$" },
  ],
  fastly: [
    "Fastly",
    { kind: "header", name: "x-served-by", value: "\\bcache-[a-z]{3,}[a-z0-9-]*" },
    { kind: "header", name: "x-fastly-request-id" },
    { kind: "dns", type: "CNAME", value: "\\.(?:fastly|fastlylb)\\.net$" },
  ],
  akamai: [
    "Akamai",
    { kind: "header", name: "x-akamai-transformed" },
    { kind: "header", name: "server", value: "^AkamaiGHost$|^AkamaiNetStorage$" },
    { kind: "header", name: "akamai-grn" },
    { kind: "cookie", name: "ak_bmsc|_abck" },
    { kind: "dns", type: "CNAME", value: "\\.(?:edgekey|edgesuite|akamaiedge)\\.net$" },
  ],
  "azure-front-door": [
    "Azure Front Door",
    { kind: "header", name: "x-azure-ref" },
    { kind: "dns", type: "CNAME", value: "\\.(?:azurefd|azureedge)\\.net$" },
  ],
  "bunny-cdn": [
    "Bunny CDN",
    { kind: "header", name: "server", value: "^BunnyCDN-" },
    { kind: "header", name: "cdn-pullzone", value: "^\\d+$" },
    { kind: "dns", type: "CNAME", value: "\\.b-cdn\\.net$" },
  ],
  keycdn: [
    "KeyCDN",
    { kind: "header", name: "server", value: "^keycdn" },
    { kind: "dns", type: "CNAME", value: "\\.kxcdn\\.com$" },
  ],
  imperva: [
    "Imperva",
    { kind: "header", name: "x-cdn", value: "^(?:Imperva|Incapsula)$" },
    { kind: "cookie", name: "incap_ses_\\d+_\\d+|visid_incap_\\d+|nlbi_\\d+" },
    { kind: "dns", type: "CNAME", value: "\\.(?:incapdns|impervadns)\\.net$" },
  ],
  sucuri: [
    "Sucuri",
    { kind: "header", name: "x-sucuri-id" },
    { kind: "header", name: "server", value: "^Sucuri/Cloudproxy$" },
  ],
  cdn77: [
    "CDN77",
    { kind: "header", name: "server", value: "^CDN77" },
    { kind: "dns", type: "CNAME", value: "\\.rsc\\.cdn77\\.org$" },
  ],
  jsdelivr: [
    "jsDelivr",
    { kind: "script", host: "cdn.jsdelivr.net" },
    { kind: "link", host: "cdn.jsdelivr.net" },
  ],
  cdnjs: [
    "cdnjs",
    { kind: "script", host: "cdnjs.cloudflare.com", path: "^/ajax/libs/" },
    { kind: "link", host: "cdnjs.cloudflare.com", path: "^/ajax/libs/" },
  ],
  unpkg: ["UNPKG", { kind: "script", host: "unpkg.com" }, { kind: "link", host: "unpkg.com" }],
});

/** Where the site runs, as far as it says so itself. */
export const hosting = technologiesOf("hosting", {
  vercel: [
    "Vercel",
    { kind: "header", name: "x-vercel-id" },
    { kind: "header", name: "server", value: "^Vercel$" },
    { kind: "dns", type: "CNAME", value: "^cname\\.vercel-dns\\.com$|\\.vercel-dns-\\d+\\.com$" },
  ],
  netlify: [
    "Netlify",
    { kind: "header", name: "x-nf-request-id" },
    { kind: "header", name: "server", value: "^Netlify$" },
    { kind: "dns", type: "CNAME", value: "\\.netlify\\.(?:app|com)$" },
  ],
  heroku: [
    "Heroku",
    { kind: "header", name: "via", value: "\\b1\\.1 vegur\\b|\\b\\d\\.\\d heroku-router\\b" },
    { kind: "dns", type: "CNAME", value: "\\.(?:herokudns|herokuapp)\\.com$" },
  ],
  "github-pages": [
    "GitHub Pages",
    { kind: "header", name: "server", value: "^GitHub\\.com$" },
    { kind: "dns", type: "CNAME", value: "^[a-z0-9-]+\\.github\\.io$" },
  ],
  "amazon-web-services": [
    "Amazon Web Services",
    { kind: "header", name: "server", value: "^(?:AmazonS3|awselb/)" },
    { kind: "header", name: "x-amz-request-id" },
    { kind: "cookie", name: "AWSALB(?:TG)?(?:CORS)?" },
    {
      kind: "dns",
      type: "CNAME",
      value:
        "\\.(?:elb\\.[a-z0-9-]+|[a-z0-9-]+\\.elb|s3-website[.-][a-z0-9-]+)\\.amazonaws\\.com$|\\.elasticbeanstalk\\.com$|\\.awsglobalaccelerator\\.com$",
    },
  ],
  "microsoft-azure": [
    "Microsoft Azure",
    { kind: "cookie", name: "ARRAffinity(?:SameSite)?" },
    {
      kind: "dns",
      type: "CNAME",
      value:
        "\\.(?:azurewebsites|trafficmanager|azurestaticapps)\\.net$|\\.cloudapp\\.azure\\.com$",
    },
  ],
  "google-cloud": [
    "Google Cloud",
    { kind: "header", name: "via", value: "^1\\.1 google$" },
    { kind: "header", name: "x-cloud-trace-context", weak: true },
    { kind: "header", name: "server", value: "^Google Frontend$" },
  ],
  "firebase-hosting": [
    "Firebase Hosting",
    { kind: "dns", type: "CNAME", value: "\\.(?:web\\.app|firebaseapp\\.com)$" },
  ],
  "wp-engine": [
    "WP Engine",
    { kind: "header", name: "x-powered-by", value: "^WP Engine$" },
    { kind: "header", name: "wpe-backend" },
    { kind: "dns", type: "CNAME", value: "\\.(?:wpengine|wpeproxy|wpenginepowered)\\.com$" },
  ],
  kinsta: [
    "Kinsta",
    { kind: "header", name: "x-kinsta-cache" },
    { kind: "dns", type: "CNAME", value: "\\.hosting\\.kinsta\\.cloud$" },
  ],
  pantheon: [
    "Pantheon",
    { kind: "header", name: "x-pantheon-styx-hostname" },
    { kind: "dns", type: "CNAME", value: "\\.pantheonsite\\.io$|\\.edge\\.pantheon\\.io$" },
  ],
  "wordpress-vip": [
    "WordPress VIP",
    { kind: "header", name: "x-powered-by", value: "^WordPress VIP" },
    { kind: "dns", type: "CNAME", value: "\\.go-vip\\.(?:net|co)$" },
  ],
  "wordpress-com": [
    "WordPress.com",
    { kind: "dns", type: "CNAME", value: "^lb\\.wordpress\\.com$" },
    { kind: "dns", type: "NS", value: "^ns[1-4]\\.wordpress\\.com$" },
  ],
  fly: [
    "Fly.io",
    { kind: "header", name: "fly-request-id" },
    { kind: "dns", type: "CNAME", value: "\\.fly\\.dev$" },
  ],
  render: [
    "Render",
    { kind: "header", name: "x-render-origin-server" },
    { kind: "dns", type: "CNAME", value: "\\.onrender\\.com$" },
  ],
  acquia: [
    "Acquia",
    { kind: "header", name: "x-ah-environment" },
    { kind: "dns", type: "CNAME", value: "\\.acquia-sites\\.com$" },
  ],
  "platform-sh": [
    "Platform.sh",
    { kind: "header", name: "x-platform-cluster" },
    { kind: "dns", type: "CNAME", value: "\\.platform\\.sh$" },
  ],
  hostinger: ["Hostinger", { kind: "header", name: "platform", value: "^hostinger$" }],
  "cloudflare-pages": [
    "Cloudflare Pages",
    { kind: "dns", type: "CNAME", value: "\\.pages\\.dev$" },
  ],
});
