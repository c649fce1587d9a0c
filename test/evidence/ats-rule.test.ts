import { describe, expect, it } from "vitest";
import type { AnswerClaim, EvidenceKind } from "../../src/domain/evidence.ts";
import { sealSnapshot, type Snapshot } from "../../src/domain/snapshot.ts";
import { acme, answer, cite, dns, json, judge, page } from "./support.ts";

const board = "https://boards.greenhouse.io/acme";
const careers = page(
  "https://acme.com/careers",
  `<html><body><h1>Careers</h1><a href="${board}">Open roles</a></body></html>`,
);
const alive = json("https://boards-api.greenhouse.io/v1/boards/acme", {
  name: "Acme Robotics, Inc.",
});
const output = {
  ats: "greenhouse",
  tenant: "acme",
  careers_url: "https://acme.com/careers",
  board_url: board,
};

interface Case {
  readonly claim: AnswerClaim;
  readonly snapshots: readonly Snapshot[];
}

/** The claim that is true, with one thing changed. */
function greenhouse({
  lead = careers,
  match = board,
  kind = "link",
  answered = alive,
  told = "Acme",
  out = {},
}: {
  lead?: Snapshot;
  match?: string;
  kind?: EvidenceKind;
  answered?: Snapshot;
  told?: string;
  out?: Partial<AnswerClaim["output"]>;
} = {}): Case {
  const evidence = [
    cite(lead, match, { kind }),
    cite(answered, told, { fact: "alive", kind: "text" }),
  ];
  return { claim: answer({ ...output, ...out }, evidence), snapshots: [lead, answered] };
}

const run = ({ claim, snapshots }: Case, subject = acme) => judge(claim, snapshots, subject);

