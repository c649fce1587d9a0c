import { siteOf } from "../../domain/site.ts";
import type { Relevance } from "../reading/slices.ts";
import { isCareersHost } from "../page/link-rank.ts";
import type { Catalogue } from "./catalogue-index.ts";
import { isOwn, type Subject } from "./subject.ts";

/** Words of jobs and applying in the languages of the web, and of the systems behind them. */
const words =
  /career|karrier|carri[eè]re|carreira|kari[eé]ra|kariyer|\bjobs?\b|\bjobb|vacan(?:c|t)|vacature|\bvagas?\b|stellen|emploi|empleo|recru|hiring|we.re growing|join (?:us|our|the)|work (?:with|for|at|here)|openings?\b|open roles|positions?\b|opportunit|\bapply|applica(?:nt|tion)(?!\/)|bewerb|postul|candidat|trabaj|trabalh|lavora|werken|ledige|praca|\bcrew\b|talent|\bteam\b|greenhouse|lever\.co|workday|ashby|smartrecruiters|bamboohr|personio|icims|taleo|successfactors|workable|recruitee|teamtailor|jobvite|board|採用|求人|募集|招聘|채용|вакан|карьер/iu;

/** What a reader of a company's pages looks for. */
export function atsRelevance(catalogue: Catalogue, subject: Subject): Relevance {
  return {
    words,
    address(url) {
      const known = catalogue.recognise(url);
      if (known !== undefined) return known.tenant === null ? 8 : 10;
      const site = siteOf(url);
      if (site === undefined) return 0;
      if (catalogue.isVendor(site)) return 6;
      if (isCareersHost(new URL(url).hostname)) return 5;
      return isOwn(subject, url) ? 0 : 1;
    },
  };
}
