import { technologiesOf } from "../technology.ts";

/** Shop systems: what keeps the cart. */
export const ecommerce = technologiesOf("ecommerce", {
  shopify: [
    "Shopify",
    { kind: "header", name: "x-shopid", value: "^\\d+$" },
    { kind: "header", name: "powered-by", value: "^Shopify$" },
    { kind: "header", name: "x-shopify-stage" },
    { kind: "cookie", name: "_shopify_(?:y|s|essential)|_shopify_m" },
    { kind: "script", code: "\\bShopify\\.shop\\s*=\\s*[\"'][a-z0-9-]+\\.myshopify\\.com[\"']" },
    { kind: "script", host: "sdks.shopifycdn.com", path: "^/buy-button/" },
    { kind: "dns", type: "CNAME", value: "^shops\\.myshopify\\.com$" },
  ],
  woocommerce: [
    "WooCommerce",
    { kind: "dom", meta: "generator", content: "^WooCommerce\\b" },
    { kind: "script", host: "own", path: "/wp-content/plugins/woocommerce/" },
    { kind: "link", host: "own", path: "/wp-content/plugins/woocommerce/" },
    { kind: "cookie", name: "woocommerce_(?:items_in_cart|cart_hash)|wp_woocommerce_session_\\w+" },
  ],
  magento: [
    "Magento / Adobe Commerce",
    { kind: "header", name: "x-magento-tags" },
    { kind: "header", name: "x-magento-cache-debug" },
    { kind: "cookie", name: "X-Magento-Vary|mage-cache-sessid|mage-cache-storage" },
    { kind: "dom", tag: "script", attribute: "type", value: "^text/x-magento-init$" },
    {
      kind: "script",
      host: "own",
      path: "/static/(?:version\\d+/)?frontend/[^/]+/[^/]+/[a-z]{2}_[A-Z]{2}/",
    },
  ],
  prestashop: [
    "PrestaShop",
    { kind: "dom", meta: "generator", content: "^PrestaShop$" },
    { kind: "header", name: "powered-by", value: "^PrestaShop$" },
    { kind: "cookie", name: "PrestaShop-[0-9a-f]{32}" },
  ],
  bigcommerce: [
    "BigCommerce",
    { kind: "script", host: "*.bigcommerce.com", path: "^/s-[a-z0-9]+/" },
    { kind: "link", host: "*.bigcommerce.com", path: "^/s-[a-z0-9]+/" },
    { kind: "cookie", name: "SHOP_SESSION_TOKEN|fornax_anonymousId" },
  ],
  shopware: [
    "Shopware",
    { kind: "header", name: "sw-context-token" },
    { kind: "header", name: "sw-version-id" },
    { kind: "cookie", name: "sw-states|sw-cache-hash" },
  ],
  opencart: [
    "OpenCart",
    { kind: "cookie", name: "OCSESSID" },
    { kind: "script", host: "own", path: "^(?:/[^?]*)?/catalog/view/javascript/" },
  ],
  "salesforce-commerce-cloud": [
    "Salesforce Commerce Cloud",
    { kind: "script", host: "own", path: "/on/demandware\\.static/" },
    { kind: "link", host: "own", path: "/on/demandware\\.static/" },
    { kind: "cookie", name: "dwanonymous_[0-9a-f]{32}|dwac_\\w+" },
  ],
  ecwid: ["Ecwid", { kind: "script", host: "app.ecwid.com", path: "^/script\\.js" }],
  vtex: [
    "VTEX",
    { kind: "cookie", name: "VtexRCMacIdv7|vtex_session|VTEXSC" },
    { kind: "script", host: "*.vtexassets.com" },
    { kind: "header", name: "x-vtex-io-cluster-id" },
  ],
  "sap-commerce": [
    "SAP Commerce",
    { kind: "script", host: "own", path: "^/_ui/(?:responsive|desktop|shared|addons)/" },
  ],
  lightspeed: [
    "Lightspeed eCom",
    { kind: "script", host: "cdn.webshopapp.com", path: "\\.js" },
    { kind: "script", host: "cdn.shoplightspeed.com", path: "\\.js" },
  ],
  nuvemshop: [
    "Nuvemshop",
    { kind: "script", code: "\\bLS\\.store\\s*=\\s*\\{" },
    { kind: "dns", type: "CNAME", value: "\\.(?:lojavirtualnuvem\\.com\\.br|mitiendanube\\.com)$" },
  ],
  snipcart: ["Snipcart", { kind: "script", host: "cdn.snipcart.com", path: "^/themes/" }],
});

