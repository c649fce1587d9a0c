import { technologiesOf } from "../technology.ts";

/** Who keeps the mailboxes: the domain's own MX. */
export const emailProvider = technologiesOf("email_provider", {
  "google-workspace": [
    "Google Workspace",
    {
      kind: "dns",
      type: "MX",
      value:
        "^(?:alt\\d\\.)?aspmx\\.l\\.google\\.com$|^aspmx\\d\\.googlemail\\.com$|^smtp\\.google\\.com$",
    },
  ],
  "microsoft-365": [
    "Microsoft 365",
    {
      kind: "dns",
      type: "MX",
      value:
        "\\.mail\\.protection\\.outlook\\.com$|\\.mail\\.protection\\.office365\\.us$|\\.mail\\.eo\\.outlook\\.com$|\\.mx\\.microsoft$",
    },
  ],
  "zoho-mail": [
    "Zoho Mail",
    {
      kind: "dns",
      type: "MX",
      value:
        "^mx\\d?\\.zoho\\.(?:com|eu|in|com\\.au|com\\.cn|jp)$|^mx\\d?\\.zohomail\\.(?:com|eu|in)$",
    },
  ],
  "proton-mail": [
    "Proton Mail",
    { kind: "dns", type: "MX", value: "^mail(?:sec)?\\.protonmail\\.ch$" },
  ],
  "icloud-mail": [
    "iCloud Mail",
    { kind: "dns", type: "MX", value: "^mx\\d+\\.mail\\.icloud\\.com$" },
  ],
  fastmail: [
    "Fastmail",
    { kind: "dns", type: "MX", value: "^in\\d+-smtp\\.messagingengine\\.com$" },
  ],
  "yandex-mail": ["Yandex 360", { kind: "dns", type: "MX", value: "^mx\\.yandex\\.(?:net|ru)$" }],
  "rackspace-email": [
    "Rackspace Email",
    { kind: "dns", type: "MX", value: "^mx\\d\\.emailsrvr\\.com$" },
  ],
  "ionos-mail": [
    "IONOS Mail",
    {
      kind: "dns",
      type: "MX",
      value: "^mx\\d+\\.(?:ionos|kundenserver|1and1)\\.(?:com|co\\.uk|de|fr|es)$",
    },
  ],
  "ovh-mail": [
    "OVHcloud Mail",
    { kind: "dns", type: "MX", value: "^(?:mx\\d|redirect)\\.(?:mail\\.)?ovh\\.net$" },
  ],
  "godaddy-mail": [
    "GoDaddy Mail",
    { kind: "dns", type: "MX", value: "^(?:smtp|mailstore1)\\.secureserver\\.net$" },
  ],
  "hostinger-mail": [
    "Hostinger Mail",
    { kind: "dns", type: "MX", value: "^mx\\d\\.hostinger\\.com$" },
  ],
  "gandi-mail": [
    "Gandi Mail",
    { kind: "dns", type: "MX", value: "^(?:spool|fb)\\.mail\\.gandi\\.net$" },
  ],
  "titan-mail": ["Titan", { kind: "dns", type: "MX", value: "^mx\\d\\.titan\\.email$" }],
  "cloudflare-email-routing": [
    "Cloudflare Email Routing",
    { kind: "dns", type: "MX", value: "^(?:route\\d|[a-z]+)\\.mx\\.cloudflare\\.net$" },
  ],
  migadu: ["Migadu", { kind: "dns", type: "MX", value: "^aspmx\\d\\.migadu\\.com$" }],
});

/** Gateways before the mailboxes: the MX leads to them, the provider stays behind. */
export const emailSecurity = technologiesOf("email_security", {
  mimecast: [
    "Mimecast",
    { kind: "dns", type: "MX", value: "\\.mimecast(?:-offshore)?\\.(?:com|co\\.za)$" },
  ],
  proofpoint: [
    "Proofpoint",
    { kind: "dns", type: "MX", value: "\\.(?:pphosted|ppe-hosted)\\.com$" },
  ],
  "barracuda-email": [
    "Barracuda Email Protection",
    { kind: "dns", type: "MX", value: "\\.ess(?:\\.[a-z]{2})?\\.barracudanetworks\\.com$" },
  ],
  "cisco-secure-email": [
    "Cisco Secure Email",
    { kind: "dns", type: "MX", value: "\\.iphmx\\.com$" },
  ],
  "symantec-email": [
    "Symantec Email Security",
    { kind: "dns", type: "MX", value: "\\.messagelabs\\.com$" },
  ],
  "trend-micro-email": [
    "Trend Micro Email Security",
    { kind: "dns", type: "MX", value: "\\.tmes\\.trendmicro\\.(?:com|eu)$" },
  ],
  hornetsecurity: [
    "Hornetsecurity",
    { kind: "dns", type: "MX", value: "\\.(?:hornetsecurity\\.com|antispameurope\\.com)$" },
  ],
  "sophos-email": ["Sophos Email", { kind: "dns", type: "MX", value: "\\.hydra\\.sophos\\.com$" }],
});

