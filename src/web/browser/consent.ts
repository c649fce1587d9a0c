import type { Page } from "playwright";
import type { PageElement, PageRoot, PageWindow } from "./page-dom.ts";
import { attempt } from "./within.ts";

const frameTimeoutMs = 1_500;

/** Agrees to cookie walls in every frame, as any visitor would to see the page. Says whether it clicked. */
export async function passConsent(page: Page): Promise<boolean> {
  const arg = {
    selectors: acceptSelectors.join(","),
    words: acceptWords.source,
    subject: consentWords.source,
  };
  const clicked = await Promise.all(
    page.frames().map((frame) => attempt(frameTimeoutMs, frame.evaluate(agree, arg))),
  );
  return clicked.includes(true);
}

/** The "accept" buttons of the consent platforms in wide use. */
const acceptSelectors = [
  "#onetrust-accept-btn-handler",
  "#accept-recommended-btn-handler",
  "#CybotCookiebotDialogBodyLevelButtonLevelOptinAllowAll",
  "#CybotCookiebotDialogBodyButtonAccept",
  "[data-testid='uc-accept-all-button']",
  "#didomi-notice-agree-button",
  "#truste-consent-button",
  ".trustarc-agree-btn",
  ".qc-cmp2-summary-buttons button[mode='primary']",
  "button.sp_choice_type_11",
  ".fc-cta-consent",
  ".osano-cm-accept-all",
  ".cky-btn-accept",
  ".cmplz-accept",
  "#cookiescript_accept",
  ".iubenda-cs-accept-btn",
  "#axeptio_btn_acceptAll",
  "#tarteaucitronPersonalize2",
  "#tarteaucitronAllAllowed",
  "[data-cookiefirst-action='accept']",
  ".klaro .cm-btn-accept-all",
  ".klaro .cm-btn-success",
  "#hs-eu-confirmation-button",
  ".cc-allow",
  ".cc-dismiss",
  "#ccc-recommended-settings",
  "#wt-cli-accept-all-btn",
  "#cookie_action_close_header",
  "[data-borlabs-cookie-accept-all]",
  ".brlbs-btn-accept-all",
  "#cmpwelcomebtnyes a",
  ".cmpboxbtnyes",
  ".eu-cookie-compliance-default-button",
  ".moove-gdpr-infobar-allow-all",
  "[data-cc-action='accept']",
  "[data-role='acceptAll']",
  "#accept-cookies",
  "#acceptAllCookies",
];

/** What such a button says, whole, in the languages of Europe and a few more. */
const acceptWords =
  /^(?:(?:yes,? )?(?:i )?(?:accept|agree|allow|consent)(?: (?:to )?(?:all|the|and|cookies?|continue|close|proceed|selection|everything|them|use of))*|ok(?:ay)?|got it|i understand|understood|(?:alle?s? )?(?:cookies )?(?:akzeptieren|annehmen|zulassen|erlauben|zustimmen)(?: und (?:schlie(?:ß|ss)en|fortfahren|weiter))?|(?:ich )?(?:stimme (?:allen )?zu|bin einverstanden)|einverstanden|verstanden|(?:tout |j'|j’)?accepte[rz]?(?: et (?:fermer|continuer))?(?: tou(?:t|s)?)?(?: les cookies)?|d['’]accord|autoriser(?: tous les cookies| tout)?|(?:acept(?:ar|o)|permitir)(?: y (?:cerrar|continuar))?(?: tod(?:o|as|os))?(?: las| los)?(?: cookies)?|de acuerdo|entendido|accett[oa](?:re)?(?: e (?:chiudi|continua))?(?: tutt[oi])?(?: i cookie)?|accetta tutti(?: i cookie)?|consenti(?: tutti)?|aceitar(?: e (?:fechar|continuar))?(?: tod(?:os|as|o))?(?: os)?(?: cookies)?|concordo|(?:alle )?(?:cookies )?(?:accepteren|toestaan|aanvaarden)|akkoord(?: gaan)?|ik ga akkoord|accepteer(?: alle)?(?: cookies)?|(?:godkänn|acceptera|tillåt)(?: alla)?(?: kakor| cookies)?|(?:godta|aksepter|tillat)(?: alle)?(?: informasjonskapsler| cookies)?|(?:accepter|tillad)(?: alle)?(?: cookies)?|(?:hyväksy|salli)(?: kaikki)?(?: evästeet)?|(?:za)?akceptuj(?:ę|e)?(?: wszystkie| wszystko)?(?: pliki cookie| cookies)?|zgadzam się|(?:přijmout|přijímám|souhlasím|povolit)(?: vše(?:chny)?)?(?: s cookies| cookies)?|(?:prijať|súhlasím)(?: všetky)?(?: cookies)?|(?:elfogad(?:om|ás)?|mindet elfogadom|összes elfogadása)|(?:accept(?:ă|ați|a)?|sunt de acord)(?: toate)?(?: cookie-urile)?|(?:prihvati|prihvaćam|sprejmi)(?: sve| vse)?(?: kolačiće| piškotke)?|приемам(?: всички)?|(?:принять|принимаю|согласен|разрешить)(?: все)?(?: файлы)?(?: cookie)?|(?:прийняти|погоджуюсь)(?: все| всі)?|αποδοχή(?: όλων)?|συμφωνώ|(?:tümünü |hepsini )?kabul (?:et|ediyorum)|(?:すべて|全て)?(?:の\s*cookie\s*を)?(?:同意する|許可する|受け入れる|承諾する|同意します)|(?:모두 )?(?:동의|허용|수락)(?:합니다|하기)?|(?:全部)?(?:接受|同意|允许)(?:所有)?(?:并继续)?(?:\s*cookies?)?|(?:قبول|موافق|أوافق)(?: الكل)?|(?:אישור|מסכים|קבל)(?: הכל)?)[.!]?$/u;

