import { asia } from "./catalogue/asia.ts";
import { beneluxFrance } from "./catalogue/benelux-france.ts";
import { dach } from "./catalogue/dach.ts";
import { enterprise } from "./catalogue/enterprise.ts";
import { frontEnds } from "./catalogue/front-ends.ts";
import { growth } from "./catalogue/growth.ts";
import { jobBoards } from "./catalogue/job-boards.ts";
import { nordics } from "./catalogue/nordics.ts";
import { oceania } from "./catalogue/oceania.ts";
import { payroll } from "./catalogue/payroll.ts";
import { plugins } from "./catalogue/plugins.ts";
import { smallBusiness } from "./catalogue/small-business.ts";
import { southEuropeLatinAmerica } from "./catalogue/south-europe-latin-america.ts";
import { staffing } from "./catalogue/staffing.ts";
import { ukIreland } from "./catalogue/uk-ireland.ts";
import type { RecruitingSystem } from "./recruiting-system.ts";

/** Every recruiting system that Assay can tell, each id once. */
export const recruitingSystems: readonly RecruitingSystem[] = [
  ...growth,
  ...enterprise,
  ...payroll,
  ...smallBusiness,
  ...staffing,
  ...dach,
  ...beneluxFrance,
  ...nordics,
  ...ukIreland,
  ...southEuropeLatinAmerica,
  ...asia,
  ...oceania,
  ...frontEnds,
  ...plugins,
  ...jobBoards,
];

const byId = new Map(recruitingSystems.map((system) => [system.id, system]));

/** The system with this id, if the catalogue has it. */
export function findSystem(id: string): RecruitingSystem | undefined {
  return byId.get(id);
}
