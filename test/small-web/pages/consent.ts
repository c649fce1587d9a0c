import type { Words } from "../languages/words.ts";
import { entryAt, hash32 } from "../random.ts";

interface Consent {
  readonly head: string;
  readonly body: string;
}

/** The cookie banner of a site: a vendor's script, or one written into the page. */
export function consentBanner(words: Words, seed: string): Consent {
  const hash = hash32(`consent ${seed}`);
  return entryAt(banners, hash)(words, hash.toString(16).padStart(8, "0"));
}

const banners: readonly ((words: Words, id: string) => Consent)[] = [
  (_, id) => ({
    head: `<script src="https://cdn.cookielaw.org/scripttemplates/otSDKStub.js" data-domain-script="${id}-7d1c-4f1e" charset="UTF-8"></script>\n<script>function OptanonWrapper() { }</script>\n`,
    body: "",
  }),
  ({ code }, id) => ({
    head: `<script id="Cookiebot" src="https://consent.cookiebot.com/uc.js" data-cbid="${id}-11aa" data-culture="${code}" data-blockingmode="auto"></script>\n`,
    body: "",
  }),
  (_, id) => ({
    head: `<script id="usercentrics-cmp" src="https://app.usercentrics.eu/browser-ui/latest/loader.js" data-settings-id="${id}" async></script>\n`,
    body: "",
  }),
  (words) => ({
    head: "",
    body: `<div id="cmplz-cookiebanner-container"><div class="cmplz-cookiebanner banner-1 optin cmplz-bottom-right" role="dialog"><div class="cmplz-message">${words.cookies}</div><div class="cmplz-buttons"><button class="cmplz-btn cmplz-accept">${words.accept}</button><button class="cmplz-btn cmplz-deny">${words.reject}</button></div></div></div>\n`,
  }),
  (words) => ({
    head: "",
    body: `<div class="cookie-bar" id="cookieBar"><p>${words.cookies} <a href="/privacy">${words.privacy}</a></p><button type="button" onclick="document.getElementById('cookieBar').remove()">${words.accept}</button></div>\n`,
  }),
  () => ({ head: "", body: "" }),
];
