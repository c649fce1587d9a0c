import type { Note } from "./check-note.ts";
import { type Redline, redlineChecks } from "./kit.ts";

/** Words that turn "never …" into its opposite, or into nothing. */
const notNegative = /^(always|must|should|can|may|do|does not|not|don't|only|be|is|never)\b/i;

/** At least one redline, each readable after "never", each with a check that exists. */
export function checkRedlines(path: string, redlines: readonly Redline[], note: Note): void {
  if (redlines.length === 0) {
    note(
      path,
      "there is none",
      "say at least one thing that it must never do, and which check sees to it",
    );
  }
  for (const [i, { never, check }] of redlines.entries()) {
    const act = never.replace(/^never /i, "");
    if (notNegative.test(act) || !/^[a-z]+\s+\S/.test(act)) {
      note(
        `${path}[${i}].never`,
        `"${never}" does not read as something it never does`,
        'start with the verb: "answers from third-party text alone"',
      );
    }
    if (!Object.hasOwn(redlineChecks, check)) {
      note(
        `${path}[${i}].check`,
        `no check is called "${check}"`,
        `use one of: ${Object.keys(redlineChecks).join(", ")}`,
      );
    }
  }
}

/** A sentence that stands in prompts and pages. */
export function checkText(path: string, text: string, note: Note): void {
  if (text.trim() === "") note(path, "is empty", "say in one sentence what it is for");
  else if (text.includes("\n")) note(path, "has more than one line", "say it in one sentence");
}
