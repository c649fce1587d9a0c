// What careers links say, by language. Letters with marks are matched without them (see `folded`).
const careersTexts = [
  // en
  "careers?( (at|with) .{1,30})?|jobs?( (at|with) .{1,30})?|join (us|our team|the team|.{1,20})|we.?re hiring!?|now hiring!?|work (with|for|at) (us|.{1,20})|working (at|for) .{1,30}|vacanc(y|ies)|employment( opportunities)?|job (board|offers|listings?)|life at .{1,30}|hiring|recruitment|recruiting|career opportunities|job opportunities|employment|opportunities|build your career.{0,20}|come work with us|(our )?talent|become (one of us|part of .{1,20})|careers? (and|&) (jobs|culture|people)|people (and|&) careers",
  // de
  "karriere(seite|portal)?( bei .{1,30})?|jobs (und|&) karriere|karriere (und|&) jobs|stellen(angebote|markt|anzeigen|portal)?|jobangebote|jobborse|arbeiten bei .{1,30}|bewerb(en|ung)|arbeite bei uns|werde teil .{1,30}|mitarbeiten|offene jobs",
  // fr
  "carrieres?|emplois?|recrutement|nous rejoindre|rejoignez[ -]nous|rejoindre .{1,20}|travailler chez .{1,30}|nous recrutons|on recrute!?|metiers et carrieres|offres d.emploi",
  // es, ca
  "empleos?|trabajo|trabaja con nosotros|trabajar en .{1,30}|unete( a .{1,25})?|vacantes|ofertas de (empleo|trabajo)|oportunidades( laborales)?|bolsa de trabajo|carreras|trabaja en .{1,20}|talento|treballa amb nosaltres",
  // it
  "carrier[ae]|lavor[ao] con noi|lavorare (in|con) .{1,20}|posizioni aperte|unisciti (a noi|al team)|opportunita di lavoro|candidature|offerte di lavoro",
  // nl
  "vacatures?|werken (bij|voor) .{1,30}|werken bij|werkenbij|carriere|kom werken .{0,20}|werk bij ons",
  // pt
  "vagas|trabalhe con(n)?osco|carreiras?|oportunidades|faca parte.{0,20}|junte-se a nos|recrutamento|trabalhar (na|no|em) .{1,20}|trabalha connosco",
  // sv
  "lediga (jobb|tjanster)|jobba (hos|pa) .{1,20}|karriar|jobb|arbeta (hos|pa) .{1,20}|bli en av oss|jobba hos oss",
  // da, no
  "ledige (stillinger|jobs?)|job|karriere|stillinger|jobb (hos|i) .{1,20}|bli (med|en av oss)|ledig stilling|arbejde hos .{1,20}|job hos .{1,20}|arbeid hos .{1,20}|jobbe (hos|i) .{1,20}",
  // fi
  "avoimet (tyopaikat|tehtavat|paikat)|tyopaikat|ura( .{1,20})?|rekry(tointi)?|toihin( .{1,20})?|meille toihin|tule toihin|toissa .{1,20}|tyonhaku",
  // et, lv, lt
  "karjaar|toopakkumised|vabad tookohad|vakances|karjera|karjeras?|darbo pasiulymai|laisvos darbo vietos",
  // pl
  "kariera|oferty pracy|praca( w .{1,20})?|dolacz do nas|rekrutacja|pracuj (z nami|w .{1,20})",
  // cs, sk
  "kariera|volna (mista|pracovni mista)|volne (pozicie|pracovne miesta)|prace( u nas)?|pracujte u nas|pridejte se( k nam)?|nabidka prace|pracovni prilezitosti|pridajte sa",
  // hu, ro, hr, sl, sr, bg, el
  "karrier|allasok|allasajanlatok|dolgozz nalunk|cariere?|locuri de munca|joburi|angajari|karijer[ae]|zaposlitev|posao|radna mjesta|prosta (delovna )?mesta|кариер[аи]|работа|свободни позиции|работа при нас|καριερα|θεσεις εργασιας|εργασια",
  // tr
  "kariyer|is ilanlari|acik pozisyonlar|insan kaynaklari|is firsatlari|bize katil(in)?|ekibimize katilin",
  // ru, uk
  "карьера|вакансии|работа (у нас|в .{1,20})|кар.єра|вакансії|робота в .{1,20}|присоединяйтесь",
  // ja, zh, ko
  "採用(情報|サイト|案内)?|求人(情報)?|募集(要項|職種)?|キャリア(採用)?|新卒採用|中途採用|リクルート|一緒に働く|仲間募集|join ?us|recruit",
  "加入我们|加入我們|招聘(信息|職位)?|人才(招聘|招募|发展)?|诚聘英才|職缺|徵才|工作机会|工作機會|社会招聘|校园招聘|职业发展|人力资源",
  "채용(정보|안내|공고|사이트)?|인재채용|인재영입|입사지원|커리어|함께 ?하기",
  // vi, th, id, ar, he
  "tuyen dung|co hoi nghe nghiep|viec lam|ร่วมงานกับเรา|สมัครงาน|karir|lowongan( kerja)?|bergabung( dengan kami)?|وظائف|الوظائف|انضم إلينا|التوظيف|דרושים|משרות|קריירה|הצטרפו אלינו",
];

