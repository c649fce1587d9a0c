import { fromUsd, type NanoDollars } from "../domain/money.ts";
import { usageError } from "./exit.ts";

/** A sum in dollars that somebody typed. */
export function readUsd(option: string, text: string): NanoDollars {
  const amount = Number(text);
  if (text.trim() !== "" && amount > 0 && amount <= 1_000_000) return fromUsd(amount);
  throw usageError(`--${option} is a sum in dollars, not ${text}`);
}

/** A whole number that somebody typed. */
export function readCount(option: string, text: string, most: number): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= most) return count;
  throw usageError(`--${option} is a whole number from 1 to ${most}, not ${text}`);
}
