/** An amount is negative, broken, or too large to count exactly. Always a bug in the caller. */
export class BadAmount extends Error {
  override readonly name = "BadAmount";
}

/** An amount (nano-dollars, tokens) as the scripts can count it: exactly. */
export function wholeAmount(amount: number): number {
  if (Number.isSafeInteger(amount) && amount >= 0) return amount;
  throw new BadAmount(`${amount} is no whole amount`);
}
