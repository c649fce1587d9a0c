import type { Redis } from "ioredis";
import type { Logger } from "pino";
import type { Workflow } from "../agents/workflow.ts";
import type { SnapshotStore } from "../evidence/snapshot-store.ts";
import type { KeyRing } from "../models/keys/key-ring.ts";
import type { BoardSettings } from "./board-access.ts";
import type { SpendingSettings } from "../money/spending-tiers.ts";
import type { ArchiveStore } from "../retention/archive-store.ts";

/** What the routes need; joined where the process starts. */
export interface ApiDeps {
  readonly redis: Redis;
  readonly workflows: ReadonlyMap<string, Workflow>;
  readonly store: SnapshotStore;
  /** Where sealed batches lie. */
  readonly archive: ArchiveStore;
  readonly keys: KeyRing;
  readonly config: SpendingSettings &
    Partial<BoardSettings> & { readonly ASSAY_SCHEDULE_DIR?: string };
  readonly log: Logger;
}