describe("an answer that is true", () => {
  it("is confirmed by an own link, a tenant in use and the company's name", () => {
    expect(run(greenhouse())).toBe("confirmed");
  });

  it("is confirmed whatever the case of the tenant, where the vendor does not care", () => {
    expect(run(greenhouse({ out: { tenant: "ACME" } }))).toBe("confirmed");
  });

  it("is confirmed by an embed script", () => {
    const embed = "https://boards.greenhouse.io/embed/job_board/js?for=acme";
    const lead = page("https://acme.com/jobs", `<script src="${embed}"></script>`);
    expect(run(greenhouse({ lead, match: embed, kind: "script" }))).toBe("confirmed");
  });

  it("is confirmed by a trace in an inline script", () => {
    const lead = page(
      "https://acme.com/jobs",
      `<script>Grnhse.Settings.boardToken = "acme";</script>`,
    );
    expect(run(greenhouse({ lead, match: 'boardToken = "acme"', kind: "script" }))).toBe(
      "confirmed",
    );
  });

  it("is confirmed by an address in data with escaped slashes", () => {
    const lead = page(
      "https://acme.com/jobs",
      `<script id="__NEXT_DATA__" type="application/json">{"u":"https:\\/\\/boards.greenhouse.io\\/acme"}</script>`,
    );
    expect(run(greenhouse({ lead, match: "boards.greenhouse.io\\/acme", kind: "script" }))).toBe(
      "confirmed",
    );
  });

  it("is confirmed by a redirect from an own address", () => {
    const hop = { status: 302, from: "https://acme.com/careers", to: board };
    const lead = page(board, "<title>Acme</title>", {
      requestedUrl: "https://acme.com/careers",
      redirects: [hop],
    });
    const evidence = [
      cite(lead, `302 https://acme.com/careers -> ${board}`, {
        kind: "redirect",
        part: "redirects",
      }),
      cite(alive, "Acme", { fact: "alive", kind: "text" }),
    ];
    expect(judge(answer(output, evidence), [lead, alive])).toBe("confirmed");
  });

  it("is confirmed on the site that the record's domain redirects to", () => {
    const hop = { status: 301, from: "https://acme.com/", to: "https://acme-robotics.io/" };
    const home = page("https://acme-robotics.io/", "<h1>hi</h1>", {
      requestedUrl: "https://acme.com/",
      redirects: [hop],
    });
    const lead = page("https://acme-robotics.io/jobs", `<a href="${board}">Jobs</a>`);
    const evidence = [
      cite(home, "https://acme-robotics.io/", {
        fact: "site",
        kind: "redirect",
        part: "redirects",
      }),
      cite(lead, board),
      cite(alive, "Acme", { fact: "alive", kind: "text" }),
    ];
    expect(judge(answer({ ...output, careers_url: lead.url }, evidence), [home, lead, alive])).toBe(
      "confirmed",
    );
  });

  it("is confirmed through a linked page when the vendor names the company", () => {
    const home = page("https://acme.com/", `<a href="https://jobs.groupsite.net/acme">Careers</a>`);
    const lead = page("https://jobs.groupsite.net/acme", `<a href="${board}">Jobs</a>`);
    const evidence = [
      cite(home, "https://jobs.groupsite.net/acme", { fact: "site" }),
      cite(lead, board),
      cite(alive, "Acme", { fact: "alive", kind: "text" }),
    ];
    expect(judge(answer({ ...output, careers_url: null }, evidence), [home, lead, alive])).toBe(
      "confirmed",
    );
  });

  it("is confirmed through a short link on an own page", () => {
    const home = page("https://acme.com/jobs", `<a href="https://grnh.se/abc1234">Jobs</a>`);
    const hop = { status: 302, from: "https://grnh.se/abc1234", to: board };
    const landed = page(board, "<title>x</title>", {
      requestedUrl: "https://grnh.se/abc1234",
      redirects: [hop],
    });
    const evidence = [
      cite(home, "https://grnh.se/abc1234"),
      cite(landed, "grnh.se/abc1234 -> https://boards.greenhouse.io/acme", {
        kind: "redirect",
        part: "redirects",
      }),
      cite(alive, "Acme", { fact: "alive", kind: "text" }),
    ];
    expect(judge(answer({ ...output, careers_url: null }, evidence), [home, landed, alive])).toBe(
      "confirmed",
    );
  });

  it("is confirmed without a tenant by the DNS of a careers host that shows a page", () => {
    const record = dns("careers.acme.com", "CNAME", [
      "careers.acme.com. 300 IN CNAME ext.teamtailor.com.",
    ]);
    const shown = page("https://careers.acme.com/", "<h1>Jobs at Acme</h1>");
    const alias = cite(record, "CNAME ext.teamtailor.com", { kind: "dns" });
    const hosted = { ats: "teamtailor", careers_url: "https://careers.acme.com/" };
    const sign = cite(shown, "Jobs at Acme", { fact: "alive", kind: "text" });

    expect(judge(answer(hosted, [alias, sign]), [record, shown])).toBe("confirmed");
    // The alias of an account that was given up stays in DNS.
    expect(judge(answer(hosted, [alias]), [record])).toBe("value_without_evidence");
  });

  it("is confirmed without a tenant by a strong trace on the careers page", () => {
    const site = page("https://careers.acme.com/", `<meta name="generator" content="Teamtailor">`);
    const claim = answer({ ats: "teamtailor", careers_url: site.url }, [
      cite(site, `<meta name="generator" content="Teamtailor"`, { kind: "dom" }),
    ]);
    expect(judge(claim, [site])).toBe("confirmed");
  });

  it("is confirmed by a request of the own page", () => {
    const log = page(
      "https://acme.com/careers",
      "GET script 200 https://boards.greenhouse.io/embed/job_board/js?for=acme https://acme.com/careers\n",
      { source: "network" },
    );
    const evidence = [
      cite(log, "boards.greenhouse.io/embed/job_board/js?for=acme", { kind: "network" }),
      cite(alive, "Acme", { fact: "alive", kind: "text" }),
    ];
    expect(judge(answer(output, evidence), [log, alive])).toBe("confirmed");
  });

  it("is confirmed with a front end over the system, hosted at its vendor", () => {
    const home = page(
      "https://acme.com/",
      `<a href="https://acme.phenompeople.com/us">Careers</a>`,
    );
    const front = page(
      "https://acme.phenompeople.com/us",
      `<a href="https://acme.wd5.myworkdayjobs.com/External/job/1">Apply</a>`,
    );
    const tenant = page(
      "https://acme.wd5.myworkdayjobs.com/External",
      "<title>Acme Robotics Careers</title><script>x={tenant: 'acme'}</script>",
    );
    const evidence = [
      cite(home, "https://acme.phenompeople.com/us", { supports: "front_end" }),
      cite(front, "https://acme.wd5.myworkdayjobs.com/External/job/1"),
      cite(tenant, "Acme Robotics", { fact: "identity", kind: "text" }),
    ];
    const out = {
      ats: "workday",
      tenant: "acme",
      front_end: "phenom",
      careers_url: front.url,
      board_url: "https://acme.wd5.myworkdayjobs.com/External",
    };
    expect(judge(answer(out, evidence), [home, front, tenant])).toBe("confirmed");
  });

  it("is confirmed when the vendor's website for the tenant is the record's, whatever the name", () => {
    const answered = json(alive.url, { name: "Zenith Holding", website: "https://www.acme.com" });
    expect(run(greenhouse({ answered, told: "Zenith" }))).toBe("confirmed");
  });
});

