import type { z } from "zod";
import type { ToolCall } from "../../models/provider.ts";
import type { AllowedRanges } from "../../web/address-policy.ts";
import type { RefTarget } from "../../web/browser-session.ts";
import { parseUrl } from "../../web/url.ts";
import type { Reach } from "./reach.ts";
import { leadsTo, type RiskRule, type RiskRuleId, riskRules, type Subject } from "./risk-rules.ts";
import { readCall, type ToolUse } from "./tools.ts";

export interface PolicyContext {
  /** The page in hand, against which a relative address is read. */
  readonly pageUrl: string | undefined;
  /** What is behind the call's ref (`refOf`), fresh from the session. */
  readonly target: RefTarget | undefined;
  readonly reach: Reach;
  readonly submitSchema: z.ZodType;
  /** Rules that ask a person instead of refusing; from `askRulesOf`. */
  readonly asks: ReadonlySet<RiskRuleId>;
  readonly allowed: AllowedRanges;
}

/** What may be done with a call. Run `use`, which is what was judged, and never the model's own input. */
export type PolicyVerdict =
  | { readonly verdict: "allow"; readonly use: ToolUse }
  | {
      readonly verdict: "ask";
      readonly rule: RiskRuleId;
      readonly detail: string;
      readonly use: ToolUse;
    }
  | {
      readonly verdict: "deny";
      readonly rule: RiskRuleId | "unknown_tool" | "bad_input";
      readonly detail: string;
    };

const formSentences = {
  unknown_tool: "There is no tool of this name.",
  bad_input: "The input does not have the form that this tool takes.",
};

/** Judges a model's call before anything of it runs: its form first, then every risk rule; a refusal outweighs a question. */
export function judgeCall(
  call: Pick<ToolCall, "name" | "input">,
  context: PolicyContext,
): PolicyVerdict {
  const read = readCall(call, context.submitSchema);
  if (typeof read === "string") {
    return { verdict: "deny", rule: read, detail: formSentences[read] };
  }
  const subject = subjectOf(read, context);
  const broken = ruleIds.filter((id) => rules[id].applies(subject));
  // A person is asked about addresses only: a ref means another element once the page is opened anew.
  const mayAsk = (id: RiskRuleId) =>
    read.name === "open" && rules[id].isAskable && context.asks.has(id);
  const refusal = broken.find((id) => !mayAsk(id));
  if (refusal) return { verdict: "deny", rule: refusal, detail: rules[refusal].sentence };
  const use = settled(read, subject);
  const [question] = broken;
  if (question === undefined) return { verdict: "allow", use };
  return { verdict: "ask", rule: question, detail: rules[question].sentence, use };
}

/** Reads `ASSAY_ASK_RULES`. Throws with the names that are none, or that no person may overrule. */
export function askRulesOf(names: readonly string[]): ReadonlySet<RiskRuleId> {
  const isAskable = (name: string): name is RiskRuleId =>
    Object.hasOwn(rules, name) && rules[name as RiskRuleId].isAskable;
  const wrong = names.filter((name) => !isAskable(name));
  if (wrong.length > 0) {
    const known = ruleIds.filter((id) => rules[id].isAskable).join(", ");
    throw new UnknownAskRule(`ASSAY_ASK_RULES: ${wrong.join(", ")}; rules that can ask: ${known}`);
  }
  return new Set(names.filter(isAskable));
}

/** A setting names a risk rule that does not exist or always refuses. Correct ASSAY_ASK_RULES. */
export class UnknownAskRule extends Error {
  override readonly name = "UnknownAskRule";
}

const rules: Readonly<Record<RiskRuleId, RiskRule>> = riskRules;
const ruleIds = Object.keys(riskRules) as readonly RiskRuleId[];

function subjectOf(use: ToolUse, { pageUrl, target, reach, allowed }: PolicyContext): Subject {
  const hasTarget = use.name === "click" || use.name === "type";
  const its = hasTarget ? target : undefined;
  const sends = sendsForm(use, its);
  const written =
    use.name === "open" ? [use.input.url] : its === undefined ? [] : leadsTo(its, sends);
  const addresses = written.map((text) => parseUrl(text.trim(), pageUrl));
  return { use, target: its, addresses, sends, reach, allowed };
}

/** The call as it was understood: an address is opened in the spelling that was judged. */
function settled(use: ToolUse, { addresses: [url], reach }: Subject): ToolUse {
  if (use.name !== "open" || !url) return use;
  return { name: "open", input: { url: reach.settle(url) } };
}

/** Clicking into a text field sends nothing; Enter in it does, and so does every kind of button. */
function sendsForm(use: ToolUse, target: RefTarget | undefined): boolean {
  if (!target?.form) return false;
  if (use.name === "type") return use.input.submit;
  const isField =
    target.tag === "textarea" ||
    target.tag === "select" ||
    (target.tag === "input" && !["submit", "image", "button"].includes(target.type ?? ""));
  return !isField;
}
