import { z } from "zod";
import { type ModelChoice, providerNames } from "../../domain/model.ts";

const Ticket = z.tuple([z.enum(providerNames), z.string(), z.string(), z.number()]);

/** Which key was picked for which model, and when (epoch ms of Redis). */
export interface PickedCall {
  readonly provider: ModelChoice["provider"];
  readonly model: string;
  readonly alias: string;
  readonly pickedAt: number;
}

export function writeTicket({ provider, model, alias, pickedAt }: PickedCall): string {
  return JSON.stringify([provider, model, alias, pickedAt]);
}

export function readTicket(ticket: string): PickedCall {
  const [provider, model, alias, pickedAt] = Ticket.parse(JSON.parse(ticket));
  return { provider, model, alias, pickedAt };
}
