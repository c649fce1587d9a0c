import type { Checked } from "../support/crash-check.ts";

/** What a run with models came to, in a few lines. */
export function tellMoney({ money, right, records }: Checked): string[] {
  if (money === undefined) return [];
  const answered = records.filter(({ outcome }) => outcome === "answered").length;
  const ended = new Map<string, number>();
  for (const { outcome, reason } of records)
    if (outcome !== "answered") ended.set(`${reason}`, (ended.get(`${reason}`) ?? 0) + 1);
  const without = [...ended].map(([reason, count]) => `${count} ${reason}`).join(", ");
  return [
    `${answered} answered, ${right} of them rightly; without an answer: ${without || "none"}`,
    `${money.calls} calls served, ${money.booked} in the ledger, ${money.estimates} of these at their reservation`,
    `${money.unseen} calls were billed that nobody counted, each covered by an estimate`,
    `${money.tokens} tokens counted, ${usd(money.spentNano)} booked, ${usd(money.servedNano)} as served`,
    `${money.continued} visits lost their worker and went on, ${money.restarts} conversations begun anew`,
    `${money.askedAnew.length} steps asked anew in other words`,
    ...money.askedAnew.slice(0, 10).map((step) => `  ${step}`),
  ];
}

const usd = (nano: number) => `$${(nano / 1e9).toFixed(4)}`;
