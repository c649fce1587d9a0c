import type { Redis } from "ioredis";
import type { Logger } from "pino";
import { fromUsd } from "../domain/money.ts";
import type { Tier } from "../domain/tier.ts";
import type { SnapshotStore } from "../evidence/snapshot-store.ts";
import { createMemory, type Memory } from "../memory/host-memory.ts";
import { type GatewayDeps, type Metered, openModelAccess } from "../models/gateway.ts";
import type { Config } from "../platform/config.ts";
import { parseAllowedRanges } from "../web/address-policy.ts";
import { createRenderer } from "../web/browser/renderer.ts";
import type { BrowserEvent } from "../web/browser/watch-launch.ts";
import { closeEgress, createEgress, type Egress } from "../web/egress.ts";
import { webForRecord } from "../web/record-web.ts";
import type { AgentTools } from "./agent.ts";
import { createApprovals } from "./browse/approvals.ts";
import { createReplay } from "./browse/replay.ts";
import { askRulesOf } from "./browse/policy.ts";
import { rowCheckpoints } from "./browse/checkpoints.ts";
import { meterUse } from "./meter.ts";
import type { OpenedTools, OpenTools, ToolLimits, ToolUser } from "./opened.ts";
import { recordId } from "../records/keys.ts";

/** What a worker process needs to open tools. */
export interface ToolDeps {
  readonly config: Config;
  readonly redis: Redis;
  readonly store: SnapshotStore;
  /** `undefined`: no key, or models are switched off. */
  readonly gateway: GatewayDeps | undefined;
  /** Told of each browser that starts or crashes. */
  readonly onBrowser?: (event: BrowserEvent) => void;
  readonly log: Logger;
}

/** What a worker process shares between its attempts: connections, and on the top tier a browser. */
export async function openTools(
  tier: Tier,
  deps: ToolDeps,
): Promise<{ open: OpenTools; memory: Memory; close(): Promise<void> }> {
  const { config, redis } = deps;
  const egress = createEgress(deps);
  const renderer = tier === "browser" ? await createRenderer({ ...deps, egress }) : undefined;
  const memory = createMemory({
    redis,
    days: config.ASSAY_MEMORY_DAYS,
    hosts: config.ASSAY_MEMORY_HOSTS,
  });

  const browsing = {
    asks: askRulesOf(config.ASSAY_ASK_RULES),
    allowed: parseAllowedRanges(config.ASSAY_ALLOW_ADDRESSES),
  };

  const open: OpenTools = (user, limits) => {
    const metered = deps.gateway && modelsFor(user, limits, deps.gateway);
    const meter = meterUse();
    const { model } = user.agent.constraints;
    const tools: AgentTools = {
      web: meter.web(
        webForRecord(egress, {
          ...limits,
          deadline: metered ? limits.modelDeadline : limits.deadline,
        }),
      ),
      renderer: renderer && meter.renderer(renderer),
      recall: (hash) => deps.store.get(hash),
      signal: limits.signal,
      ...(metered && model ? modelTools(metered, model, limits) : {}),
      ...(renderer ? { sessions: meter.sessions(renderer.sessions, limits.maxPages) } : {}),
      checkpoints: rowCheckpoints(redis, user.claimed),
      browsing,
      approvals: createApprovals(redis, recordId(user.claimed.batch, user.claimed.n)),
    };
    return {
      tools,
      openVerifier: (signal) => openVerifier(egress, { renderer, browsing, meter }, signal),
      spentNano: metered?.spentNano ?? (() => 0),
      idle: metered?.idle ?? (async () => undefined),
      used: meter.used,
    };
  };

  return {
    open,
    memory,
    async close() {
      await renderer?.close();
      await closeEgress(egress);
    },
  };
}

function modelTools(
  { access }: Metered,
  limits: NonNullable<AgentTools["model"]>["limits"],
  at: ToolLimits,
) {
  return { model: { access, limits, deadline: at.modelDeadline } };
}

/** Models for an attempt whose agent may ask some, and for which somebody has a key. */
function modelsFor(
  { agent, spender, maxRecordNano }: ToolUser,
  { modelDeadline, signal }: ToolLimits,
  gateway: GatewayDeps,
): Metered | undefined {
  const { model } = agent.constraints;
  if (!model?.chain.some(({ provider }) => gateway.keys.has(provider))) return undefined;
  return openModelAccess(gateway, {
    spender,
    limits: model,
    money: {
      recordNano: maxRecordNano,
      agentNano: model.maxUsdPerRun === null ? null : fromUsd(model.maxUsdPerRun),
      agentTokens: model.maxTokensPerRecord,
    },
    // A call that runs out of time ends before the attempt does, so that its agent still reports.
    deadline: modelDeadline - reportMs,
    signal,
  });
}

const reportMs = 3_000;

/** Pages that the verifier may fetch for one claim. */
const verifierPages = 20;
const verifierMs = 90_000;

function openVerifier(
  egress: Egress,
  {
    renderer,
    browsing,
    meter,
  }: {
    readonly renderer: Awaited<ReturnType<typeof createRenderer>> | undefined;
    readonly browsing: NonNullable<AgentTools["browsing"]>;
    readonly meter: ReturnType<typeof meterUse>;
  },
  signal: AbortSignal,
): ReturnType<NonNullable<OpenedTools["openVerifier"]>> {
  const deadline = Date.now() + verifierMs;
  const sessions = renderer && meter.sessions(renderer.sessions, verifierPages);
  return {
    web: meter.web(webForRecord(egress, { signal, deadline, maxPages: verifierPages })),
    renderer: renderer && meter.renderer(renderer),
    replay:
      sessions &&
      ((trails) => createReplay(trails, { sessions, allowed: browsing.allowed, signal })),
  };
}
