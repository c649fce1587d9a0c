import { deflateRawSync, inflateRawSync } from "node:zlib";
import { z } from "zod";
import { Evidence } from "../domain/evidence.ts";
import { StepNote } from "../domain/handoff.ts";

/** The parts of a row that no script reads: the answer, its proof, and each step's note. */
export const Cold = z.object({
  output: z.record(z.string(), z.json()).nullable(),
  evidence: z.array(Evidence),
  verifiedAt: z.string().nullable(),
  notes: z.array(StepNote),
  /** For a refused line: where it stood and what was wrong with it. */
  invalid: z.object({ line: z.int(), detail: z.string() }).nullable(),
});
export type Cold = z.infer<typeof Cold>;

export const emptyCold: Cold = {
  output: null,
  evidence: [],
  verifiedAt: null,
  notes: [],
  invalid: null,
};

// What rows have in common, so that each need not spell it out. Part of the stored
// format: changing it makes older rows unreadable.
const dictionary = Buffer.from(
  '"tier":"browser","agent":"investigator","tier":"classifier","agent":"classifier",' +
    '"rejections":[],"findings":null,"answer":404,"snapshot":null},{"url":"https://www.' +
    '"signature":"text","kind":"redirect","kind":"iframe","kind":"script","part":"headers","part":"redirects",' +
    '"supports":"technologies/","supports":"ats","fact":"identity","fact":"alive","fact":"site",' +
    '{"output":{"ats":"greenhouse","tenant":"","front_end":null,"careers_url":"https://www.","board_url":"https://"},' +
    '"evidence":[{"fact":"leads","supports":"ats","url":"https://www.com/careers","kind":"link","match":"https://",' +
    '"locator":{"part":"body","start":1},"snapshot":"","at":"2026-11-01T00:00:00.000Z","signature":"greenhouse"}],' +
    '"verifiedAt":"2026-11-01T00:00:00.000Z","notes":[{"tier":"http","agent":"discoverer","attempt":1,"why":"",' +
    '"looked":[{"url":"https://","answer":200,"snapshot":""}],"findings":null,"rejections":[]}],"invalid":null}',
);

/** Below this many characters compressing costs more than it saves. */
const worthPacking = 400;

/** As text, because commands with binary arguments can't be pipelined into one write. */
export function packCold(cold: Cold): string {
  const json = JSON.stringify(cold);
  if (json.length < worthPacking) return json;
  // A small window: rows are short, and setting up a large one is most of the cost.
  return deflateRawSync(json, { dictionary, level: 6, windowBits: 13, memLevel: 6 }).toString(
    "base64",
  );
}

export function unpackCold(packed: string | undefined): Cold {
  if (packed === undefined || packed === "") return emptyCold;
  if (packed.startsWith("{")) return Cold.parse(JSON.parse(packed));
  const bytes = inflateRawSync(Buffer.from(packed, "base64"), { dictionary });
  return Cold.parse(JSON.parse(bytes.toString("utf8")));
}