const otherBoard = "https://boards.greenhouse.io/beta";
const otherCareers = page(careers.url, `<a href="${otherBoard}">Open roles</a>`);
const otherAlive = json("https://boards-api.greenhouse.io/v1/boards/beta", { name: "Beta Foods" });
const withLead = (url: string, html: string, match = board) =>
  greenhouse({ lead: page(url, html), match });
const link = `<a href="${board}">Open roles</a>`;
const edit = (
  { claim, snapshots }: Case,
  change: (evidence: AnswerClaim["evidence"][number]) => object,
): Case => ({
  claim: {
    ...claim,
    evidence: claim.evidence.map((each, index) =>
      index === 0 ? { ...each, ...change(each) } : each,
    ),
  },
  snapshots,
});
const altered = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  body: Buffer.from(snapshot.text.replace("Open", "0pen")),
});
const europe = page(
  "https://acme.com/careers",
  `<a href="https://boards.eu.greenhouse.io/acme">x</a>`,
);

const mutations: readonly [what: string, mutation: Case, objection: string][] = [
  [
    "another tenant than the page names",
    greenhouse({ out: { tenant: "acme2", board_url: null } }),
    "signature_mismatch",
  ],
  [
    "a tenant that the address only begins with",
    withLead("https://acme.com/jobs", `<a href="${board}-labs">x</a>`),
    "signature_mismatch",
  ],
  [
    "another system than the page names",
    greenhouse({ out: { ats: "lever", board_url: null } }),
    "signature_mismatch",
  ],
  ["a system that nobody knows", greenhouse({ out: { ats: "madeup" } }), "unknown_value"],
  ["a job board as the system", greenhouse({ out: { ats: "indeed" } }), "unknown_value"],
  ["no system at all", greenhouse({ out: { ats: null } }), "unknown_value"],
  ["a snapshot that is not there", { ...greenhouse(), snapshots: [alive] }, "snapshot_missing"],
  [
    "another page's snapshot",
    edit({ ...greenhouse(), snapshots: [careers, alive, otherCareers] }, () => ({
      snapshot: otherCareers.hash,
    })),
    "match_not_found",
  ],
  [
    "an offset that is one off",
    edit(greenhouse(), ({ locator }) => ({ locator: { ...locator, start: locator.start + 1 } })),
    "match_not_found",
  ],
  [
    "a match that differs in case",
    edit(greenhouse(), ({ match }) => ({ match: match.toUpperCase() })),
    "match_not_found",
  ],
  [
    "another address for the page",
    edit(greenhouse(), () => ({ url: "https://acme.com/about" })),
    "match_not_found",
  ],
  [
    "another time",
    edit(greenhouse(), () => ({ at: "2020-01-01T00:00:00.000Z" })),
    "match_not_found",
  ],
  ["edited bytes", { ...greenhouse(), snapshots: [altered(careers), alive] }, "snapshot_altered"],
  [
    "an edited status",
    { ...greenhouse(), snapshots: [careers, { ...alive, status: 201 }] },
    "snapshot_altered",
  ],
  ["the wrong channel", edit(greenhouse(), () => ({ kind: "script" })), "wrong_channel"],
  [
    "a link in a comment",
    withLead("https://acme.com/careers", `<!-- ${link} -->`),
    "wrong_channel",
  ],
  [
    "a link in a comment of JSX",
    withLead("https://acme.com/careers", `<div>{/* ${link} */}</div>`),
    "wrong_channel",
  ],
  [
    "a link in a template",
    withLead("https://acme.com/careers", `<template>${link}</template>`),
    "wrong_channel",
  ],
  [
    "a board that answers 404",
    greenhouse({
      answered: json(
        alive.url,
        { status: 404, error: "Acme: Job board not found" },
        { status: 404 },
      ),
    }),
    "tenant_not_alive",
  ],
  [
    "a board that is gone behind a 200",
    greenhouse({ answered: json(alive.url, { error: "Job board not found", hint: "Acme" }) }),
    "tenant_not_alive",
  ],
  [
    "no answer of the vendor",
    { claim: answer(output, [cite(careers, board)]), snapshots: [careers] },
    "tenant_not_alive",
  ],
  [
    "another tenant's answer",
    greenhouse({
      answered: json("https://boards-api.greenhouse.io/v1/boards/acme2", { name: "Acme Robotics" }),
    }),
    "tenant_not_alive",
  ],
  [
    "another host's answer",
    greenhouse({
      answered: json("https://boards-api.greenhouse.io.evil.com/v1/boards/acme", {
        name: "Acme Robotics",
      }),
    }),
    "tenant_not_alive",
  ],
  [
    "another region's answer",
    greenhouse({
      lead: europe,
      match: "https://boards.eu.greenhouse.io/acme",
      out: { board_url: null },
    }),
    "tenant_not_alive",
  ],
  [
    "a board that another company is named on",
    greenhouse({ answered: json(alive.url, { name: "Acme Foods" }) }),
    "wrong_company",
  ],
  [
    "another company's name beside the claim's quote",
    greenhouse({ answered: json(alive.url, { name: "Beta Foods", jobs: "Acme" }) }),
    "wrong_company",
  ],
  [
    "another company's board",
    {
      claim: answer({ ...output, tenant: "beta", board_url: otherBoard }, [
        cite(otherCareers, otherBoard),
        cite(otherAlive, "Beta", { fact: "alive", kind: "text" }),
      ]),
      snapshots: [otherCareers, otherAlive],
    },
    "wrong_company",
  ],
  ["a blog post", withLead("https://acme.com/blog/how-we-hire", link), "not_own_page"],
  ["a customer story", withLead("https://acme.com/customers/beta", link), "not_own_page"],
  [
    "an integrations page",
    withLead("https://acme.com/integrations/greenhouse", link),
    "not_own_page",
  ],
  ["the privacy notice", withLead("https://acme.com/careers/privacy-policy", link), "not_own_page"],
  ["the blog's own host", withLead("https://blog.acme.com/we-hire", link), "not_own_page"],
  ["a third party's page", withLead("https://techlist.net/acme", link), "third_party_only"],
  [
    "a look-alike of the own host",
    withLead("https://acme.com.evil.net/careers", link),
    "third_party_only",
  ],
  [
    "a social network's page",
    withLead("https://www.linkedin.com/company/acme", link),
    "third_party_only",
  ],
  [
    "the vendor's own page",
    withLead("https://www.greenhouse.com/customers", link),
    "third_party_only",
  ],
  ["the board itself", withLead(board, link), "third_party_only"],
  [
    "a look-alike of the vendor's host",
    withLead(
      "https://acme.com/careers",
      `<a href="https://boards.greenhouse.io.evil.com/acme">x</a>`,
      "boards.greenhouse.io.evil.com/acme",
    ),
    "signature_mismatch",
  ],
  [
    "the vendor's name at a host's end",
    withLead(
      "https://acme.com/careers",
      `<a href="https://boards.evilgreenhouse.io/acme">x</a>`,
      "greenhouse.io/acme",
    ),
    "signature_mismatch",
  ],
  [
    "the board within another address",
    withLead("https://acme.com/careers", `<a href="https://evil.net/?u=${board}">x</a>`),
    "signature_mismatch",
  ],
  [
    "a reserved word as tenant",
    withLead(
      "https://acme.com/careers",
      `<a href="https://boards.greenhouse.io/embed">x</a>`,
      "https://boards.greenhouse.io/embed",
    ),
    "signature_mismatch",
  ],
  [
    "the vendor's support pages",
    withLead(
      "https://acme.com/careers",
      `<a href="https://support.greenhouse.io/acme">x</a>`,
      "https://support.greenhouse.io/acme",
    ),
    "signature_mismatch",
  ],
  [
    "a board address that was not proven",
    greenhouse({ out: { board_url: "https://boards.greenhouse.io/beta" } }),
    "value_without_evidence",
  ],
  [
    "a careers page of somebody else",
    greenhouse({ out: { careers_url: "https://beta.com/careers" } }),
    "value_without_evidence",
  ],
  [
    "a front end that nothing shows",
    greenhouse({ out: { front_end: "phenom" } }),
    "value_without_evidence",
  ],
  ["a system as the front end", greenhouse({ out: { front_end: "workday" } }), "unknown_value"],
  [
    "the tenant left out",
    { claim: answer({ ats: "greenhouse" }, [cite(careers, board)]), snapshots: [careers] },
    "tenant_not_alive",
  ],
];

