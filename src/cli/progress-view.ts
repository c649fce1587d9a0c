import { styleText } from "node:util";
import { formatUsd } from "../domain/money.ts";
import { type Tier, tiers } from "../domain/tier.ts";
import type { Batch } from "../records/batch.ts";
import type { Counts } from "../records/counters.ts";
import { duration } from "./table.ts";

/** What the live view shows, at one moment. */
export interface Progress {
  readonly batch: Batch;
  readonly counts: Counts;
  /** Rows due on each tier, and jobs in the workers' hands. */
  readonly tiers: Readonly<Record<Tier, { readonly due: number; readonly working: number }>>;
  readonly now: number;
}

const barWidth = 32;

/** The live view as lines of text; colour is added only where the stream shows it. */
export function progressLines({ batch, counts, tiers: loads, now }: Progress): string[] {
  const ended = counts.states.completed + counts.states.failed;
  const seconds = ((batch.doneAt ?? now) - (batch.sealedAt ?? now)) / 1_000;
  const rate = seconds > 0 ? ended / seconds : 0;
  const left =
    rate > 0 && ended < counts.lines ? `  eta ${duration((counts.lines - ended) / rate)}` : "";
  const filled = counts.lines === 0 ? 0 : Math.round((barWidth * ended) / counts.lines);
  const bar =
    styleText("green", "█".repeat(filled)) + styleText("dim", "░".repeat(barWidth - filled));
  const lines = [
    `${styleText("bold", batch.workflow)} ${batch.id}  ${duration(seconds)}`,
    `${bar} ${ended}/${counts.lines}  ${rate.toFixed(1)}/s${left}`,
  ];
  for (const tier of tiers) {
    const { due, working } = loads[tier];
    const answered = counts.answeredByTier[tier];
    lines.push(
      `  ${tier.padEnd(10)} ${pad(due)} due ${pad(working)} working ${pad(answered)} answered`,
    );
  }
  const { answered, undeterminable, costNano } = counts;
  lines.push(
    `  ${answered} answered · ${undeterminable} undeterminable · ${counts.states.failed} failed · $${formatUsd(costNano)}`,
  );
  return lines;
}

function pad(count: number): string {
  return String(count).padStart(6);
}

/** Redraws a block of lines in place on a terminal. */
export function liveBlock(stream: NodeJS.WriteStream) {
  let drawn = 0;
  const erase = () => (drawn > 0 ? `\u001B[${drawn}A\u001B[0J` : "");
  return {
    draw(lines: readonly string[]) {
      const width = stream.columns || 80;
      stream.write(`${erase()}${lines.map((line) => clip(line, width)).join("\n")}\n`);
      drawn = lines.length;
    },
    /** Leaves what is drawn and goes on below it. */
    leave() {
      drawn = 0;
    },
  };
}

/** Cuts to the terminal's width, not counting colours, so that a line never wraps. */
function clip(line: string, width: number): string {
  // oxlint-disable-next-line no-control-regex
  const parts = line.split(/(\u001B\[[0-9;]*m)/);
  let room = width - 1;
  return parts
    .map((part) => {
      if (part.startsWith("\u001B")) return part;
      const kept = part.slice(0, Math.max(room, 0));
      room -= part.length;
      return kept;
    })
    .join("");
}
