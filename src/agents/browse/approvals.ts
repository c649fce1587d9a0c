/** A tool call that a risk rule marked `ask`. */
export interface ApprovalRequest {
  readonly rule: string;
  readonly tool: string;
  readonly input: unknown;
  readonly detail: string;
}

/** Tool calls that wait for a person. */
export interface Approvals {
  /** The decision on exactly this call of this record, asking for one when there is none yet. */
  decisionOn(request: ApprovalRequest): Promise<"allowed" | "denied" | "waiting">;
}