describe("a true answer with one thing changed", () => {
  it.each(mutations)("is refused: %s", (_what, mutation, objection) => {
    expect(run(mutation)).toBe(objection);
  });

  it("is judged by the bytes, whatever text comes along with them", () => {
    const lying = { ...otherCareers, text: careers.text };
    const claim = answer(output, [
      { ...cite(careers, board), snapshot: lying.hash },
      cite(alive, "Acme", { fact: "alive", kind: "text" }),
    ]);
    expect(judge(claim, [lying, alive])).toBe("match_not_found");
  });
});

describe("ownership", () => {
  it("does not pass to a partner that an own page links to", () => {
    const home = page("https://acme.com/", `<a href="https://beta.com/">our partner</a>`);
    const lead = page("https://beta.com/careers", `<a href="${otherBoard}">Jobs</a>`);
    const unnamed = json("https://boards-api.greenhouse.io/v1/boards/beta", { ok: true });
    const evidence = [
      cite(home, "https://beta.com/", { fact: "site" }),
      cite(lead, otherBoard),
      cite(unnamed, "ok", { fact: "alive", kind: "text" }),
    ];
    const claim = answer({ ats: "greenhouse", tenant: "beta", board_url: otherBoard }, evidence);
    expect(judge(claim, [home, lead, unnamed])).toBe("not_own_page");
  });

  it("does not pass to a platform that the domain redirects to", () => {
    const hop = { status: 301, from: "https://acme.com/", to: "https://www.facebook.com/acme" };
    const home = page(hop.to, "x", { requestedUrl: hop.from, redirects: [hop] });
    const lead = page("https://www.facebook.com/careers", link);
    const evidence = [
      cite(home, hop.to, { fact: "site", kind: "redirect", part: "redirects" }),
      cite(lead, board),
      cite(alive, "Acme", { fact: "alive", kind: "text" }),
    ];
    expect(judge(answer({ ...output, careers_url: null }, evidence), [home, lead, alive])).toBe(
      "third_party_only",
    );
  });

  it("does not come from a redirect that goes wherever its address says", () => {
    const hop = { status: 302, from: `https://acme.com/out?u=${board}`, to: board };
    const lead = page(board, "x", { requestedUrl: hop.from, redirects: [hop] });
    const evidence = [
      cite(lead, hop.to, { kind: "redirect", part: "redirects" }),
      cite(alive, "Acme", { fact: "alive", kind: "text" }),
    ];
    const at = {
      ...evidence[0],
      locator: { part: "redirects" as const, start: `302 ${hop.from} -> `.length },
    };
    const claim = {
      ...answer(output, evidence),
      evidence: [at, ...evidence.slice(1)],
    } as AnswerClaim;
    expect(judge(claim, [lead, alive])).toBe("third_party_only");
  });

  it("needs a careers page or a fitting name where nobody says whose the tenant is", () => {
    const lead = page("https://acme.com/", `<a href="https://jobs.lever.co/zzz">x</a>`);
    const jobs = json("https://api.lever.co/v0/postings/zzz?mode=json", [{ id: 1 }]);
    const evidence = [
      cite(lead, "https://jobs.lever.co/zzz"),
      cite(jobs, '"id"', { fact: "alive", kind: "text" }),
    ];
    expect(judge(answer({ ats: "lever", tenant: "zzz" }, evidence), [lead, jobs])).toBe(
      "not_own_page",
    );
  });

  it("is half given by the input's own word for where the jobs are", () => {
    const subject = {
      input: {
        company: "Acme Robotics",
        domain: "acme.com",
        careers_url: "https://jobs.elsewhere.net/acme",
      },
    };
    const lead = page("https://jobs.elsewhere.net/acme", link);
    const said = (name: string) => {
      const answered = json(alive.url, { name });
      const evidence = [cite(lead, board), cite(answered, "name", { fact: "alive", kind: "text" })];
      return judge(answer(output, evidence), [lead, answered], subject);
    };

    expect([said("Acme Robotics"), said("Careers"), said("Beta")]).toEqual([
      "confirmed",
      "not_own_page",
      "wrong_company",
    ]);
  });

  it("is not given to a record whose domain is a platform's", () => {
    const lead = page("https://linkedin.com/jobs", link);
    const { claim, snapshots } = greenhouse({ lead });
    expect(
      judge(claim, snapshots, { input: { company: "Acme Robotics", domain: "linkedin.com" } }),
    ).toBe("third_party_only");
  });
});

