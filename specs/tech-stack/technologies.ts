import { cms } from "./technologies/cms.ts";
import { ecommerce, payment } from "./technologies/commerce.ts";
import { cdn, hosting } from "./technologies/delivery.ts";
import { frontendFramework } from "./technologies/frontend.ts";
import { dnsProvider, emailDelivery, emailProvider, emailSecurity } from "./technologies/mail.ts";
import { advertising, marketingAutomation } from "./technologies/marketing.ts";
import { analytics, monitoring, tagManager } from "./technologies/measure.ts";
import { captcha, chat, consent } from "./technologies/visitor.ts";
import type { Technology } from "./technology.ts";

/**
 * Every technology the workflow can name. Signatures were written from what vendors' own install
 * instructions and live pages show; no data set was copied.
 */
export const technologies: readonly Technology[] = [
  ...cms,
  ...ecommerce,
  ...payment,
  ...frontendFramework,
  ...analytics,
  ...tagManager,
  ...advertising,
  ...marketingAutomation,
  ...chat,
  ...consent,
  ...captcha,
  ...monitoring,
  ...cdn,
  ...hosting,
  ...dnsProvider,
  ...emailProvider,
  ...emailSecurity,
  ...emailDelivery,
];