const openingsTexts = [
  "(see|view|browse|explore|search|find|discover|check out|show|look at)( for)?( all| our| the| current| more| open| available| latest)*( open| available| current)? ?(jobs?|positions?|roles?|openings?|vacancies|opportunities|job (openings?|opportunities|listings?)|careers)( .{1,25})?",
  "(all|current|open|available|latest)( open| available| current| job)* (jobs|positions|roles|openings|vacancies|opportunities)|job (search|openings|list)|openings|open positions?.{0,20}|apply( now| here| today| online)?|start your (search|application)|jobs? search|search careers",
  "offene (stellen|positionen|jobs)|(alle|aktuelle|unsere|zu den|zu unseren) (offenen )?(stellen.{0,10}|jobs|vakanzen|jobangebote.{0,4})|stellen (ansehen|suchen|finden|entdecken)|jobs (ansehen|suchen|finden|entdecken)|jobsuche|stellensuche|jetzt bewerben|stellenangebote ansehen",
  "(voir|consulter|decouvrir|decouvrez|voir toutes)( toutes)?( les| nos)* (offres|postes|opportunites).{0,20}|nos offres.{0,12}|offres d.emploi|postes (ouverts|a pourvoir)|postuler.{0,15}|toutes (les|nos) offres",
  "(ver|consulta|buscar|explora)( todas)?( las| los| nuestras| nuestros)* (vacantes|ofertas|empleos|puestos|posiciones|oportunidades).{0,20}|posiciones abiertas|puestos (vacantes|abiertos)|vacantes( disponibles)?|aplicar?( ahora)?|postulate|inscribete",
  "(vedi|scopri|consulta|cerca)( tutte)?( le| gli)? ?(posizioni|offerte|opportunita|annunci).{0,20}|posizioni aperte|candidati( ora)?|invia candidatura",
  "(bekijk|zoek|ontdek)( al)?( onze| alle)* (vacatures?|functies|banen).{0,15}|(alle|openstaande) vacatures|solliciteer.{0,12}",
  "(ver|veja|confira|conheca|consulte)( todas)?( as| nossas)* (vagas|oportunidades|posicoes).{0,20}|vagas (abertas|disponiveis)|candidate-se|ver vagas|inscreva-se",
  "(se|visa|sok|hitta)( alla| vara| lediga)* (lediga )?(jobb|tjanster|roller).{0,15}|lediga (jobb|tjanster)|ansok( nu| har)?",
  "(se|vis|find|sok)( alle| vore| vare| ledige)* (ledige )?(stillinger|jobs?|jobb).{0,15}|ledige (stillinger|jobs?|jobb)|sog( jobbet| stillingen)?|sok (na|her|stilling)",
  "(katso|nayta|selaa)( kaikki)?( avoimet)? (tyopaikat|tyopaikkamme|tehtavat|paikat).{0,12}|avoimet (tyopaikat|tehtavat|paikat)|hae( nyt| paikkaa| toihin)",
  "(zobacz|sprawdz|przegladaj)( wszystkie| nasze| aktualne)* (oferty|stanowiska|ogloszenia).{0,15}|(aktualne|otwarte|wszystkie) (oferty|stanowiska|rekrutacje).{0,12}|aplikuj.{0,10}|oferty pracy",
  "(zobrazit|prohlednout|podivat se na)( vsechny| vsetky)* .{0,15}(pozice|mista|nabidky)|(volne|volna|otevrene|aktualni) (pozice|pozicie|mista|nabidky|pracovni .{3,10})|pozri(et)? .{0,20}pozicie",
  "(acik|tum) (pozisyonlar|ilanlar|isler).{0,15}|(pozisyonlari|ilanlari|is ilanlarini) (gor|incele|goruntule).{0,10}|basvur.{0,8}",
  "(посмотреть|смотреть|все|открытые|актуальные|показать) .{0,12}ваканси.{1,3}|откликнуться|(переглянути|усі|відкриті) .{0,12}вакансії",
  "募集(職種|要項|中の職種|一覧).{0,10}|(求人|職種|ポジション)(一覧|を見る|検索).{0,8}|採用(職種|一覧).{0,6}|応募.{0,6}|エントリー.{0,6}|オープンポジション",
  "(查看|浏览|搜索|瀏覽|所有|在招|热招|全部|招聘)(所有|全部)?(职位|岗位|職缺|職位|工作).{0,6}|立即申请|职位列表|投递简历|我要应聘",
  "(채용|공고|포지션|직무)( ?중인)?( ?)(공고|보기|목록|확인|검색|포지션).{0,6}|지원하기|모집 ?(공고|분야|중).{0,6}",
  "(xem|tim) .{0,15}(viec lam|vi tri).{0,12}|lihat (semua )?lowongan|عرض الوظائف|הצג משרות|משרות פתוחות",
];