describe("an answer without a tenant", () => {
  it.each([
    [
      "a hint",
      "https://acme.com/careers",
      `<div id="grnhse_app"></div>`,
      'id="grnhse_app"',
      "dom",
      "greenhouse",
      "value_without_evidence",
    ],
    [
      "an asset",
      "https://acme.com/careers",
      `<script src="https://cdn.greenhouse.io/assets/a.js"></script>`,
      "https://cdn.greenhouse.io/assets/a.js",
      "script",
      "greenhouse",
      "value_without_evidence",
    ],
    [
      "a page that is not about jobs",
      "https://acme.com/about",
      `<meta name="generator" content="Teamtailor">`,
      `<meta name="generator" content="Teamtailor"`,
      "dom",
      "teamtailor",
      "not_own_page",
    ],
  ] as const)("is refused on %s", (_what, url, html, match, kind, ats, objection) => {
    const lead = page(url, html);
    expect(judge(answer({ ats }, [cite(lead, match, { kind })]), [lead])).toBe(objection);
  });

  it("is refused on the DNS of somebody else's name", () => {
    const record = dns("careers.beta.com", "CNAME", [
      "careers.beta.com. 300 IN CNAME ext.teamtailor.com.",
    ]);
    expect(
      judge(answer({ ats: "teamtailor" }, [cite(record, "ext.teamtailor.com", { kind: "dns" })]), [
        record,
      ]),
    ).toBe("third_party_only");
  });

  it("is refused on a CNAME to a look-alike", () => {
    const record = dns("careers.acme.com", "CNAME", [
      "careers.acme.com. 300 IN CNAME evilext.teamtailor.com.evil.net.",
    ]);
    expect(
      judge(answer({ ats: "teamtailor" }, [cite(record, "ext.teamtailor.com", { kind: "dns" })]), [
        record,
      ]),
    ).toBe("signature_mismatch");
  });
});

