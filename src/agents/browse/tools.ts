import { z } from "zod";
import type { OfferedTool } from "../../models/access.ts";
import type { ToolCall } from "../../models/provider.ts";

const Ref = z.string().regex(/^(?:f\d{1,4})?e\d{1,6}$/);

/** Every tool that a browsing agent has but `submit`, with the exact form of its input. */
const inputs = {
  open: z.strictObject({ url: z.string().min(1).max(2_000) }),
  click: z.strictObject({ ref: Ref }),
  scroll: z.strictObject({ direction: z.enum(["up", "down"]) }),
  type: z.strictObject({ ref: Ref, text: z.string().min(1).max(500), submit: z.boolean() }),
  page_signals: z.strictObject({}),
  give_up: z.strictObject({ why: z.string().min(1).max(1_000) }),
} as const;
type Inputs = typeof inputs;

/** A tool call whose name is on the list and whose input has its form. */
export type ToolUse =
  | { [Name in keyof Inputs]: { name: Name; input: z.infer<Inputs[Name]> } }[keyof Inputs]
  | { readonly name: "submit"; readonly input: unknown };

const descriptions: Record<ToolUse["name"], string> = {
  open: "Open an address. Only one that was shown on a page so far, or one without a query on the company's own sites or at a known vendor.",
  click:
    "Click the element with this ref of the newest view, such as e12 or f1e3. A new window opens in place of the page.",
  scroll: "Scroll the page one screen, so that more of it loads.",
  type: "Type a short search text (at most 80 characters) into the search field with this ref; with submit, press Enter.",
  page_signals:
    "List the hosts and addresses of the page's frames, scripts, forms, off-site links and requests, and its cookies' names. Cheap, and often the answer: ask this before clicking.",
  submit:
    "Hand in the answer with its evidence. It is verified; a rejection comes back with its reason.",
  give_up:
    "End without an answer, when the pages do not show one. Say in one sentence what was seen.",
};

/** The closed list of tools, for a model; `submit` takes what the agent's answers look like. */
export function toolDefinitions(submitSchema: z.ZodType): readonly OfferedTool[] {
  const all: Record<ToolUse["name"], z.ZodType> = { ...inputs, submit: submitSchema };
  return Object.entries(all).map(([name, input]) => ({
    name,
    description: descriptions[name as ToolUse["name"]],
    input,
  }));
}

/** Reads a model's call strictly: a tool that is not on the list, or an input of another form, is none. */
export function readCall(
  { name, input }: Pick<ToolCall, "name" | "input">,
  submitSchema: z.ZodType,
): ToolUse | "unknown_tool" | "bad_input" {
  if (name === "submit") {
    const read = submitSchema.safeParse(input);
    return read.success ? { name, input: read.data } : "bad_input";
  }
  if (!Object.hasOwn(inputs, name)) return "unknown_tool";
  const read = inputs[name as keyof Inputs].safeParse(input);
  return read.success ? ({ name, input: read.data } as ToolUse) : "bad_input";
}

/** The ref that a call is about; its target must be known before the call can be judged. */
export function refOf({ input }: Pick<ToolCall, "input">): string | undefined {
  const read = z.looseObject({ ref: Ref }).safeParse(input);
  return read.success ? read.data.ref : undefined;
}
