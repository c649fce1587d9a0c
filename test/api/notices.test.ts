import { expect } from "vitest";
import { z } from "zod";
import { NoticeView } from "../../src/api/notices.ts";
import { openNoticeChannels } from "../../src/notices/channels/open.ts";
import { deliverNotices } from "../../src/notices/deliver.ts";
import { raiseNotice, resolveNotice } from "../../src/notices/notices.ts";
import { loadConfig } from "../../src/platform/config.ts";
import { test } from "./support.ts";

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const Notices = z.object({ data: z.array(NoticeView) });

test("notices that stand are listed with how far each channel was told, and on request those that are over", async ({
  api,
}) => {
  const channels = openNoticeChannels(
    loadConfig({ ASSAY_NOTICE_SLACK_URL: "http://127.0.0.1:9/away" }),
    log,
  );
  const over = { cause: "no_worker", subject: "http", text: "Rows wait." } as const;
  await raiseNotice(api.redis, over);
  await raiseNotice(api.redis, { cause: "ceiling_near", subject: "b1", text: "80 % is spent." });
  await deliverNotices({ redis: api.redis, channels, log });
  await resolveNotice(api.redis, over);

  const standing = await api.get("/notices", Notices);
  const all = await api.get("/notices?all=true", Notices);

  expect(standing.data).toMatchObject([
    {
      cause: "ceiling_near",
      severity: "warning",
      batch: "b1",
      resolvedAt: null,
      deliveries: [
        { channel: "log", state: "sent", tries: 1 },
        { channel: "slack", state: "pending", tries: 1, detail: "ECONNREFUSED" },
      ],
    },
  ]);
  expect(all.data.map(({ cause, resolvedAt }) => [cause, resolvedAt !== null])).toEqual([
    ["ceiling_near", false],
    ["no_worker", true],
  ]);
  await api.refused("/notices?all=perhaps");
  await channels.close();
});
