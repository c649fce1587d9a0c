import { enterprise } from "./catalogue/enterprise.ts";
import { growth } from "./catalogue/growth.ts";
import { payroll } from "./catalogue/payroll.ts";
import type { RecruitingSystem } from "./recruiting-system.ts";

/** Every recruiting system that Assay can tell, each id once. */
export const recruitingSystems: readonly RecruitingSystem[] = [
  ...growth,
  ...enterprise,
  ...payroll,
];

const byId = new Map(recruitingSystems.map((system) => [system.id, system]));

/** The system with this id, if the catalogue has it. */
export function findSystem(id: string): RecruitingSystem | undefined {
  return byId.get(id);
}
