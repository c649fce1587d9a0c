import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Redis } from "ioredis";
import { describe, expect, inject, onTestFinished, vi } from "vitest";
import { technologies } from "../../../specs/tech-stack/technologies.ts";
import { categories } from "../../../specs/tech-stack/technology.ts";
import { techStackOrchestrator } from "../../../specs/tech-stack/workflow.ts";
import type { Agent } from "../../../src/agents/agent.ts";
import { attempt } from "../../../src/agents/attempt.ts";
import type { Workflow } from "../../../src/agents/workflow.ts";
import { verifyBatch } from "../../../src/cli/verify-command.ts";
import type { AnswerClaim } from "../../../src/domain/evidence.ts";
import type { Snapshot } from "../../../src/domain/snapshot.ts";
import { fileSnapshotStore } from "../../../src/evidence/file-snapshot-store.ts";
import { techStackRule } from "../../../src/evidence/rules/tech-stack.ts";
import { createBatch } from "../../../src/records/batch.ts";
import { acceptLines, sealBatch } from "../../../src/records/intake.ts";
import { readRecords } from "../../../src/records/record.ts";
import { hashSpecs } from "../../../src/specs/hash.ts";
import type { Web } from "../../../src/web/web.ts";
import { cite } from "../../evidence/support.ts";
import { claimNext } from "../../records/rows.ts";
import { test } from "../../support/redis.ts";
import { fetchedOf, recordWeb, startEgress } from "../../web/support.ts";
import { changingSite } from "./support.ts";

const stripe = `<title>Acme</title><script src="https://js.stripe.com/v3/"></script>`;

function temporaryDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), "assay-refetch-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A model's word for it: Stripe, because the page that it was shown loads it. */
function claimOn(home: Snapshot): AnswerClaim {
  const none = Object.fromEntries(categories.map((name) => [name, [] as string[]]));
  const proof = cite(home, "https://js.stripe.com/v3/", {
    kind: "script",
    supports: "technologies/stripe",
  });
  return {
    kind: "answer",
    output: { ...none, technologies: ["stripe"], payment: ["stripe"] },
    evidence: [{ ...proof, signature: "stripe" }],
  };
}

/** The tech-stack workflow with an agent that says what a model told it. */
function workflowOf(run: Agent): Workflow {
  const [spec] = techStackOrchestrator.handoff.agents;
  if (spec === undefined) throw new Error("the workflow has agents");
  const one = { spec, run };
  return {
    spec: techStackOrchestrator,
    agents: { http: one, classifier: one, browser: one },
    rule: techStackRule(technologies),
    hashes: hashSpecs(techStackOrchestrator, { signatures: technologies }),
  };
}

/** One row of acme.test, worked on by an agent whose claim came from a model. */
async function work(redis: Redis, url: string, { web, verifier }: { web: Web; verifier: Web }) {
  let shown: Snapshot | undefined;
  const workflow = workflowOf(async (_handoff, tools) => {
    shown = fetchedOf(await tools.web.get(url));
    const outcome = { kind: "claimed", claim: claimOn(shown) } as const;
    return {
      outcome,
      why: "a model said so",
      looked: [],
      findings: null,
      snapshots: [shown],
      origin: "model",
    };
  });
  const batch = await createBatch(redis, {
    workflow: "tech-stack",
    name: "",
    specs: workflow.hashes,
    maxTier: "http",
    maxUsdNano: null,
  });
  const line = { cells: ["acme.test", null], fingerprint: "f" };
  await acceptLines(redis, { batch, first: 0, startsAt: "http" }, [line]);
  await sealBatch(redis, batch, ["domain", "company"]);
  const home = temporaryDirectory();
  const controller = new AbortController();
  const { settlement } = await attempt(
    {
      claimed: await claimNext(redis, batch),
      workflow,
      input: { domain: "acme.test", company: null },
      maxTier: "http",
      maxRecordNano: 0,
      controller,
    },
    {
      redis,
      store: fileSnapshotStore(join(home, "snapshots")),
      openTools: (_user, { signal }) => ({
        tools: { web, renderer: undefined, recall: async () => undefined, signal },
        openVerifier: () => ({ web: verifier, renderer: undefined, replay: undefined }),
      }),
      unitCosts: { fetchNano: 0, browserSecondNano: 0 },
      now: Date.now,
      onBug: (error) => {
        throw error;
      },
    },
  );
  const [record] = await readRecords(redis, batch, [0]);
  return { batch, home, settlement, record, shown };
}

describe("an attempt whose claim is a model's", () => {
  test("is answered on bytes that the verifier fetched, and replays without network or keys", async ({
    redis,
  }) => {
    const site = await changingSite({ "/": stripe });
    const egress = startEgress(redis);
    const both = { web: recordWeb(egress), verifier: recordWeb(egress) };

    const { batch, home, settlement, record, shown } = await work(redis, site.at("/"), both);
    site.change({ "/": "<title>Acme is gone</title>" });

    expect(settlement.event).toBe("answered");
    expect(record?.evidence).toHaveLength(1);
    expect(record?.evidence[0]?.snapshot).not.toBe(shown?.hash);
    const said = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    onTestFinished(() => said.mockRestore());
    const { host, port, db } = redis.options;
    const code = await verifyBatch([batch], {
      ASSAY_HOME: home,
      REDIS_URL: `redis://${host ?? "127.0.0.1"}:${port ?? inject("redisPort")}/${db ?? 0}`,
    });

    expect(said.mock.calls.join("")).toContain("1 verdicts replayed: 1 confirmed, 0 rejected");
    expect(code).toBe(0);
    expect(site.seen).toEqual([]);
  });

  test("ends without an answer when the page does not show it to the verifier", async ({
    redis,
  }) => {
    let visits = 0;
    const site = await changingSite({
      "/": (_, response) => {
        visits += 1;
        response.writeHead(200, { "content-type": "text/html" });
        response.end(visits === 1 ? stripe : "<title>Acme</title><p>Nothing here</p>");
      },
    });
    const egress = startEgress(redis);
    const both = { web: recordWeb(egress), verifier: recordWeb(egress) };

    const { settlement, record } = await work(redis, site.at("/"), both);

    expect(settlement).toEqual({ event: "closed", reason: "evidence_rejected" });
    expect(record?.output).toBeNull();
    expect(record?.notes.at(-1)?.rejections).toEqual([
      { kind: "not_refetched", detail: expect.stringMatching(/^script at/) as string },
    ]);
  });
});