/** Who may send in the domain's name: the includes of its SPF record. */
export const emailDelivery = technologiesOf("email_delivery", {
  sendgrid: ["Twilio SendGrid", spf("sendgrid\\.net")],
  mailgun: ["Mailgun", spf("(?:[a-z]+\\.)?mailgun\\.org")],
  "amazon-ses": ["Amazon SES", spf("amazonses\\.com")],
  postmark: ["Postmark", spf("spf\\.mtasv\\.net")],
  mandrill: ["Mandrill (Mailchimp Transactional)", spf("spf\\.mandrillapp\\.com")],
  "mailchimp-email": ["Mailchimp (sender)", spf("servers\\.mcsv\\.net")],
  sparkpost: ["SparkPost", spf("(?:[a-z0-9]+\\.)?sparkpostmail\\.com")],
  mailjet: ["Mailjet", spf("spf\\.mailjet\\.com")],
  "brevo-email": ["Brevo (sender)", spf("spf\\.(?:sendinblue|brevo)\\.com")],
  "salesforce-email": ["Salesforce (sender)", spf("_spf\\.salesforce\\.com")],
  "salesforce-marketing-cloud": [
    "Salesforce Marketing Cloud",
    spf("(?:cust-spf\\.)?exacttarget\\.com"),
  ],
  "zendesk-email": ["Zendesk (sender)", spf("mail\\.zendesk\\.com")],
  "hubspot-email": ["HubSpot (sender)", spf("(?:\\d+\\.)?spf\\d*\\.hubspotemail\\.net")],
  "marketo-email": ["Marketo (sender)", spf("mktomail\\.com")],
  "freshdesk-email": ["Freshdesk (sender)", spf("email\\.freshdesk\\.com")],
  "campaign-monitor": ["Campaign Monitor", spf("_spf\\.createsend\\.com")],
  "constant-contact": ["Constant Contact", spf("spf\\.constantcontact\\.com")],
  "help-scout-email": ["Help Scout (sender)", spf("helpscoutemail\\.com")],
});

/** Who answers for the zone. */
export const dnsProvider = technologiesOf("dns_provider", {
  "cloudflare-dns": [
    "Cloudflare DNS",
    { kind: "dns", type: "NS", value: "^[a-z]+\\.ns\\.cloudflare\\.com$" },
  ],
  "amazon-route-53": [
    "Amazon Route 53",
    { kind: "dns", type: "NS", value: "^ns-\\d+\\.awsdns-\\d+\\.(?:com|net|org|co\\.uk)$" },
  ],
  "azure-dns": [
    "Azure DNS",
    { kind: "dns", type: "NS", value: "^ns\\d-\\d+\\.azure-dns\\.(?:com|net|org|info)$" },
  ],
  "google-cloud-dns": [
    "Google Cloud DNS",
    { kind: "dns", type: "NS", value: "^ns-cloud-[a-z]\\d\\.googledomains\\.com$" },
  ],
  "akamai-dns": [
    "Akamai Edge DNS",
    { kind: "dns", type: "NS", value: "^a\\d+-\\d+\\.akam\\.net$" },
  ],
  ns1: ["NS1", { kind: "dns", type: "NS", value: "^dns\\d\\.p\\d+\\.nsone\\.net$" }],
  ultradns: [
    "UltraDNS",
    { kind: "dns", type: "NS", value: "\\.ultradns\\.(?:com|net|org|biz|info|co\\.uk)$" },
  ],
  dnsimple: [
    "DNSimple",
    { kind: "dns", type: "NS", value: "^ns\\d\\.dnsimple(?:-edge)?\\.(?:com|net|org|io)$" },
  ],
  "dns-made-easy": [
    "DNS Made Easy",
    { kind: "dns", type: "NS", value: "^ns\\d+\\.dnsmadeeasy\\.com$" },
  ],
  "godaddy-dns": [
    "GoDaddy DNS",
    { kind: "dns", type: "NS", value: "^ns\\d+\\.domaincontrol\\.com$" },
  ],
  "gandi-dns": [
    "Gandi LiveDNS",
    { kind: "dns", type: "NS", value: "^ns-\\d+-[a-c]\\.gandi\\.net$" },
  ],
});

function spf(sender: string) {
  return {
    kind: "dns",
    type: "TXT",
    value: `^v=spf1 (?:.* )?[+?~]?(?:include:|redirect=)${sender}(?: |$)`,
  } as const;
}
