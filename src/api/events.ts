import { setTimeout as wait } from "node:timers/promises";
import { Router } from "express";
import { z } from "zod";
import { findBatch } from "../records/batch.ts";
import { readCounts } from "../records/counters.ts";
import { readEvents } from "../records/events.ts";
import type { ApiDeps } from "./deps.ts";
import { getBatch } from "./get-batch.ts";
import { batchView } from "./views.ts";

const EventId = z
  .string()
  .regex(/^\d+(-\d+)?$/)
  .default("0");
const pollMs = 250;
const keepAliveMs = 15_000;

/**
 * Server-sent events of a batch: `transition` for each state change, `batch` when the numbers
 * moved, `end` when every line has ended. `Last-Event-ID` resumes after the last one seen.
 */
export function eventRoutes(deps: ApiDeps): Router {
  const router = Router();

  router.get("/batches/:id/events", async (req, res) => {
    const batch = await getBatch(deps, req.params.id);
    let after = EventId.parse(req.get("last-event-id"));
    res.status(200).set({
      "Content-Type": "text/event-stream",
      "Cache-Control": "no-cache, no-transform",
      "X-Accel-Buffering": "no",
    });
    res.write("retry: 2000\n\n");
    const gone = new AbortController();
    res.on("close", () => gone.abort());

    let spoke = Date.now();
    while (!gone.signal.aborted) {
      const events = await readEvents(deps.redis, batch.id, { after });
      for (const { id, ...event } of events) {
        after = id;
        res.write(`id: ${id}\nevent: transition\ndata: ${JSON.stringify(event)}\n\n`);
      }
      if (events.length > 0) {
        spoke = Date.now();
        res.write(`event: batch\ndata: ${await view(batch.id)}\n\n`);
        continue;
      }
      if ((await findBatch(deps.redis, batch.id))?.doneAt) {
        res.write(`event: end\ndata: ${await view(batch.id)}\n\n`);
        break;
      }
      if (Date.now() - spoke > keepAliveMs) {
        spoke = Date.now();
        res.write(": still here\n\n");
      }
      await wait(pollMs);
    }
    res.end();
  });

  async function view(id: string): Promise<string> {
    const batch = await getBatch(deps, id);
    return JSON.stringify(batchView(batch, await readCounts(deps.redis, id), Date.now()));
  }

  return router;
}
