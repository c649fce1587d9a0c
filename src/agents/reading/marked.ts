import { createHash } from "node:crypto";
import { oneLine, wellFormed } from "./tokens.ts";

/**
 * A stranger's text between marks that it can't close: each mark carries a digest of the text
 * itself, which a text can't hold. The same text is marked the same way every time, so that the
 * same question stays the same question.
 */
export function markedBlock(label: string, text: string): string {
  const name = oneLine(label, 60).replace(/[<>]/g, "");
  const material = wellFormed(text);
  const seal = sealOf(`${name}\n${material}`, material);
  return `<<<begin ${name} ${seal}>>>\n${material}\n<<<end ${name} ${seal}>>>`;
}

function sealOf(seed: string, text: string): string {
  const seal = createHash("sha256").update(seed).digest("hex").slice(0, 24);
  return text.includes(seal) ? sealOf(`${seed}${seal}`, text) : seal;
}
