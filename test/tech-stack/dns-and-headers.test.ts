import { describe, expect, it } from "vitest";
import { home, run } from "./fake-web.ts";

const zone: readonly (readonly [question: string, line: string, ...ids: string[]])[] = [
  ["acme.com MX", "acme.com. 300 IN MX 1 aspmx.l.google.com.", "google-workspace"],
  ["acme.com MX", "acme.com. 0 IN MX 5 ALT1.ASPMX.L.GOOGLE.COM.", "google-workspace"],
  ["acme.com MX", "acme.com. 0 IN MX 1 smtp.google.com.", "google-workspace"],
  ["acme.com MX", "acme.com. 300 IN MX 0 acme-com.mail.protection.outlook.com.", "microsoft-365"],
  ["acme.com MX", "acme.com. 300 IN MX 10 mx.zoho.eu.", "zoho-mail"],
  ["acme.com MX", "acme.com. 300 IN MX 10 mail.protonmail.ch.", "proton-mail"],
  ["acme.com MX", "acme.com. 300 IN MX 10 us-smtp-inbound-1.mimecast.com.", "mimecast"],
  ["acme.com MX", "acme.com. 300 IN MX 10 mxa-0012.gslb.pphosted.com.", "proofpoint"],
  ["acme.com NS", "acme.com. 300 IN NS ada.ns.cloudflare.com.", "cloudflare-dns"],
  ["acme.com NS", "acme.com. 300 IN NS ns-123.awsdns-45.co.uk.", "amazon-route-53"],
  [
    "acme.com TXT",
    'acme.com. 300 IN TXT "v=spf1 include:_spf.google.com include:sendgrid.net ~all"',
    "sendgrid",
  ],
  [
    "acme.com TXT",
    'acme.com. 300 IN TXT "v=spf1 include:servers.mcsv.net -all"',
    "mailchimp-email",
  ],
  [
    "acme.com TXT",
    'acme.com. 300 IN TXT "v=spf1 a mx include:mail.zendesk.com include:amazonses.com ?all"',
    "amazon-ses",
    "zendesk-email",
  ],
  ["acme.com TXT", 'acme.com. 300 IN TXT "v=spf1 include:mail" "gun.org ~all"', "mailgun"],
  ["www.acme.com CNAME", "www.acme.com. 300 IN CNAME shops.myshopify.com.", "shopify"],
  ["www.acme.com CNAME", "www.acme.com. 300 IN CNAME d111111abcdef8.cloudfront.net.", "cloudfront"],
  ["www.acme.com CNAME", "www.acme.com. 300 IN CNAME cname.vercel-dns.com.", "vercel"],
  ["www.acme.com CNAME", "www.acme.com. 300 IN CNAME acme.github.io.", "github-pages"],
];

const silentZone: readonly (readonly [question: string, line: string])[] = [
  ["acme.com MX", "acme.com. 300 IN MX 10 mx.acme.com."],
  ["acme.com MX", "acme.com. 300 IN MX 0 ."],
  ["acme.com MX", "acme.com. 300 IN MX 10 aspmx.l.google.com.evil.example."],
  ["acme.com MX", "acme.com. 300 IN MX 10 notaspmx.l.google.com."],
  ["acme.com MX", "other.com. 300 IN MX 1 aspmx.l.google.com."],
  ["acme.com TXT", 'acme.com. 300 IN TXT "google-site-verification=abcdef"'],
  ["acme.com TXT", 'acme.com. 300 IN TXT "stripe-verification=abcdef"'],
  ["acme.com TXT", 'acme.com. 300 IN TXT "we once had include:sendgrid.net"'],
  ["acme.com TXT", 'acme.com. 300 IN TXT "v=spf1 -include:sendgrid.net -all"'],
  ["acme.com TXT", 'acme.com. 300 IN TXT "v=spf1 include:sendgrid.net.evil.example -all"'],
  ["acme.com NS", "acme.com. 300 IN NS ns1.acme.com."],
  ["www.acme.com CNAME", "www.acme.com. 300 IN CNAME acme.com."],
  ["www.acme.com CNAME", "cdn.other.com. 300 IN CNAME shops.myshopify.com."],
];

