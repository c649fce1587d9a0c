import type { Note } from "./check-note.ts";
import { type AgentSpec, type RedlineCheck, redlineChecks } from "./kit.ts";

/** What an agent with a model must promise: one of each row's checks, and how to say it. */
const promises: readonly {
  readonly oneOf: readonly RedlineCheck[];
  readonly because: string;
  readonly example: string;
  /** Only where the agent drives a browser. */
  readonly onBrowser?: true;
}[] = [
  {
    oneOf: ["quote", "catalogue"],
    because: "takes a model's word unchecked",
    example: "takes words for proof that do not stand where the model says",
  },
  {
    oneOf: ["refetch"],
    because: "trusts pages that only the model's agent has fetched",
    example: "trusts what a model cites without fetching it anew",
  },
  {
    oneOf: ["budget"],
    because: "may spend without a limit",
    example: "asks a model before the money for it is reserved",
  },
  {
    oneOf: ["tools"],
    because: "lets a model act in a browser unwatched",
    example: "sends a form, logs in, downloads or buys",
    onBrowser: true,
  },
];

/** An agent that may ask models carries the redlines that keep a model in bounds. */
export function checkModelRedlines({ tier, constraints, redlines }: AgentSpec, note: Note): void {
  if (!constraints.model) return;
  const drawn = new Set(redlines.map(({ check }) => check));
  for (const { oneOf, because, example, onBrowser } of promises) {
    if (onBrowser && tier !== "browser") continue;
    if (oneOf.some((check) => drawn.has(check))) continue;
    const names = oneOf.map((check) => `"${check}"`).join(" or ");
    const means = oneOf.map((check) => redlineChecks[check])[0];
    note(
      "redlines",
      `an agent with a model that ${because}: no redline is guarded by ${names}`,
      `add one, like { never: "${example}", check: "${oneOf[0]}" }; ${means}`,
    );
  }
}