it("counts two tenants that differ in case as two where the vendor does", () => {
  const lead = page("https://acme.com/careers", `<a href="https://jobs.lever.co/Acme">x</a>`);
  const jobs = json("https://api.lever.co/v0/postings/Acme?mode=json", [{ id: 1 }]);
  const evidence = [
    cite(lead, "https://jobs.lever.co/Acme"),
    cite(jobs, '"id"', { fact: "alive", kind: "text" }),
  ];

  expect(judge(answer({ ats: "lever", tenant: "Acme" }, evidence), [lead, jobs])).toBe("confirmed");
  expect(judge(answer({ ats: "lever", tenant: "acme" }, evidence), [lead, jobs])).toBe(
    "signature_mismatch",
  );
});

it("survives a snapshot sealed with an unknown charset", () => {
  const odd = sealSnapshot({ ...careers, charset: "klingon" }, careers.body, careers.text);
  expect(judge(answer(output, [{ ...cite(careers, board), snapshot: odd.hash }]), [odd])).toBe(
    "snapshot_altered",
  );
});

describe("a tenant that could not be asked", () => {
  const embed = "https://boards.greenhouse.io/embed/job_board/js?for=acme";
  const loads = page("https://acme.com/careers", `<script src="${embed}"></script>`);
  const lead = cite(loads, embed, { kind: "script" });
  const asked = (status: number, body: string) => json(alive.url, body, { status });

  it("may not be left out because the careers page runs it: samples are embedded too", () => {
    expect(judge(answer({ ats: "greenhouse" }, [lead]), [loads])).toBe("tenant_not_alive");
  });

  it("may be left out when the vendor puts up a wall", () => {
    const wall = asked(403, "Forbidden");
    const claim = answer({ ats: "greenhouse" }, [
      cite(careers, board),
      cite(wall, "Forbidden", { fact: "alive", kind: "text" }),
    ]);
    expect(judge(claim, [careers, wall])).toBe("confirmed");
  });

  it.each([
    [
      "the vendor says that it is gone",
      asked(404, "Job board not found"),
      "Job board",
      "tenant_not_alive",
    ],
    [
      "the vendor names somebody else",
      asked(200, `{"name":"Acme Foods"}`),
      "Acme",
      "wrong_company",
    ],
  ] as const)("may not be left out when %s", (_what, said, match, objection) => {
    const claim = answer({ ats: "greenhouse" }, [
      lead,
      cite(said, match, { fact: "alive", kind: "text" }),
    ]);
    expect(judge(claim, [loads, said])).toBe(objection);
  });

  it("may not be left out on a page that does not speak of jobs", () => {
    const home = page("https://acme.com/", `<title>Acme</title><script src="${embed}"></script>`);
    const claim = answer({ ats: "greenhouse" }, [cite(home, embed, { kind: "script" })]);
    expect(judge(claim, [home])).toBe("not_own_page");
  });

  it("may be left out behind a wall on a page whose headline speaks of jobs", () => {
    const people = page(
      "https://acme.com/people",
      `<h1>Work <b>with us</b></h1><script src="${embed}"></script>`,
    );
    const wall = asked(403, "Forbidden");
    const claim = answer({ ats: "greenhouse" }, [
      cite(people, embed, { kind: "script" }),
      cite(wall, "Forbidden", { fact: "alive", kind: "text" }),
    ]);
    expect(judge(claim, [people, wall])).toBe("confirmed");
  });

  it("is not proven by a wall when it is named", () => {
    const wall = asked(403, "Forbidden");
    const evidence = [
      cite(careers, board),
      cite(wall, "Forbidden", { fact: "alive", kind: "text" }),
    ];
    expect(judge(answer(output, evidence), [careers, wall])).toBe("tenant_not_alive");
  });
});

