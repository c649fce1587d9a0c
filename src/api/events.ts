import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { type Request, type Response, Router } from "express";
import { z } from "zod";
import { findBatch } from "../records/batch.ts";
import { readEvents } from "../records/events.ts";
import { openBatch } from "../retention/find-batch.ts";
import { agentNames } from "./agent-names.ts";
import { batchView } from "./batch-view.ts";
import type { ApiDeps } from "./deps.ts";
import { getBatch } from "./get-batch.ts";
import type { LongRequests } from "./long-requests.ts";
import { parseRequest } from "./problem.ts";
import { eventView } from "./record-view.ts";

const EventHeaders = z.object({
  "last-event-id": z
    .string()
    .regex(/^\d{1,15}(-\d{1,15})?$/, "send the id of an event of this stream")
    .optional(),
});
const pollMs = 250;
const keepAliveMs = 15_000;

/**
 * Server-sent events of a batch: `transition` for each state change, `batch` when the numbers
 * moved, `end` when every line has ended. `Last-Event-ID` resumes after the last one seen; a
 * client that has seen all of an ended batch gets 204, which tells it to stay away.
 */
export function eventRoutes(deps: ApiDeps, long: LongRequests): Router {
  const router = Router();

  router.get("/batches/:id/events", long.track(stream));

  async function stream(req: Request<{ id: string }>, res: Response): Promise<void> {
    const { batch } = await getBatch(deps, req.params.id);
    const { "last-event-id": lastSeen } = parseRequest(EventHeaders, req.headers);
    if (lastSeen !== undefined && (await isOver(batch.id, lastSeen))) {
      res.status(204).end();
      return;
    }
    res.status(200).set({
      "Content-Type": "text/event-stream",
      "Cache-Control": "no-cache, no-transform",
      "X-Accel-Buffering": "no",
    });
    res.flushHeaders();
    if (req.method === "HEAD") {
      res.end();
      return;
    }
    const gone = new AbortController();
    res.on("close", () => gone.abort());
    try {
      await follow(batch.id, { after: lastSeen ?? "0", res, signal: gone.signal });
    } catch (error) {
      // The client has left: nobody waits for the rest.
      if (!gone.signal.aborted) throw error;
    }
    res.end();
  }

  interface Follower {
    after: string;
    readonly res: Response;
    readonly signal: AbortSignal;
  }

  async function follow(id: string, { after, res, signal }: Follower): Promise<void> {
    const { workflow } = (await getBatch(deps, id)).batch;
    const agents = agentNames(deps.workflows.get(workflow));
    const say = (text: string) => send(res, text, signal);
    await say("retry: 2000\n\n");
    let spokeAt = Date.now();
    for (;;) {
      // Asked before the events are read: what ended the batch is then among them.
      const batch = await findBatch(deps.redis, id);
      const events = await readEvents(deps.redis, id, { after });
      if (events.length > 0) {
        after = events.at(-1)?.id ?? after;
        const lines = events.map(
          (event) => `id: ${event.id}\n${message("transition", eventView(event, agents))}`,
        );
        await say(lines.join("") + message("batch", await view(id)));
        spokeAt = Date.now();
        continue;
      }
      if (!batch || batch.doneAt !== null) {
        // Sealed meanwhile, or gone for good.
        if (await openBatch(deps, id)) await say(message("end", await view(id)));
        return;
      }
      if (Date.now() - spokeAt > keepAliveMs) {
        spokeAt = Date.now();
        await say(": still here\n\n");
      }
      await wait(pollMs, undefined, { signal });
    }
  }

  async function isOver(id: string, lastSeen: string): Promise<boolean> {
    const batch = await findBatch(deps.redis, id);
    if (batch?.doneAt === null) return false;
    return (await readEvents(deps.redis, id, { after: lastSeen, max: 1 })).length === 0;
  }

  async function view(id: string) {
    const source = await getBatch(deps, id);
    return batchView(source, await source.numbers(), Date.now());
  }

  return router;
}

function message(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Waits for a slow reader, so that nothing piles up for one who has stopped reading. */
async function send(res: Response, text: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (!res.write(text)) await once(res, "drain", { signal });
}
