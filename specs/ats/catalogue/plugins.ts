import type { RecruitingSystem } from "../recruiting-system.ts";
import { hint, markup, script, system } from "./builders.ts";

/** Job pages inside a content system: the site keeps its jobs itself. */
export const plugins: readonly RecruitingSystem[] = [
  system({
    id: "wp-job-manager",
    name: "WP Job Manager",
    role: "plugin",
    vendorDomains: ["wpjobmanager.com"],
    tenantUrls: [],
    traces: [
      markup("/wp-content/plugins/wp-job-manager(?:-[a-z-]{1,40})?/"),
      script("\\bjob_manager_ajax_filters\\s*="),
      hint("dom", "class=[\"'][^\"']{0,200}\\b(?:job_listings|no_job_listings_found)\\b"),
    ],
  }),
  system({
    id: "wp-job-openings",
    name: "WP Job Openings",
    role: "plugin",
    vendorDomains: ["wpjobopenings.com"],
    tenantUrls: [],
    traces: [
      markup("/wp-content/plugins/wp-job-openings(?:-[a-z-]{1,40})?/"),
      hint("dom", "class=[\"'][^\"']{0,200}\\bawsm-job-(?:listings|listing-item|wrap)\\b"),
    ],
  }),
];