/** What the box around it is about: "OK" alone may close anything. */
const consentWords =
  /cookie|consent|gdpr|dsgvo|rgpd|lgpd|privacy|datenschutz|einwilligung|confidentialité|privacidad|privacidade|riservatezza|traceurs|kakor|eväste|informasjonskapsler|piškot|kolačić|ciasteczk|prywatno|soukrom|adatvéd|çerez|куки|конфиденциальн|クッキー|プライバシー|쿠키|개인정보|隐私|ملفات تعريف|עוגיות/iu;

/** Runs in the page: clicks the first visible "accept" of a consent box, shadow roots included. */
function agree(arg: { selectors: string; words: string; subject: string }): boolean {
  const { document } = globalThis as unknown as PageWindow;
  const words = new RegExp(arg.words, "u");
  const subject = new RegExp(arg.subject, "iu");
  const roots: PageRoot[] = [document];
  for (const root of roots) {
    for (const element of root.querySelectorAll("*"))
      if (element.shadowRoot) roots.push(element.shadowRoot);
  }
  const isVisible = (element: PageElement): boolean => {
    const { width, height } = element.getBoundingClientRect();
    return (
      width > 0 &&
      height > 0 &&
      element.checkVisibility({ visibilityProperty: true, opacityProperty: false })
    );
  };
  const isAboutConsent = (element: PageElement): boolean => {
    let box: PageElement | null | undefined = element;
    for (let depth = 0; box && box !== document.body && depth < 8; depth += 1) {
      const about = `${box.getAttribute("id") ?? ""} ${box.getAttribute("class") ?? ""} ${(box.textContent ?? "").slice(0, 3_000)}`;
      if (subject.test(about)) return true;
      box = box.parentElement ?? box.getRootNode().host;
    }
    // A page that is a cookie wall and nothing else has no box around its button.
    const page = (document.body?.textContent ?? "").replace(/\s+/g, " ");
    return page.length < 600 && subject.test(page);
  };
  // Some sites are one form that any button sends: the page hears of the click, the server does not.
  const press = (element: PageElement): void => {
    if (element.form?.method === "post")
      element.form.addEventListener("submit", (event) => event.preventDefault(), { once: true });
    element.click();
  };
  for (const root of roots) {
    for (const element of root.querySelectorAll(arg.selectors)) {
      if (!isVisible(element)) continue;
      press(element);
      return true;
    }
  }
  for (const root of roots) {
    for (const element of root.querySelectorAll(
      "button,a,[role=button],input[type=button],input[type=submit]",
    )) {
      const text = (element.innerText ?? element.value ?? "")
        .replace(/\s+/g, " ")
        .trim()
        .toLowerCase();
      const label =
        text || (element.value ?? element.getAttribute("aria-label") ?? "").trim().toLowerCase();
      if (label.length === 0 || label.length > 60 || !words.test(label)) continue;
      if (!isVisible(element) || !isAboutConsent(element)) continue;
      press(element);
      return true;
    }
  }
  return false;
}
