import { z } from "zod";
import { ModelChoice } from "../../domain/model.ts";
import { type RedlineCheck, redlineChecks } from "../../specs/kit.ts";
import { Trail } from "./trails.ts";

const Call = z.strictObject({ id: z.string(), name: z.string(), input: z.unknown() });

const Result = z.strictObject({ id: z.string(), text: z.string(), isError: z.boolean() });

const Said = z.discriminatedUnion("role", [
  z.strictObject({ role: z.literal("user"), text: z.string() }),
  z.strictObject({
    role: z.literal("assistant"),
    turn: z.strictObject({ text: z.string(), calls: z.array(Call), raw: z.unknown() }),
  }),
  z.strictObject({ role: z.literal("tools"), results: z.array(Result) }),
]);

const checks = Object.keys(redlineChecks) as [RedlineCheck, ...RedlineCheck[]];

/** What the harness itself noted: the truth of a run, whatever the conversation says. */
const Ledger = z.strictObject({
  /** Addresses that were shown or tried, with the status or the kind of failure. */
  visited: z.array(z.strictObject({ url: z.string(), answer: z.string() })),
  /** Hosts that the pages asked something of. */
  hosts: z.array(z.string()),
  /** What the workflow recognised. */
  signals: z.array(z.string()),
  /** Submissions and calls that were refused, and why. */
  refused: z.array(z.strictObject({ what: z.string(), why: z.string() })),
});
export type Ledger = z.infer<typeof Ledger>;

/** The page as it was last shown; its refs are what calls name. */
const Shown = z.strictObject({
  url: z.string(),
  title: z.string(),
  status: z.int(),
  tree: z.string(),
  isCut: z.boolean(),
});

/** All that one run of the loop knows, as JSON: another worker goes on from it. */
export const BrowseState = z.strictObject({
  version: z.literal(1),
  task: z.string(),
  /** Grows with every fresh start from the ledger. */
  conversation: z.int(),
  /** The model that this conversation began with. */
  stick: ModelChoice.nullable(),
  /** Append-only within one conversation. */
  messages: z.array(Said),
  /** Results of the last turn's calls, as far as they are known. */
  answered: z.array(Result),
  /** Turns of models, all conversations together. */
  step: z.int(),
  /** A rough count of what was read and written; money counts the provider's own. */
  tokens: z.int(),
  /** The ways gone so far. */
  trails: z.array(Trail),
  /** Where the page stands now. */
  url: z.string().nullable(),
  shown: Shown.nullable(),
  /** Views that this conversation has seen, by content, with their step. */
  seen: z.array(z.strictObject({ view: z.string(), step: z.int() })),
  /** Documents by id; their bytes are with the worker, or fetched anew. */
  documents: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(["page", "frame", "requests"]),
      url: z.string(),
      text: z.string(),
      snapshot: z.string(),
    }),
  ),
  /** Ids of the documents of the page as it stands. */
  current: z.array(z.string()),
  ledger: Ledger,
  /** Addresses that pages have shown: what a model may open. */
  reach: z.array(z.string()),
  /** Redline checks that refused something, one entry each time. */
  fired: z.array(z.enum(checks)),
  /** What the calls of the turn in hand came to. */
  turn: z.strictObject({ hasActed: z.boolean(), hasChanged: z.boolean(), hasNews: z.boolean() }),
  /** Calls per page, for those that repeat themselves. */
  made: z.array(z.strictObject({ call: z.string(), times: z.int() })),
  /** Since the last news; a step that only changed the page counts half. */
  idleSteps: z.number(),
  errorsInARow: z.int(),
  rejections: z.int(),
  isNudged: z.boolean(),
  isWarned: z.boolean(),
  /** Turns that brought nothing usable. */
  badTurns: z.int(),
  /** How often another model had to begin anew. */
  modelChanges: z.int(),
});
export type BrowseState = z.infer<typeof BrowseState>;
export type Shown = z.infer<typeof Shown>;
export type CallResult = z.infer<typeof Result>;

/** A turn that has done nothing yet. */
export const noTurn: BrowseState["turn"] = { hasActed: false, hasChanged: false, hasNews: false };

/** The state at the very beginning, before any page or model. */
export function newState(task: string): BrowseState {
  return {
    version: 1,
    task,
    conversation: 0,
    stick: null,
    messages: [],
    answered: [],
    step: 0,
    tokens: 0,
    trails: [],
    url: null,
    shown: null,
    seen: [],
    documents: [],
    current: [],
    ledger: { visited: [], hosts: [], signals: [], refused: [] },
    reach: [],
    fired: [],
    turn: noTurn,
    made: [],
    idleSteps: 0,
    errorsInARow: 0,
    rejections: 0,
    isNudged: false,
    isWarned: false,
    badTurns: 0,
    modelChanges: 0,
  };
}

/** The saved state of this task; anything else (nothing, another task's, an older form) is none. */
export function readState(saved: unknown, task: string): BrowseState | undefined {
  const result = BrowseState.safeParse(saved);
  return result.success && result.data.task === task ? result.data : undefined;
}

/** The state as it will be read back: what goes on from here and what goes on elsewhere say the same words. */
export function settled(state: BrowseState): BrowseState {
  return BrowseState.parse(JSON.parse(JSON.stringify(state)));
}
