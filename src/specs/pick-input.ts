import { z } from "zod";
import type { OrchestratorSpec } from "./kit.ts";

export type PickedInput =
  | { readonly ok: true; readonly input: Record<string, unknown> }
  | { readonly ok: false; readonly detail: string };

/**
 * Reads a workflow's input from one line's cells: finds each field's column by its aliases
 * (case, spaces, `-` and `_` don't matter), then parses with the spec's schema.
 */
export function inputPicker(
  spec: Pick<OrchestratorSpec, "inputs" | "columns">,
  columns: readonly string[],
): (cells: readonly unknown[]) => PickedInput {
  const normalised = columns.map(plainColumn);
  const positions = Object.entries(spec.columns).map(([field, aliases]) => {
    const at = [field, ...aliases].map((alias) => normalised.indexOf(plainColumn(alias)));
    return [field, at.filter((position) => position >= 0)] as const;
  });

  return (cells) => {
    // The first alias that holds something wins, so that an empty `domain` gives way to `website`.
    const raw = Object.fromEntries(
      positions.map(([field, at]) => [field, at.map((i) => cells[i]).find(isGiven) ?? null]),
    );
    const parsed = spec.inputs.safeParse(raw);
    if (parsed.success) return { ok: true, input: parsed.data };
    return { ok: false, detail: explain(parsed.error) };
  };
}

/** A column's name without what doesn't matter: case, spaces, `-`, `_` and `.`. */
export function plainColumn(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_\-.]+/g, "");
}

function isGiven(cell: unknown): boolean {
  return cell !== undefined && cell !== null && (typeof cell !== "string" || cell.trim() !== "");
}

function explain(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
}
