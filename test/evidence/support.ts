import type {
  AnswerClaim,
  Claim,
  Evidence,
  EvidenceKind,
  Fact,
  RejectionKind,
  SnapshotPart,
  Verdict,
} from "../../src/domain/evidence.ts";
import {
  partText,
  sealSnapshot,
  type Snapshot,
  type SnapshotMeta,
} from "../../src/domain/snapshot.ts";
import type { RecruitingSystem } from "../../specs/ats/recruiting-system.ts";
import { atsRule } from "../../src/evidence/rules/ats.ts";
import { type Subject, verify } from "../../src/evidence/verify.ts";

export const fetchedAt = "2026-10-01T12:00:00.000Z";

/** A page as it was fetched from `url`. */
export function page(url: string, body: string, meta: Partial<SnapshotMeta> = {}): Snapshot {
  return sealSnapshot(
    {
      source: "http",
      requestedUrl: url,
      url,
      status: 200,
      headers: [["content-type", "text/html; charset=utf-8"]],
      redirects: [],
      charset: "utf-8",
      fetchedAt,
      ...meta,
    },
    Buffer.from(body),
  );
}

export function json(url: string, value: unknown, meta: Partial<SnapshotMeta> = {}): Snapshot {
  return page(url, typeof value === "string" ? value : JSON.stringify(value), {
    headers: [["content-type", "application/json"]],
    ...meta,
  });
}

export function dns(name: string, type: string, lines: readonly string[], status = 0): Snapshot {
  const url = `dns:${name}?type=${type}`;
  return page(url, lines.map((line) => `${line}\n`).join(""), {
    source: "dns",
    headers: [],
    status,
  });
}

export interface Citation {
  readonly fact?: Fact;
  readonly kind?: EvidenceKind;
  readonly part?: SnapshotPart;
  readonly supports?: string;
}

/** Evidence for the first place where `match` stands in a snapshot. */
export function cite(
  snapshot: Snapshot,
  match: string,
  { fact = "leads", kind = "link", part = "body", supports = "ats" }: Citation = {},
): Evidence {
  const start = partText(snapshot, part).indexOf(match);
  if (start < 0) throw new Error(`"${match}" is not in the ${part} of ${snapshot.url}`);
  return {
    fact,
    supports,
    url: snapshot.url,
    kind,
    match,
    locator: { part, start },
    snapshot: snapshot.hash,
    at: snapshot.fetchedAt,
    signature: null,
  };
}

export function answer(output: AnswerClaim["output"], evidence: Evidence[]): AnswerClaim {
  const empty = { ats: null, tenant: null, front_end: null, careers_url: null, board_url: null };
  return { kind: "answer", output: { ...empty, ...output }, evidence };
}

export function among(snapshots: readonly Snapshot[]): (hash: string) => Snapshot | undefined {
  const known = new Map(snapshots.map((snapshot) => [snapshot.hash, snapshot]));
  return (hash) => known.get(hash);
}

export const acme: Subject = { input: { company: "Acme Robotics", domain: "acme.com" } };

/** The verdict in words: `confirmed`, or the kinds of objection. */
export function judge(
  claim: Claim,
  snapshots: readonly Snapshot[],
  subject: Subject = acme,
): string {
  return inWords(verify(claim, subject, among(snapshots), rule));
}

export function inWords(verdict: Verdict): string {
  return verdict.confirmed ? "confirmed" : kindsOf(verdict).join(" ");
}

export function kindsOf(verdict: Verdict): RejectionKind[] {
  return verdict.confirmed ? [] : [...new Set(verdict.rejections.map(({ kind }) => kind))];
}

const slug = "[A-Za-z0-9][A-Za-z0-9_-]*";
const blank = {
  traces: [],
  cnames: [],
  probes: [],
  reserved: [],
  notBoards: [],
  caseSensitive: false,
  source: "made up for tests",
};