/** Payment: who takes the money. A logo or a link to the vendor is not payment. */
export const payment = technologiesOf("payment", {
  stripe: [
    "Stripe",
    { kind: "script", host: "js.stripe.com" },
    { kind: "script", code: "\\bStripe\\(\\s*[\"']pk_live_\\w{10,}" },
    { kind: "iframe", host: "js.stripe.com" },
  ],
  paypal: [
    "PayPal",
    { kind: "script", host: "www.paypal.com", path: "^/sdk/js\\?" },
    { kind: "script", host: "www.paypalobjects.com", path: "^/(?:api/checkout|donate/sdk)" },
    {
      kind: "dom",
      tag: "form",
      attribute: "action",
      value: "^https://www\\.paypal\\.com/(?:[a-z]{2}/)?(?:cgi-bin/webscr|donate)",
    },
  ],
  braintree: [
    "Braintree",
    { kind: "script", host: "js.braintreegateway.com" },
    { kind: "script", host: "assets.braintreegateway.com" },
  ],
  adyen: [
    "Adyen",
    { kind: "script", host: "checkoutshopper-live.adyen.com" },
    { kind: "script", host: "checkoutshopper-live-us.adyen.com" },
    { kind: "script", host: "checkoutshopper-live-au.adyen.com" },
  ],
  klarna: [
    "Klarna",
    { kind: "script", host: "js.klarna.com" },
    { kind: "script", host: "x.klarnacdn.net", path: "^/kp/" },
    { kind: "script", host: "*.klarnaservices.com", path: "^/lib\\.js" },
  ],
  square: [
    "Square",
    { kind: "script", host: "web.squarecdn.com", path: "^/v\\d/square\\.js" },
    { kind: "script", host: "js.squareup.com", path: "^/v2/paymentform" },
  ],
  mollie: ["Mollie", { kind: "script", host: "js.mollie.com" }],
  "checkout-com": [
    "Checkout.com",
    { kind: "script", host: "cdn.checkout.com", path: "^/js/framesv2" },
    { kind: "script", host: "checkout-web-components.checkout.com" },
  ],
  razorpay: ["Razorpay", { kind: "script", host: "checkout.razorpay.com" }],
  afterpay: [
    "Afterpay / Clearpay",
    { kind: "script", host: "js.afterpay.com" },
    { kind: "script", host: "portal.afterpay.com", path: "\\.js" },
    { kind: "script", host: "js.squarecdn.com", path: "^/square-marketplace\\.js" },
  ],
  affirm: ["Affirm", { kind: "script", host: "cdn1.affirm.com", path: "^/js/" }],
  "amazon-pay": [
    "Amazon Pay",
    { kind: "script", host: "static-na.payments-amazon.com" },
    { kind: "script", host: "static-eu.payments-amazon.com" },
    { kind: "script", host: "static-fe.payments-amazon.com" },
  ],
  paddle: ["Paddle", { kind: "script", host: "cdn.paddle.com", path: "^/paddle/" }],
  "authorize-net": ["Authorize.Net", { kind: "script", host: "js.authorize.net", path: "^/v\\d/" }],
  recurly: ["Recurly", { kind: "script", host: "js.recurly.com" }],
  chargebee: ["Chargebee", { kind: "script", host: "js.chargebee.com" }],
  sezzle: ["Sezzle", { kind: "script", host: "widget.sezzle.com" }],
});
