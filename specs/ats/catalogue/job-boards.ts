import type { RecruitingSystem } from "../recruiting-system.ts";
import { end, hosted, locale, onPath, slug, system, vendorOnly } from "./builders.ts";

const named = "[A-Za-z0-9][A-Za-z0-9%._&+'-]*";

/** Places that publish other people's jobs: never a system of record. */
export const jobBoards: readonly RecruitingSystem[] = [
  board(
    "linkedin-jobs",
    "LinkedIn",
    ["linkedin.com"],
    [
      {
        host: "^(?:www|[a-z]{2})\\.linkedin\\.com$",
        path: `^/company/(?<tenant>${named})/jobs${end}`,
        use: "board",
        board: "https://www.linkedin.com/company/{tenant}/jobs/",
      },
      {
        host: "^(?:www|[a-z]{2})\\.linkedin\\.com$",
        path: "^/jobs/(?:view|search|collections)(?:[/?#]|$)",
        use: "job",
      },
    ],
  ),
  board(
    "welcometothejungle",
    "Welcome to the Jungle",
    ["welcometothejungle.com", "wttj.co", "otta.com"],
    [
      onPath("www.welcometothejungle.com", {
        prefix: `/(?:${locale}/)?companies/`,
        board: "https://www.welcometothejungle.com/en/companies/{tenant}/jobs",
      }),
      onPath("app.welcometothejungle.com", {
        prefix: "/companies/",
        board: "https://app.welcometothejungle.com/companies/{tenant}",
      }),
    ],
  ),
  board(
    "wellfound",
    "Wellfound",
    ["wellfound.com", "angel.co"],
    [
      onPath("wellfound.com", {
        prefix: "/company/",
        board: "https://wellfound.com/company/{tenant}/jobs",
      }),
      onPath("angel.co", {
        prefix: "/company/",
        board: "https://wellfound.com/company/{tenant}/jobs",
      }),
    ],
  ),
  board(
    "yc-waas",
    "Work at a Startup",
    ["workatastartup.com", "ycombinator.com"],
    [
      onPath("www.workatastartup.com", {
        prefix: "/companies/",
        board: "https://www.workatastartup.com/companies/{tenant}",
      }),
      onPath("www.ycombinator.com", {
        path: `^/companies/(?<tenant>${slug})/jobs${end}`,
        board: "https://www.ycombinator.com/companies/{tenant}/jobs",
      }),
    ],
  ),
  board(
    "indeed",
    "Indeed",
    ["indeed.com"],
    [
      {
        host: "^(?:www|[a-z]{2})\\.indeed\\.com$",
        path: `^/cmp/(?<tenant>${named})${end}`,
        use: "board",
        board: "https://www.indeed.com/cmp/{tenant}/jobs",
      },
      {
        host: "^(?:www|[a-z]{2})\\.indeed\\.com$",
        path: "^/(?:viewjob|jobs|m/viewjob)(?:[/?#]|$)",
        use: "job",
      },
    ],
  ),
  board(
    "glassdoor",
    "Glassdoor",
    ["glassdoor.com", "glassdoor.co.uk", "glassdoor.de"],
    [
      {
        host: "^www\\.glassdoor\\.(?<tld>com|co\\.uk|de|fr|co\\.in|ca|com\\.au|nl|es|it|ie|sg)$",
        path: "^/Jobs/(?<tenant>[A-Za-z0-9%_.&-]+-Jobs-E[0-9]+)",
        use: "board",
        board: "https://www.glassdoor.{tld}/Jobs/{tenant}.htm",
      },
    ],
  ),
  board(
    "stepstone",
    "StepStone",
    ["stepstone.de"],
    [
      {
        host: "^www\\.stepstone\\.(?<tld>de|at|be|nl)$",
        path: `^/cmp/(?<lang>[a-z]{2})/(?<tenant>${slug}-[0-9]+)(?=[/.?#]|$)`,
        use: "board",
        board: "https://www.stepstone.{tld}/cmp/{lang}/{tenant}/jobs",
      },
      {
        host: "^www\\.stepstone\\.(?:de|at|be|nl)$",
        path: "^/(?:stellenangebote|jobs|vacature)-",
        use: "job",
      },
    ],
  ),
  board(
    "xing",
    "XING",
    ["xing.com"],
    [
      onPath("www.xing.com", {
        prefix: "/(?:pages|companies)/",
        board: "https://www.xing.com/pages/{tenant}/jobs",
      }),
      vendorOnly("www.xing.com", "^/jobs/", "job"),
    ],
  ),
  board(
    "ziprecruiter",
    "ZipRecruiter",
    ["ziprecruiter.com"],
    [
      onPath("www.ziprecruiter.com", {
        path: `^/c/(?<tenant>${named})/Jobs?${end}`,
        board: "https://www.ziprecruiter.com/c/{tenant}/Jobs",
      }),
    ],
  ),
  board(
    "seek",
    "SEEK",
    ["seek.com.au", "seek.co.nz"],
    [
      {
        host: "^(?:www|[a-z]{2})\\.seek\\.(?<tld>com\\.au|com|co\\.nz)$",
        path: `^/companies/(?<tenant>${slug}-[0-9]+)${end}`,
        use: "board",
        board: "https://www.seek.{tld}/companies/{tenant}/jobs",
      },
    ],
  ),
  board(
    "naukri",
    "Naukri",
    ["naukri.com"],
    [
      onPath("www.naukri.com", {
        path: "^/(?<tenant>[a-z0-9-]+-jobs-careers-[0-9]+)(?=[/?#]|$)",
      }),
    ],
  ),
  board(
    "builtin",
    "Built In",
    ["builtin.com"],
    [
      onPath("builtin.com", {
        prefix: "/company/",
        board: "https://builtin.com/company/{tenant}/jobs",
      }),
    ],
  ),
  board(
    "mercor",
    "Mercor",
    ["mercor.com"],
    [vendorOnly("work.mercor.com", "^/(?:jobs|explore)(?:[/?#]|$)", "job")],
  ),
  hosted({ id: "niceboard", name: "Niceboard", role: "job_board", domain: "niceboard.co" }),
];

function board(
  id: string,
  name: string,
  vendorDomains: readonly string[],
  tenantUrls: RecruitingSystem["tenantUrls"],
): RecruitingSystem {
  return system({ id, name, role: "job_board", vendorDomains, tenantUrls });
}