/** A catalogue in miniature: one system per way of naming a tenant. */
export const systems: readonly RecruitingSystem[] = [
  {
    ...blank,
    id: "greenhouse",
    name: "Greenhouse",
    role: "system",
    vendorDomains: ["greenhouse.io", "greenhouse.com"],
    tenantUrls: [
      {
        host: "^boards\\.greenhouse\\.io$",
        path: `^/embed/job_board(?:/js)?\\?for=(?<tenant>${slug})`,
        use: "embed",
        board: "https://boards.greenhouse.io/{tenant}",
      },
      {
        host: "^boards\\.greenhouse\\.io$",
        path: `^/(?<tenant>${slug})`,
        use: "board",
        board: "https://boards.greenhouse.io/{tenant}",
      },
      {
        host: "^boards\\.(?<region>eu)\\.greenhouse\\.io$",
        path: `^/(?<tenant>${slug})`,
        use: "board",
        board: "https://boards.{region}.greenhouse.io/{tenant}",
      },
      {
        host: "^boards-api\\.greenhouse\\.io$",
        path: `^/v1/boards/(?<tenant>${slug})`,
        use: "api",
        board: "https://boards.greenhouse.io/{tenant}",
      },
      { host: "^grnh\\.se$", path: "^/[a-z0-9]{6,}", use: "job" },
      { host: "^cdn\\.greenhouse\\.io$", path: "^/assets/", use: "asset" },
    ],
    traces: [
      {
        pattern: `Grnhse\\.Settings\\.boardToken\\s*=\\s*["'](?<tenant>${slug})["']`,
        strength: "strong",
        kind: "script",
        board: "https://boards.greenhouse.io/{tenant}",
      },
      { pattern: "id=[\"']?grnhse_app\\b", strength: "weak", kind: "dom" },
    ],
    probes: [
      {
        url: "https://boards-api.{region}.greenhouse.io/v1/boards/{tenant}",
        aliveStatus: [200],
        companyPatterns: ['"name"\\s*:\\s*"(?<company>(?:[^"\\\\]|\\\\.)+)"'],
        websitePatterns: [],
      },
      {
        url: "https://boards-api.greenhouse.io/v1/boards/{tenant}",
        aliveStatus: [200],
        deadPattern: "Job board not found",
        companyPatterns: ['"name"\\s*:\\s*"(?<company>(?:[^"\\\\]|\\\\.)+)"'],
        websitePatterns: ['"website"\\s*:\\s*"(?<website>[^"]+)"'],
      },
    ],
    reserved: ["embed", "jobs", "v1"],
    notBoards: ["^support\\.greenhouse\\.io/"],
  },
  {
    ...blank,
    id: "lever",
    name: "Lever",
    role: "system",
    vendorDomains: ["lever.co"],
    tenantUrls: [
      {
        host: "^jobs\\.lever\\.co$",
        path: "^/(?<tenant>[A-Za-z0-9._-]+)",
        use: "board",
        board: "https://jobs.lever.co/{tenant}",
      },
    ],
    probes: [
      {
        url: "https://api.lever.co/v0/postings/{tenant}?mode=json",
        aliveStatus: [200],
        alivePattern: '"id"',
        companyPatterns: [],
        websitePatterns: [],
      },
    ],
    caseSensitive: true,
  },
  {
    ...blank,
    id: "teamtailor",
    name: "Teamtailor",
    role: "system",
    vendorDomains: ["teamtailor.com"],
    tenantUrls: [
      {
        host: "^(?<tenant>[a-z0-9-]+)\\.teamtailor\\.com$",
        use: "board",
        board: "https://{tenant}.teamtailor.com/",
      },
    ],
    traces: [
      { pattern: '<meta name="generator" content="Teamtailor"', strength: "strong", kind: "dom" },
    ],
    cnames: ["ext.teamtailor.com"],
    probes: [
      {
        url: "https://{tenant}.teamtailor.com/jobs.json",
        aliveStatus: [200],
        alivePattern: '"items"',
        companyPatterns: ['"title"\\s*:\\s*"(?<company>[^"]+)"'],
        websitePatterns: [],
      },
    ],
    reserved: ["www", "app"],
  },
  {
    ...blank,
    id: "workday",
    name: "Workday",
    role: "system",
    vendorDomains: ["workday.com", "myworkdayjobs.com"],
    tenantUrls: [
      {
        host: "^(?<tenant>[a-z0-9-]+)\\.(?<pod>wd[0-9]+)\\.myworkdayjobs\\.com$",
        path: `^/(?<site>${slug})`,
        use: "board",
        board: "https://{tenant}.{pod}.myworkdayjobs.com/{site}",
      },
    ],
    probes: [
      {
        url: "https://{tenant}.{pod}.myworkdayjobs.com/{site}",
        aliveStatus: [200],
        alivePattern: "tenant:",
        deadPattern: "unavailable",
        companyPatterns: ["<title>(?<company>[^<]+?) Careers</title>"],
        websitePatterns: [],
      },
    ],
    notBoards: ["^(?:[a-z0-9-]+\\.)*myworkday\\.com/"],
  },
  {
    ...blank,
    id: "plainboard",
    name: "Plainboard",
    role: "system",
    vendorDomains: ["plainboard.io"],
    tenantUrls: [
      {
        host: "^(?<tenant>[a-z0-9-]+)\\.plainboard\\.io$",
        use: "board",
        board: "https://{tenant}.plainboard.io/",
      },
    ],
    reserved: ["www"],
  },
  {
    ...blank,
    id: "phenom",
    name: "Phenom",
    role: "front_end",
    vendorDomains: ["phenom.com", "phenompeople.com"],
    tenantUrls: [
      {
        host: "^(?<tenant>[a-z0-9-]+)\\.phenompeople\\.com$",
        use: "board",
        board: "https://{tenant}.phenompeople.com/",
      },
    ],
    traces: [{ pattern: "phApp\\.ddo", strength: "strong", kind: "script" }],
  },
  {
    ...blank,
    id: "indeed",
    name: "Indeed",
    role: "job_board",
    vendorDomains: ["indeed.com"],
    tenantUrls: [{ host: "^www\\.indeed\\.com$", path: "^/cmp/(?<tenant>[^/?#]+)", use: "board" }],
  },
];

export const rule = atsRule(systems);
