/**
 * The life of a record, as data: state, then event, then the state it leads to.
 * The README draws this table, and a test keeps the drawing true.
 */
export const transitions = {
  pending: {
    refused: "failed",
    claimed: "in_progress",
    cancelled: "failed",
    ceiling_reached: "failed",
  },
  in_progress: {
    answered: "completed",
    closed: "completed",
    escalated: "escalated",
    released: "pending",
    gave_up: "failed",
    cancelled: "failed",
  },
  escalated: { claimed: "in_progress", cancelled: "failed", ceiling_reached: "failed" },
  completed: { reopened: "pending" },
  failed: { reopened: "pending" },
} as const satisfies Record<string, Record<string, string>>;

export type RecordState = keyof typeof transitions;
export type RecordEvent = { [S in RecordState]: keyof (typeof transitions)[S] }[RecordState];

export const recordStates = Object.keys(transitions) as RecordState[];

/** A terminal record is never worked on again unless a person reopens it. */
export function isTerminal(state: RecordState): boolean {
  return state === "completed" || state === "failed";
}