const careersPaths =
  "open-positions|open-roles|open-jobs|current-openings|available-positions|job-search|search-jobs|all-jobs|viewalljobs|job-listings?|positions-ouvertes|careers?|career-opportunities|jobs?|job-openings|job-opportunities|openings?|join|join-us|joinus|join-our-team|join-the-team|work-with-us|work-for-us|work-at-[a-z0-9-]+|working-(at|for)-[a-z0-9-]+|work-here|vacanc(y|ies)|employment|hiring|we-are-hiring|were-hiring|recruit|recruitment|recruiting|life-at-[a-z0-9-]+|talent|careers-at-[a-z0-9-]+|career-center|" +
  "karriere|karriereseite|stellen|stellenangebote|stellenmarkt|stellenanzeigen|offene-stellen|jobangebote|jobs-(und-)?karriere|karriere-jobs|arbeiten-bei-[a-z0-9-]+|" +
  "carrieres?|emplois?|recrutement|nous-rejoindre|rejoignez-nous|rejoindre|nos-offres|offres-d-?emploi|" +
  "empleos?|trabaja-con-nosotros|trabaja|trabajo|unete|vacantes|ofertas-de-empleo|bolsa-de-trabajo|oportunidades|" +
  "carriera|lavora-con-noi|lavoraconnoi|lavoro|posizioni-aperte|vacatures?|werken-?bij(-[a-z0-9-]+)?|vagas|trabalhe-con(n)?osco|trabalheconosco|carreiras?|" +
  "lediga-jobb|jobba-hos-oss|jobb-hos-oss|jobbe-hos-oss|arbeid-hos-oss|job-hos-os|bli-med|jobba|karriar|ledige-stillinger|ledige-jobs?|stillinger|jobb|avoimet-tyopaikat|tyopaikat|ura|rekry|toihin|meille-toihin|" +
  "kariera|praca|oferty-pracy|rekrutacja|volna-mista|volne-pozice|volne-pozicie|prace|kariyer|acik-pozisyonlar|insan-kaynaklari|is-ilanlari|karrier|allasok|cariere|locuri-de-munca|karijera|karjera|karjaar|zaposlitev|" +
  "vakansii|vacancies|karera|rabota|vakansiyi|saiyo|saiyou|zhaopin|joinus|tuyen-dung|karir|lowongan|kyujin|jointeam|chaeyong";