describe("what the domain's zone proves", () => {
  it.each(zone)("%s: %s", async (question, line, ...ids) => {
    const { found, verdict } = await run({ ...home({}), zone: { [question]: [line] } });

    expect(found).toEqual(ids);
    expect(verdict).toEqual({ confirmed: true });
  });

  it.each(silentZone)("nothing by %s: %s", async (question, line) => {
    const { found } = await run({ ...home({}), zone: { [question]: [line] } });

    expect(found).toEqual([]);
  });

  it("asks the registrable domain for mail when the record is a subdomain", async () => {
    const world = {
      pages: { "https://shop.acme.com/": {} },
      zone: {
        "acme.com MX": ["acme.com. 300 IN MX 1 aspmx.l.google.com."],
        "shop.acme.com CNAME": ["shop.acme.com. 300 IN CNAME shops.myshopify.com."],
      },
    };

    const { found, verdict } = await run(world, { input: { domain: "shop.acme.com" } });

    expect(found).toEqual(["google-workspace", "shopify"]);
    expect(verdict).toEqual({ confirmed: true });
  });

  it("goes on without DNS where DNS can't be asked", async () => {
    const { found } = await run(home({ headers: [["x-vercel-id", "fra1::abc"]] }));

    expect(found).toEqual(["vercel"]);
  });
});

const headers: readonly (readonly [name: string, value: string, ...ids: string[]])[] = [
  ["server", "cloudflare", "cloudflare"],
  ["cf-ray", "8a1b2c3d4e5f6a7b-FRA", "cloudflare"],
  ["x-amz-cf-id", "abc==", "cloudfront"],
  ["via", "1.1 abc123.cloudfront.net (CloudFront)", "cloudfront"],
  ["x-served-by", "cache-fra-etou8220123-FRA", "fastly"],
  ["x-vercel-id", "fra1::abcde", "vercel"],
  ["x-nf-request-id", "01H", "netlify"],
  ["via", "1.1 vegur", "heroku"],
  ["via", "1.1 google", "google-cloud"],
  ["server", "GitHub.com", "github-pages"],
  ["x-github-request-id", "ABCD"],
  ["server", "AmazonS3", "amazon-web-services"],
  ["x-powered-by", "WP Engine", "wp-engine"],
  ["X-Powered-By", "Craft CMS", "craft-cms"],
  ["x-powered-by", "Next.js", "nextjs"],
  ["x-powered-by", "PHP/8.2"],
  ["x-generator", "Drupal 10 (https://www.drupal.org)", "drupal"],
  ["x-drupal-cache", "HIT", "drupal"],
  ["x-shopify-stage", "production", "shopify"],
  ["link", '<https://acme.com/wp-json/>; rel="https://api.w.org/"', "wordpress"],
  ["set-cookie", "__cf_bm=abc; path=/", "cloudflare"],
  ["set-cookie", "AWSALB=abc; Path=/", "amazon-web-services"],
  ["set-cookie", "_shopify_y=abc; path=/", "shopify"],
  ["set-cookie", "PrestaShop-0123456789abcdef0123456789abcdef=x", "prestashop"],
  ["set-cookie", "theme=_shopify_y"],
  ["set-cookie", "not_shopify_y=1"],
  ["server", "nginx"],
  ["content-security-policy", "script-src js.stripe.com www.googletagmanager.com"],
  ["x-powered-by", "Not Craft"],
  ["via", "1.1 varnish"],
];

describe("what the home page's headers prove", () => {
  it.each(headers)("%s: %s", async (name, value, ...ids) => {
    const { found, report, verdict } = await run(home({ headers: [[name, value]] }));

    expect(found).toEqual(ids);
    if (ids.length > 0) expect(verdict).toEqual({ confirmed: true });
    else expect(report.outcome.kind).toBe("unproven");
  });

  it("keeps a cookie's value out of the evidence", async () => {
    const { claim } = await run(home({ headers: [["set-cookie", "_shopify_y=secret; path=/"]] }));

    expect(JSON.stringify(claim)).not.toContain("secret");
  });
});
