import { Router } from "express";
import { z } from "zod";
import type { SpendingSettings } from "../money/spending-tiers.ts";
import { noticeCauses, severities } from "../notices/causes.ts";
import { channelNames } from "../notices/channels/channel.ts";
import { type Delivery, deliveryStates } from "../notices/delivery.ts";
import { eventKinds } from "../notices/notice.ts";
import { type NoticeStanding, readNotices } from "../notices/overview.ts";
import { timestamp } from "./batch-view.ts";
import type { ApiDeps } from "./deps.ts";
import { parseRequest } from "./problem.ts";

export const NoticeQuery = z.strictObject({
  all: z
    .enum(["true", "false"])
    .default("false")
    .meta({ description: "those that are over as well, as far back as they are remembered" }),
});

const DeliveryView = z.object({
  channel: z.enum(channelNames),
  kind: z.enum(eventKinds),
  state: z.enum(deliveryStates),
  tries: z.int(),
  nextTryAt: timestamp.nullable(),
  endedAt: timestamp.nullable(),
  detail: z.string().nullable().meta({ description: "what the last try came to" }),
});

/** Something that a person must know or decide, and which channels told it. */
export const NoticeView = z
  .object({
    id: z.string(),
    cause: z.enum(noticeCauses),
    subject: z.string(),
    severity: z.enum(severities),
    text: z.string(),
    did: z.string().nullable().meta({ description: "what Assay already did" }),
    decide: z.string(),
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    batch: z.string().nullable(),
    link: z.string().nullable().meta({ description: "null while ASSAY_PUBLIC_URL is unset" }),
    raisedAt: timestamp,
    seenAt: timestamp.meta({ description: "when its cause was seen last" }),
    toldAt: timestamp.meta({ description: "when it was raised or got worse last" }),
    resolvedAt: timestamp.nullable(),
    deliveries: z.array(DeliveryView),
  })
  .meta({ id: "Notice" });
export type NoticeView = z.infer<typeof NoticeView>;

interface NoticeDeps extends Pick<ApiDeps, "redis"> {
  readonly config: SpendingSettings & { readonly ASSAY_PUBLIC_URL?: string | undefined };
}

/** What a person must know or decide. */
export function noticeRoutes({ redis, config }: NoticeDeps): Router {
  const router = Router();

  router.get("/notices", async (req, res) => {
    const { all } = parseRequest(NoticeQuery, req.query);
    const publicUrl = config.ASSAY_PUBLIC_URL;
    const found = await readNotices(redis, { all: all === "true", publicUrl });
    res.json({ data: found.map(noticeView) });
  });

  return router;
}

/** A notice for those who are not Assay. */
export function noticeView({ notice, resolvedAt, link, deliveries }: NoticeStanding): NoticeView {
  const { worsens: _worsens, revision: _revision, updatedAt, raisedAt, toldAt, ...rest } = notice;
  return {
    ...rest,
    link,
    raisedAt: iso(raisedAt),
    seenAt: iso(updatedAt),
    toldAt: iso(toldAt),
    resolvedAt: resolvedAt === null ? null : iso(resolvedAt),
    deliveries: deliveries.map(deliveryView),
  };
}

function deliveryView({
  channel,
  kind,
  state,
  tries,
  nextTryAt,
  endedAt,
  detail,
}: Delivery): NoticeView["deliveries"][number] {
  return {
    channel,
    kind,
    state,
    tries,
    detail,
    nextTryAt: nextTryAt === null ? null : iso(nextTryAt),
    endedAt: endedAt === null ? null : iso(endedAt),
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
