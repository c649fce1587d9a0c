import type { RecruitingSystem } from "../recruiting-system.ts";
import { boardPage, end, endpoint, hosted, onPath, slug, system, vendorOnly } from "./builders.ts";
import { companyAtKey } from "./common-patterns.ts";

/** Systems of Australia and New Zealand. */
export const oceania: readonly RecruitingSystem[] = [
  system({
    id: "elmo",
    name: "ELMO",
    vendorDomains: ["elmotalent.com.au", "elmotalent.co.nz", "elmosoftware.com.au"],
    tenantUrls: [
      {
        host: "^(?<tenant>[a-z0-9][a-z0-9-]*)\\.elmotalent\\.(?<tld>com\\.au|co\\.nz)$",
        path: `^/careers/(?<board>${slug})${end}`,
        use: "board",
        board: "https://{tenant}.elmotalent.{tld}/careers/{board}",
      },
      {
        host: "^(?<tenant>[a-z0-9][a-z0-9-]*)\\.elmotalent\\.(?<tld>com\\.au|co\\.nz)$",
        path: "^/careers/?(?:[?#]|$)",
        use: "board",
        board: "https://{tenant}.elmotalent.{tld}/careers",
      },
    ],
    probes: [boardPage("https://{tenant}.elmotalent.{tld}/careers/{board}", "ELMO")],
  }),
  system({
    id: "employmenthero",
    name: "Employment Hero",
    vendorDomains: ["employmenthero.com"],
    tenantUrls: [
      onPath("jobs.employmenthero.com", {
        prefix: "/organisations/",
        board: "https://jobs.employmenthero.com/organisations/{tenant}",
      }),
      onPath("employmenthero.com", {
        prefix: "/jobs/organisations/",
        board: "https://jobs.employmenthero.com/organisations/{tenant}",
      }),
      onPath("services.employmenthero.com", {
        prefix: "/ats/api/v1/career_page/organisations/",
        use: "api",
        board: "https://jobs.employmenthero.com/organisations/{tenant}",
      }),
      vendorOnly("employmenthero.com", "^/jobs/position/", "job"),
      vendorOnly("jobs.employmenthero.com", "^/(?:AU|NZ|UK|SG|MY|[a-z]{2})/job/", "job"),
    ],
    probes: [
      endpoint(
        "https://services.employmenthero.com/ats/api/v1/career_page/organisations/{tenant}/jobs",
        {
          companyPatterns: [companyAtKey("(?:organisation_name|company_name)")],
        },
      ),
      boardPage("https://jobs.employmenthero.com/organisations/{tenant}", "Employment Hero"),
    ],
  }),
  hosted({
    id: "expr3ss",
    name: "Expr3ss!",
    domain: "expr3ss.com",
    page: "home",
    path: "^/(?:home|jobdetails|applyonline|ApplyOnline|[?#]|$)",
    notBoards: ["^(?:www\\.)?expr3ss\\.com/"],
  }),
  system({
    id: "livehire",
    name: "LiveHire",
    vendorDomains: ["livehire.com"],
    tenantUrls: [
      onPath("www.livehire.com", {
        prefix: "/(?:careers|talent/community|widgets/job-listings)/",
        board: "https://www.livehire.com/careers/{tenant}/jobs",
      }),
    ],
    probes: [boardPage("https://www.livehire.com/careers/{tenant}/jobs", "LiveHire")],
  }),
  system({
    id: "roubler",
    name: "Roubler",
    vendorDomains: ["roubler.com", "roubler.com.au", "roubler.net"],
    tenantUrls: [
      {
        host: "^app\\.roubler\\.com(?<suffix>\\.au)?$",
        path: `^/careers/(?<tenant>${slug})${end}`,
        use: "board",
        board: "https://app.roubler.com/careers/{tenant}",
      },
      {
        host: "^graphql\\.[a-z]+\\.roubler\\.com$",
        path: `^/static/careers/(?<tenant>${slug})/adverts`,
        use: "api",
        board: "https://app.roubler.com/careers/{tenant}",
      },
    ],
    probes: [boardPage("https://app.roubler.com/careers/{tenant}", "Roubler")],
  }),
  hosted({
    id: "scouttalent",
    name: "Scout Talent",
    domain: "applynow.net.au",
    vendorDomains: ["scouttalent.com.au", "scouttalenthq.com"],
  }),
  hosted({
    id: "subscribehr",
    name: "Subscribe-HR",
    domain: "careers.subscribe-hr.com",
  }),
];
