import type { StopReason } from "../../domain/model.ts";
import type { CompletionAsk, ModelReply } from "../../models/access.ts";
import type { ModelLimits, RedlineCheck } from "../../specs/kit.ts";
import type { AgentTools, AttemptReport } from "../agent.ts";

/** One attempt's dealings with models: what they took, what was refused, how they ended. */
export interface Desk {
  readonly limits: ModelLimits;
  /** Asks; `undefined` when the time for models is over. */
  ask<T>(question: CompletionAsk<T>): Promise<ModelReply<T> | undefined>;
  /** The clock of all other work: it stands still while a model thinks. */
  readonly now: () => number;
  /** Counts something that a model said and that a check refused. */
  readonly refuse: (check: RedlineCheck, times?: number) => void;
  /** Adds what the models did to a report; its `why` is one sentence of ours. */
  sign(report: AttemptReport, end: { stop: StopReason; why: string }): AttemptReport;
}

/** Time that must be left for an answer to be of use. */
const reserveMs = 5_000;

/** `undefined` when this agent has no model to ask. */
export function openDesk({ model, signal }: AgentTools): Desk | undefined {
  if (model === undefined) return undefined;
  const fired: RedlineCheck[] = [];
  let spentMs = 0;
  return {
    limits: model.limits,
    now: () => Date.now() - spentMs,
    async ask(question) {
      signal.throwIfAborted();
      const started = Date.now();
      if (started >= model.deadline - reserveMs) return undefined;
      try {
        return await model.access.complete(question);
      } finally {
        spentMs += Date.now() - started;
      }
    },
    refuse(check, times = 1) {
      for (let i = 0; i < times && fired.length < mostFired; i += 1) fired.push(check);
    },
    sign: (report, { stop, why }) => ({
      ...report,
      why: joined(report.why, why),
      stop,
      ...(fired.length > 0 && { fired: [...fired] }),
    }),
  };
}

const longestWhy = 1_000;
/** A model without measure must not fill the row. */
const mostFired = 50;

function joined(before: string, sentence: string): string {
  const added = sentence.slice(0, longestWhy / 2);
  return `${before.slice(0, longestWhy - added.length - 1)} ${added}`.trim();
}
