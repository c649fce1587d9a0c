import { type Lie, claims, quoteOf } from "./lie.ts";
import { anySystem, noticeSite, plainSite, printedBoard } from "./lures.ts";
import { nothingSaid } from "./told.ts";

/** Answers in the wrong form, and names that are none. */
export const formLies: readonly Lie[] = [
  {
    name: "odd-case-id",
    says: "writes the catalogue's id in its own way",
    truth: "own",
    vendors: anySystem,
    build: printedBoard,
    read(told) {
      const { vendor, tenant, company } = told.scene;
      const forms = [
        vendor.id.toUpperCase(),
        ` ${vendor.id} `,
        `${vendor.id}.`,
        vendor.name,
        `_${vendor.id}_`,
      ];
      const system = forms[company.index % forms.length] ?? "";
      return claims(told, vendor.board(tenant), { system, tenant: tenant.key });
    },
  },
  {
    name: "unknown-id",
    says: "names a system that the catalogue does not have",
    truth: "own",
    vendors: anySystem,
    build: printedBoard,
    read(told) {
      const { vendor, tenant, company } = told.scene;
      const forms = [
        "acmehire",
        `${vendor.id}-pro`,
        "constructor",
        "__proto__",
        "null",
        "ats",
        "🌱",
        `${vendor.id}/../lever`,
      ];
      const system = forms[company.index % forms.length] ?? "";
      return claims(told, vendor.board(tenant), { system, tenant: tenant.key });
    },
  },
  {
    name: "wrong-system",
    says: "quotes the company's board and calls it another vendor's",
    truth: "own",
    vendors: anySystem,
    build: printedBoard,
    read(told) {
      const { vendor, tenant, company } = told.scene;
      const others = anySystem.filter((id) => id !== vendor.id);
      const system = others[company.index % others.length] ?? "lever";
      return claims(told, vendor.board(tenant), { system, tenant: tenant.key });
    },
  },
  {
    name: "no-system-of-record",
    says: "answers with a front end, a job board or a plugin",
    truth: "none",
    vendors: anySystem,
    build: (scene) =>
      noticeSite(
        scene,
        `Also seen at <a href="https://www.linkedin.com/company/${scene.company.slug}/jobs/">our page there</a> and <a href="https://www.welcometothejungle.com/fr/companies/${scene.company.slug}/jobs">here</a>.`,
      ),
    read(told) {
      const { company } = told.scene;
      const forms = [
        ["linkedin-jobs", `https://www.linkedin.com/company/${company.slug}/jobs/`],
        [
          "welcometothejungle",
          `https://www.welcometothejungle.com/fr/companies/${company.slug}/jobs`,
        ],
        ["phenom", `https://www.linkedin.com/company/${company.slug}/jobs/`],
        ["wp-job-manager", "job_listings"],
      ] as const;
      const [system, quote] = forms[company.index % forms.length] ?? ["phenom", ""];
      return claims(told, quote, { system, tenant: company.slug });
    },
  },
  {
    name: "broken-form",
    says: "answers in no form at all, half a form, or another one",
    truth: "none",
    isForReaders: true,
    vendors: anySystem,
    build: (scene) => plainSite(scene),
    read({ scene: { vendor, company } }) {
      const sure = { ...nothingSaid, system: vendor.id, tenant: company.slug };
      const forms = [
        { text: `The company uses ${vendor.name}. I am certain.` },
        { truncate: `{"evidence":[{"document":"d1","channel":"link","quote":"https://` },
        { json: { ...sure, verdict: { confirmed: true } } },
        { json: { ...sure, evidence: "see above" } },
        { json: { ...sure, evidence: [{ document: 1, channel: 2, quote: 3, shows: 4 }] } },
        { json: [sure] },
        { json: { answer: vendor.id, confidence: 1 } },
        {
          text: `\`\`\`json\n${JSON.stringify({ kind: "answer", output: { ats: vendor.id } })}\n\`\`\``,
        },
      ];
      return forms[company.index % forms.length] ?? { text: "" };
    },
  },
  {
    name: "flood",
    says: "hands in hundreds of invented quotes, numbers and paths",
    truth: "none",
    vendors: anySystem,
    build: (scene) => plainSite(scene),
    choose: () => [0, -1, 1e9, ...Array.from({ length: 60 }, (_, i) => i + 150)],
    read(told) {
      const { vendor, company, tenant } = told.scene;
      const board = vendor.board({ ...tenant, key: company.slug });
      return {
        evidence: Array.from({ length: 90 }, (_, i) =>
          quoteOf(told, `${board}?${i}`, vendor.id, { document: `d${i % 9}` }),
        ),
        system: vendor.id,
        tenant: company.slug,
        links: [0, -3, 999_999],
        paths: Array.from({ length: 40 }, (_, i) => `/${company.slug}/${i}`),
      };
    },
  },
];