const openingsPaths =
  "openings|open-positions|open-roles|open-jobs|current-openings|job-openings|positions|all-jobs|alljobs|viewalljobs|job-search|search-jobs|jobsearch|search-results|job-listings?|jobs-list|listings?|vacancies|vacatures|offene-stellen|stellenangebote|jobangebote|stellen|nos-offres|offres|offres-d-?emploi|vacantes|posizioni-aperte|vagas|lediga-jobb|ledige-stillinger|avoimet-tyopaikat|oferty-pracy|oferty|volna-mista|volne-pozice|acik-pozisyonlar|is-ilanlari|vakansii|boshu|positions-ouvertes|available-positions|opportunities|search|roles";

const noiseTexts =
  "blog|news(room)?|press|customers?|clients?|case stud(y|ies)|success stor(y|ies)|integrations?|partners?( program)?|portfolio|our companies|portfolio companies|investments?|privacy|datenschutz|terms|legal|cookies?|impressum|imprint|log ?in|sign ?in|anmelden|webinars?|podcast|events?|pricing|products?|features?|documentation|docs|support|job (seekers?|management|costing|tracking|site)|career (advice|services|coaching|guidance|tips)|post a job|hire (talent|us|developers|freelancers)|for employers|employers";
const noisePaths =
  "blog|blogs|news|newsroom|press|press-releases?|media|customers?|clients|case-stud(y|ies)|stories|success-stories|integrations?|partners?|marketplace|portfolio|companies|investments|privacy|privacy-policy|candidate-privacy.*|datenschutz.*|terms|legal|cookies?|imprint|impressum|log-?in|signin|webinars?|podcasts?|events?|pricing|products?|features?|docs|documentation|support|help|resources|guides?|articles?|insights|wiki|forum|tag|author|category|shop|store|cart|compare|alternatives|vs|templates?|glossary|magazine|aktuelles|presse|actualites|noticias|nyheter|nieuws|novosti";

/** Lower case, without accents, white space folded: the form that texts are compared in. */
export function folded(text: string): string {
  const plain = text.toLowerCase().replace(/\s+/g, " ").trim();
  // Marks of CJK and Hangul belong to their letters; only Latin, Greek and Cyrillic lose theirs.
  return plain
    .normalize("NFD")
    .replace(/([a-zα-ω])[\u0300-\u036f]+/g, "$1")
    .normalize("NFC")
    .replaceAll("ł", "l")
    .replaceAll("ø", "o")
    .replaceAll("ß", "ss")
    .replaceAll("æ", "ae")
    .replaceAll("ı", "i")
    .replaceAll("đ", "d");
}

const joinsSomethingElse =
  /^(?:join|work with|become|unete|rejoindre|bli med) .*\b(?:now|free|wait ?list|list|newsletter|beta|demo|webinar|club|meeting|call|discord|slack|rewards|today|program|members?|partner|customer|reseller|affiliate|session)\b/;
