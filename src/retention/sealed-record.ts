import { z } from "zod";
import { LedgerEntry } from "../money/ledger-entry.ts";
import { AssayRecord } from "../records/record.ts";

/** Where a snapshot stands in the packs: number of the pack, offset, bytes. */
export const Place = z.tuple([z.int().min(0), z.int().min(0), z.int().min(1)]);
export type Place = z.infer<typeof Place>;

/** A line of the archive's records: the whole record, and where the snapshots are that it cites. */
export const SealedRecord = AssayRecord.extend({ snapshots: z.record(z.string(), Place) });
export type SealedRecord = z.infer<typeof SealedRecord>;

/** A line of the archive's ledger: a call, and the cursor behind it. */
export const SealedCall = z.strictObject({ id: z.string(), entry: LedgerEntry });
export type SealedCall = z.infer<typeof SealedCall>;
