/** What log-in and sign-up links say, anywhere in their label. */
export const logInWords =
  /(?<![\p{L}\p{N}])(?:log[ -]?(?:in|on)|login|sign[ -]?(?:in|on|up)|signin|signup|register(?: now| here)?$|create (?:an |your |my )?(?:account|profile)|my account|forgot (?:your )?password|einloggen|anmelden|anmeldung|registrieren|konto (?:anlegen|erstellen)|passwort vergessen|(?:se )?connecter|connexion|s['’]inscrire|créer (?:un|mon) compte|iniciar sesi[oó]n|inicia sesi[oó]n|reg[ií]str(?:ate|arse)|crear (?:una )?cuenta|accedi|registrati|iscriviti|inloggen|registreren|logga in|logg inn?|log ind|kirjaudu|zaloguj(?: się)?|zarejestruj(?: się)?|přihlásit(?: se)?|entrar|войти|вход|регистрация|увійти|giriş yap|kayıt ol|ログイン|会員登録|サインイン|로그인|회원가입|登录|登錄|注册|註冊|تسجيل الدخول|התחבר(?:ות)?)(?![\p{L}\p{N}])/iu;

/** What shops say, as the whole label: job titles hold such words too. */
export const purchaseWords =
  /^(?:(?:proceed to |go to |start |secure )?check ?out|(?:add|move) to (?:cart|bag|basket)|(?:view |my |shopping )?(?:cart|basket|bag)|buy(?: it)?(?: now)?|purchase(?: now)?|place (?:your |my )?order|order now|pay(?: now)?|complete (?:purchase|order|payment)|donate(?: now)?|subscribe(?: now)?|start (?:your |my )?(?:free )?trial|upgrade(?: now)?|in den warenkorb|warenkorb|(?:zur )?kasse|jetzt (?:kaufen|bestellen)|kaufen|ajouter au panier|panier|acheter|commander|payer|añadir al carrito|carrito|comprar|pagar|aggiungi al carrello|carrello|acquista|in winkelwagen|winkelwagen|afrekenen|kopen|köp|kjøp|køb|osta|kup teraz|do koszyka|koupit|купить|в корзину|satın al|sepete ekle|カートに入れる|購入する|구매하기|장바구니|购买|加入购物车|立即购买)[.! ]*$/iu;

/** What the last button of an application says; "Apply", which leads to the form, is none of it. */
export const applicationWords =
  /(?<![\p{L}\p{N}])(?:submit|send|finish|complete)(?: (?:my|your|the|this))? (?:job )?(?:application|cv|resume|résumé|candidature)|(?:bewerbung|formular) (?:ab)?(?:senden|schicken)|envoyer (?:ma |votre )?candidature|enviar (?:mi |la )?(?:candidatura|solicitud)|invia (?:la )?candidatura|sollicitatie versturen|skicka (?:in )?ansökan|wyślij (?:aplikację|zgłoszenie)|応募を送信|提交申请|지원서 제출/iu;

export const uploadWords =
  /(?<![\p{L}\p{N}])(?:upload|attach|drop)(?: (?:a|my|your|the))? (?:cv|resume|résumé|file|document|cover letter|photo)|(?:lebenslauf|datei|dokument) (?:hochladen|anhängen)|hochladen|télécharger (?:mon|votre|un) cv|adjuntar|subir (?:cv|archivo)|carica (?:cv|file)|prześlij cv|ファイルを(?:選択|アップロード)|上传/iu;

/** Places for secrets and money, by what the field or its form is called. */
export const secretWords =
  /pass ?word|pass ?phrase|passwort|kennwort|mot de passe|contraseña|senha|wachtwoord|lösenord|hasło|пароль|パスワード|비밀번호|密码|credit ?card|card ?number|kreditkarte|karten ?nummer|numéro de carte|tarjeta|cvv|cvc|security code|iban|sort code|account number|social security|\bssn\b|one[- ]time code|\botp\b|verification code/iu;

/** What search fields are called: beginnings of words, then whole ones. */
export const searchWords =
  /(?<!\p{L})(?:search|find|filter|keyword|job title|location|countr|postcode|such|stichwort|stellen|standort|recherch|mots?[- ]cl|métier|ville|lieu|busc|palabra|puesto|ciudad|ubicaci|cerca|ricerca|città|parol|zoek|trefwoord|plaats|functie|sök|søg|søk|haku|etsi|szuk|miast|stanowisk|hledat|hľada|keres|caut|căut|traži|търс|поиск|искать|пошук|город|şehir|(?:what|where|city|zip|department|ort|stadt|by|hae|ara)(?!\p{L}))|検索|キーワード|勤務地|검색|搜索|搜尋|关键|職位|بحث|חיפוש/iu;

/** Parts of a path, or first labels of a host, where one logs in or signs up. */
export const logInPlaces =
  /^(?:log[-_]?in|log[-_]?on|sign[-_]?(?:in|on|up)|sso|oauth2?|auth|authorize|authenticate|register|registration|create[-_]?account|wp-login|wp-admin|my[-_]?account|password|reset-password|anmelden|registrieren|connexion|inscription)(?:\.(?:php|aspx?|jsp|html?|do|action))?$/i;

export const purchasePlaces =
  /^(?:checkout|cart|basket|warenkorb|kasse|panier|carrito|carrello|payment|payments|pay|purchase|buy|donate|order-now)(?:\.(?:php|aspx?|jsp|html?|do))?$/i;

/** Endings of files that are saved rather than shown. */
export const fileEndings =
  /\.(?:zip|gz|tgz|bz2|xz|7z|rar|tar|exe|msi|dmg|pkg|deb|rpm|apk|ipa|iso|bin|jar|bat|cmd|sh|ps1|scr|vbs|pdf|docx?|xlsx?|pptx?|odt|ods|rtf|csv|epub|mp3|mp4|avi|mov|wav|ics|vcf)$/i;
