import { createHash } from "node:crypto";
import type { Redis } from "ioredis";
import type { Cold } from "../../src/records/cold.ts";
import { type Claimed, claimRow } from "../../src/records/claim.ts";
import { takeDue } from "../../src/records/dispatch.ts";
import { settleRow } from "../../src/records/settle.ts";

/** Sends `rows` companies as one NDJSON body, a piece at a time; none of it is ever whole in memory. */
export async function postRows(
  url: string,
  rows: number,
): Promise<{ batch: string; seconds: number }> {
  const piece = 500;
  let next = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const lines = Array.from({ length: Math.min(piece, rows - next) }, (_, i) => line(next + i));
      next += lines.length;
      if (lines.length > 0) controller.enqueue(Buffer.from(lines.join("")));
      if (next >= rows) controller.close();
    },
  });
  const started = performance.now();
  const response = await fetch(`${url}/batches?workflow=ats`, {
    method: "POST",
    body,
    duplex: "half",
    headers: { "content-type": "application/x-ndjson" },
  });
  const text = await response.text();
  if (response.status !== 202) throw new Error(`the API answered ${response.status}: ${text}`);
  const { id, lines } = JSON.parse(text) as { id: string; lines: number };
  if (lines !== rows) throw new Error(`${rows} rows were sent, ${lines} taken in`);
  return { batch: id, seconds: (performance.now() - started) / 1_000 };
}

function line(n: number): string {
  return `${JSON.stringify({ company: `Müller & Sons ${n} Ltd`, domain: domainOf(n) })}\n`;
}

function domainOf(n: number): string {
  return `mueller-and-sons-${n}.example`;
}

/** Takes the next `count` rows of a batch through one attempt each, to an answer with its proof. */
export async function finishRows(redis: Redis, batch: string, count: number): Promise<void> {
  const atOnce = 250;
  for (let done = 0; done < count;) {
    const max = Math.min(atOnce, count - done);
    const { rows } = await takeDue(redis, { batch, tier: "http", max });
    if (rows.length === 0) throw new Error(`only ${done} rows were due`);
    await Promise.all(
      rows.map((row) => finish(redis, { batch, tier: "http", leaseMs: 10_000, ...row })),
    );
    done += rows.length;
  }
}

async function finish(redis: Redis, at: Parameters<typeof claimRow>[1]): Promise<void> {
  const claimed = await claimRow(redis, at);
  if (typeof claimed === "string") throw new Error(`row ${at.n} was ${claimed}`);
  const settlement = { event: "answered", verdict: { confirmed: true } } as const;
  const reply = await settleRow(redis, claimed, settlement, {
    cold: proofOf(claimed),
    costNano: 1_250_000,
  });
  if (reply === "stale") throw new Error(`row ${at.n} was stale`);
}

/** What a row answered on the first tier holds: four pieces of evidence out of three pages. */
function proofOf({ n }: Claimed): Cold {
  const domain = domainOf(n);
  const tenant = `muellerandsons${n}`;
  const at = new Date(1_790_000_000_000 + n * 137).toISOString();
  const board = `https://boards.greenhouse.io/${tenant}`;
  const probe = `https://boards-api.greenhouse.io/v1/boards/${tenant}`;
  const home = { url: `https://www.${domain}/`, answer: 200, snapshot: hashOf(`home ${n}`) };
  const careers = {
    url: `https://www.${domain}/careers`,
    answer: 200,
    snapshot: hashOf(`jobs ${n}`),
  };
  const tenantPage = { url: probe, answer: 200, snapshot: hashOf(`board ${n}`) };
  const item = (fact: "site" | "leads" | "alive" | "identity", on: typeof home, match: string) => ({
    fact,
    supports: fact === "site" ? "careers_url" : "ats",
    url: on.url,
    kind: on === tenantPage ? ("text" as const) : ("link" as const),
    match,
    locator: { part: "body" as const, start: 10_000 + (n % 30_011) },
    snapshot: on.snapshot,
    at,
    signature: fact === "site" ? null : "greenhouse",
  });
  return {
    output: {
      ats: "greenhouse",
      tenant,
      front_end: null,
      careers_url: careers.url,
      board_url: board,
    },
    evidence: [
      item("site", home, careers.url),
      item("leads", careers, `${board}/jobs/${4_000_000_000 + n}`),
      item("alive", tenantPage, `"absolute_url":"${board}/jobs/${4_000_000_000 + n}"`),
      item("identity", tenantPage, `"name":"Müller & Sons ${n} Ltd"`),
    ],
    verifiedAt: at,
    notes: [
      {
        tier: "http",
        agent: "discoverer",
        attempt: 1,
        why: `www.${domain} links to its careers page, which leads to the Greenhouse board ${tenant}.`,
        looked: [
          { url: `https://${domain}/`, answer: 301, snapshot: null },
          home,
          careers,
          tenantPage,
        ],
        findings: null,
        rejections: [],
      },
    ],
    invalid: null,
  };
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
