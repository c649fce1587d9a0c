import type { Scene } from "./kind.ts";

/** Where the vendor's public list of a tenant's jobs is. */
export function apiUrl({ vendor, tenant }: Scene): string {
  const { key } = tenant;
  const urls: Readonly<Record<string, string>> = {
    greenhouse: `https://boards-api.greenhouse.io/v1/boards/${key}/jobs`,
    lever: `https://api.lever.co/v0/postings/${key}?mode=json`,
    ashby: `https://api.ashbyhq.com/posting-api/job-board/${key}`,
    smartrecruiters: `https://api.smartrecruiters.com/v1/companies/${key}/postings`,
    recruitee: `https://${key}.recruitee.com/api/offers/`,
    workable: `https://apply.workable.com/api/v1/widget/accounts/${key}`,
  };
  return urls[vendor.id] ?? vendor.board(tenant);
}