describe("what the vendor answers", () => {
  it("names the record's own site when it sends visitors there", () => {
    const hop = { status: 302, from: alive.url, to: "https://acme.com/careers" };
    const back = page(hop.to, "<!doctype html><p>Jobs</p>", {
      requestedUrl: hop.from,
      redirects: [hop],
    });
    const evidence = [
      cite(careers, board),
      cite(back, hop.to, { fact: "alive", kind: "redirect", part: "redirects" }),
    ];
    expect(judge(answer(output, evidence), [careers, back])).toBe("confirmed");
  });

  it("counts for nothing when it sent us to its own site", () => {
    const hop = { status: 302, from: alive.url, to: "https://www.greenhouse.com/acme" };
    const away = json(
      hop.to,
      { name: "Acme Robotics" },
      { requestedUrl: hop.from, redirects: [hop] },
    );
    const evidence = [cite(careers, board), cite(away, "Acme", { fact: "alive", kind: "text" })];
    expect(judge(answer(output, evidence), [careers, away])).toBe("tenant_not_alive");
  });

  it("may be quoted from the page's first line, whatever stands there", () => {
    const first = "<!DOCTYPE html><!-- built --><html>";
    const html = page(alive.url, `${first}"name":"Acme Robotics"`);
    const evidence = [cite(careers, board), cite(html, first, { fact: "alive", kind: "text" })];
    expect(judge(answer(output, evidence), [careers, html])).toBe("confirmed");
  });

  it("is the board itself where the catalogue has no better address", () => {
    const jobs = "https://acme.plainboard.io/";
    const lead = page("https://acme.com/careers", `<a href="${jobs}">x</a>`);
    const open = page(jobs, "<title>Jobs</title>");
    const gone = page(jobs, "gone", { status: 404 });
    const claim = (answered: Snapshot, match: string) =>
      answer({ ats: "plainboard", tenant: "acme", board_url: jobs }, [
        cite(lead, jobs),
        cite(answered, match, { fact: "alive", kind: "text" }),
      ]);

    expect(judge(claim(open, "Jobs"), [lead, open])).toBe("confirmed");
    expect(judge(claim(gone, "gone"), [lead, gone])).toBe("tenant_not_alive");
  });

  it("is not taken from a board's shell where a better address exists", () => {
    const shell = page(board, "<title>Job board</title>");
    const named = page(board, "<title>Jobs at Acme Robotics</title>");
    const claim = (answered: Snapshot) =>
      answer(output, [
        cite(careers, board),
        cite(answered, "<title>", { fact: "alive", kind: "dom" }),
      ]);

    expect(judge(claim(shell), [careers, shell])).toBe("tenant_not_alive");
    expect(judge(claim(named), [careers, named])).toBe("confirmed");
  });
});

describe("a request of an own page", () => {
  const log = (initiator: string) =>
    page(
      "https://acme.com/careers",
      `GET xhr 200 https://boards-api.greenhouse.io/v1/boards/acme ${initiator}\n`,
      {
        source: "network",
      },
    );
  const judged = (initiator: string, answered: Snapshot) => {
    const made = log(initiator);
    const evidence = [
      cite(made, "boards-api.greenhouse.io/v1/boards/acme", { kind: "network" }),
      cite(answered, "name", { fact: "alive", kind: "text" }),
    ];
    return judge(answer({ ...output, careers_url: null }, evidence), [made, answered]);
  };
  const unnamed = json(alive.url, { name: "Careers" });

  it("is the page's own when the page made it, and needs a name when a frame did", () => {
    expect(judged("https://acme.com/careers", unnamed)).toBe("confirmed");
    expect(judged("https://widgets.example.net/frame", alive)).toBe("confirmed");
    expect(judged("https://widgets.example.net/frame", unnamed)).toBe("not_own_page");
  });
});
