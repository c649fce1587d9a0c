import type { Note } from "./check-note.ts";
import type { ColumnAliases } from "./kit.ts";

/** Every input field can be found in a file, and no header means two fields. */
export function checkColumns(inputs: readonly string[], columns: ColumnAliases, note: Note): void {
  for (const field of inputs) {
    if (!Object.hasOwn(columns, field)) {
      note(
        `columns.${field}`,
        "no column is read for this input",
        "list the headers that mean it, or [] for its own name only",
      );
    }
  }
  const meanings = new Map<string, string>();
  for (const [field, aliases] of Object.entries(columns)) {
    if (!inputs.includes(field)) {
      note(`columns.${field}`, "is no input", `use one of: ${inputs.join(", ")}`);
    }
    for (const alias of new Set([field, ...aliases].map(plain))) {
      const other = meanings.get(alias);
      if (other !== undefined) {
        note(
          `columns.${field}`,
          `"${alias}" already means ${other}`,
          "keep it for the one it means most often",
        );
      }
      meanings.set(alias, field);
    }
  }
}

/** As headers are compared: case, spaces, `-`, `_` and `.` don't matter. */
function plain(header: string): string {
  return header.toLowerCase().replaceAll(/[\s_\-.]+/g, "");
}