const careersText = new RegExp(`^(?:${careersTexts.join("|")})$`);
const openingsText = new RegExp(`^(?:${openingsTexts.join("|")})$`);
const careersPath = new RegExp(`^(?:${careersPaths})(?:\\.(?:html?|php|aspx?|jsp))?$`);
const openingsPath = new RegExp(`^(?:${openingsPaths})(?:\\.(?:html?|php|aspx?|jsp))?$`);
const noiseText = new RegExp(`\\b(?:${noiseTexts})\\b`);
const noisePath = new RegExp(`^(?:${noisePaths})(?:\\.(?:html?|php|aspx?))?$`);
const decoration = /^[\s\d\W_]{0,12}?(?=[\p{L}])|(?:[^\p{L}\p{N}!]|\(\d+\)|\b\d+\b)+$/gu;

/** Whether a link's text names a careers page, in any of the languages. */
export function saysCareers(text: string): boolean {
  const bare = folded(text).replace(decoration, "").trim();
  return bare.length <= 80 && careersText.test(bare) && !joinsSomethingElse.test(bare);
}

/** Whether a link's text leads to a list of openings or an application. */
export function saysOpenings(text: string): boolean {
  const bare = folded(text).replace(decoration, "").trim();
  return bare.length <= 80 && openingsText.test(bare);
}

export function saysNoise(text: string): boolean {
  return noiseText.test(folded(text).slice(0, 200));
}

/** Whether one segment of a path is a careers section, a year or a number behind it or not. */
export const isCareersSegment = (segment: string): boolean =>
  careersPath.test(bareSegment(segment)) || looseCareers.test(segment);
export const isOpeningsSegment = (segment: string): boolean =>
  openingsPath.test(bareSegment(segment));
export const isNoiseSegment = (segment: string): boolean => noisePath.test(segment);

function bareSegment(segment: string): string {
  return segment.replace(/[-_]\d{1,4}(?=$|\.)/, "").replaceAll("_", "-");
}

/** `careers-at-acme`, `our-careers`, `acme-karriere`: up to four words, one of them unmistakable. */
const looseCareers =
  /^(?:[a-z0-9]+-){0,3}(?:careers?|karriere|carrieres?|vacancies|vacatures|stellenangebote|recrutement|recruitment|kariera|kariyer|lavora-con-noi|trabaja-con-nosotros|trabalhe-conosco|zhaopin|saiyo)(?:-(?!in-|tips|advice|services?|guide|change|path|fair|coach|center-for)[a-z0-9]+){0,2}(?:\.(?:html?|php|aspx?|jsp))?$/;

/** What a person would click on a careers page before looking: buttons that show jobs. */
export const clickWords: RegExp =
  /(?:view|see|browse|explore|search|find|show|all|open|current)[^.\n]{0,25}(?:jobs?|positions?|roles?|openings?|vacanc|opportunit|careers)|apply\b|job search|load more|offene stellen|stellen(?:angebote| ansehen)|jobs? (?:ansehen|suchen|finden)|alle jobs|jetzt bewerben|voir (?:les|nos|toutes)[^.\n]{0,10}(?:offres|postes)|nos offres|postuler|ver (?:todas )?(?:las )?(?:vacantes|ofertas|empleos|vagas)|vagas abertas|posizioni aperte|candidati|(?:bekijk|alle) [^.\n]{0,12}vacatures|solliciteer|lediga (?:jobb|tjänster)|se (?:alle|alla|ledige)[^.\n]{0,15}(?:stillinger|jobb?|tjänster)|ledige (?:stillinger|jobs?)|avoimet (?:työpaikat|tehtävät)|oferty pracy|zobacz oferty|aplikuj|voln(?:á|é) (?:místa|pozice|pozície)|açık pozisyonlar|başvur|ваканси|募集(?:職種|要項|一覧)|求人(?:一覧|検索|を見る)|応募|エントリー|(?:查看|全部|所有|搜索)(?:职位|岗位|職缺)|立即申请|채용 ?(?:공고|중)|지원하기/i;
