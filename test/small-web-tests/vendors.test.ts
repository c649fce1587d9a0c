import { describe, expect, it } from "vitest";
import { escapeHtml } from "../small-web/exchange.ts";
import { vendors } from "../small-web/vendors/vendors.ts";
import { createAsker, shown } from "./ask.ts";

const { roster, ask, internet } = createAsker();

describe("an unknown customer", () => {
  it.each([
    ["https://boards-api.greenhouse.io/v1/boards/no-body/jobs", 404, '"Job board not found"'],
    ["https://job-boards.greenhouse.io/no-body", 404, "job-board-inactive"],
    ["https://api.lever.co/v0/postings/no-body?mode=json", 404, "Document not found"],
    ["https://jobs.lever.co/no-body", 404, "Not found – 404 error"],
    ["https://api.ashbyhq.com/posting-api/job-board/no-body", 404, "Not Found"],
    ["https://apply.workable.com/api/v1/accounts/no-body", 404, "Not Found"],
    ["https://api.smartrecruiters.com/v1/companies/NoBody/postings", 200, '"totalFound":0'],
    ["https://no-body.breezy.hr/json", 200, "[]"],
    ["https://no-body.applytojob.com/apply", 200, "JazzHR - Inactive Career Page"],
    ["https://no-body.recruitee.com/", 301, "https://recruitee.com/careers_not_hosted"],
    ["https://no-body.bamboohr.com/careers/company-info/", 302, "https://www.bamboohr.com"],
    ["https://no-body.wd5.myworkdayjobs.com/wday/cxs/no-body/External/jobs", 422, "HTTP_422"],
    ["https://careers-no-body.icims.com/jobs/search?ss=1", 302, "icims2"],
    ["https://no-body.pinpointhq.com/postings.json", 404, '"Not Found"'],
    ["https://no-body.keka.com/careers/", 404, "404"],
  ])("gets what %s is known to answer", (url, status, says) => {
    const answer = ask(url);

    expect(answer?.status).toBe(status);
    expect(shown(answer)).toContain(says);
  });

  it("doesn't even resolve at vendors without wildcard names", () => {
    for (const parent of ["taleo.net", "avature.net", "csod.com"])
      expect(internet.find(`no-body.${parent}`)).toBeUndefined();
  });
});

describe("a known customer", () => {
  it.each(vendors.map(({ id }) => id))("of %s has jobs that open at the vendor", (id) => {
    const entry = roster.find(
      ({ scene, isCustomer, site }) =>
        isCustomer && scene.vendor.id === id && !site.tenants.some(({ forwardsTo }) => forwardsTo),
    );
    const job = entry?.scene.tenant.jobs[0];
    if (!entry || !job) throw new Error(`nobody in the small web uses ${id}`);
    const { vendor, tenant } = entry.scene;

    const answer = ask(vendor.job(tenant, job));

    expect([200, 302]).toContain(answer?.status);
    if (id !== "workday" && id !== "jobylon")
      expect(shown(answer)).toContain(escapeHtml(tenant.name));
  });

  it("is refused for a moment by Workable when asked too fast", () => {
    const memory = new Map<string, number>();
    const url = new URL("https://apply.workable.com/api/v1/accounts/no-body");
    const asked = { method: "GET", url, headers: {}, body: "", memory };

    const statuses = Array.from(
      { length: 40 },
      () => internet.find(url.hostname)?.serve(asked).status,
    );

    expect(statuses).toContain(429);
  });

  it("of iCIMS mostly keeps robots out", () => {
    const hosts = roster
      .filter(({ scene, isCustomer }) => isCustomer && scene.vendor.id === "icims")
      .map(({ scene }) => new URL(scene.vendor.board(scene.tenant)).origin);
    const closed = hosts.filter((origin) =>
      /Disallow: \/$/m.test(shown(ask(`${origin}/robots.txt`))),
    );

    expect(closed.length).toBeGreaterThan(hosts.length / 3);
    expect(closed.length).toBeLessThan(hosts.length);
  });
});
