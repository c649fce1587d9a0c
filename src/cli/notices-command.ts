import { parseArgs } from "node:util";
import { openNoticeChannels } from "../notices/channels/open.ts";
import type { Delivery } from "../notices/delivery.ts";
import { type NoticeStanding, readNotices } from "../notices/overview.ts";
import { tryChannels } from "../notices/try-channels.ts";
import { loadConfig } from "../platform/config.ts";
import { createLogger } from "../platform/log.ts";
import { secretsOf } from "../platform/log-secrets.ts";
import { type ExitCode, exitCodes, usageError } from "./exit.ts";
import { inSession } from "./session.ts";
import { textTable } from "./table.ts";

/** `assay notices [--all] [--json]`: what a person must decide. `assay notices test` tries the channels. */
export async function notices(args: readonly string[], env: NodeJS.ProcessEnv): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      all: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
  });
  const [what, ...more] = positionals;
  if ((what !== undefined && what !== "test") || more.length > 0) {
    throw usageError("usage: assay notices [--all] [--json], or assay notices test");
  }
  if (what === "test") return testChannels(env, values.json);
  return inSession(env, async ({ redis, config }) => {
    const publicUrl = config.ASSAY_PUBLIC_URL;
    const found = await readNotices(redis, { all: values.all, publicUrl });
    print(values.json ? JSON.stringify(found) : noticeList(found));
    return exitCodes.ok;
  });
}

async function testChannels(env: NodeJS.ProcessEnv, isJson: boolean): Promise<ExitCode> {
  const config = loadConfig(env);
  const channels = openNoticeChannels(
    config,
    createLogger({ level: "info", name: "notices", secrets: secretsOf(config) }),
  );
  try {
    const tests = (await tryChannels(channels)).map(({ channel: { name, to }, result }) => ({
      channel: name,
      to,
      outcome: result.outcome,
      detail: result.detail,
    }));
    const rows = tests.map(({ channel, to, outcome, detail }) => [channel, outcome, detail, to]);
    print(isJson ? JSON.stringify(tests) : textTable(["channel", "", "says", "leads to"], rows));
    return tests.every(({ outcome }) => outcome === "sent") ? exitCodes.ok : exitCodes.failed;
  } finally {
    await channels.close();
  }
}

/** Every notice as a paragraph: what happened, what to decide, who was told. */
export function noticeList(found: readonly NoticeStanding[]): string {
  if (found.length === 0) return "nothing needs a person";
  return found.map(paragraph).join("\n\n");
}

function paragraph({ notice, resolvedAt, link, deliveries }: NoticeStanding): string {
  const { severity, cause, subject, text, did, decide, raisedAt } = notice;
  const until = resolvedAt === null ? "" : `, over ${minute(resolvedAt)}`;
  return [
    `${resolvedAt === null ? severity : "resolved"}  ${cause}  ${subject}  since ${minute(raisedAt)}${until}`,
    `  ${text}`,
    did === null ? "" : `  Assay already did: ${did}`,
    resolvedAt === null ? `  To decide: ${decide}` : "",
    link === null ? "" : `  ${link}`,
    deliveries.length === 0 ? "  told by no channel yet" : `  ${lastOfEach(deliveries)}`,
  ]
    .filter(Boolean)
    .join("\n");
}

/** How the newest message stands in each channel. */
function lastOfEach(deliveries: readonly Delivery[]): string {
  const last = new Map(deliveries.map((delivery) => [delivery.channel, delivery]));
  return [...last.values()]
    .map(({ channel, state, detail, nextTryAt }) => {
      const why = state === "sent" || detail === null ? "" : ` (${detail})`;
      const next = nextTryAt === null ? "" : `, next try ${minute(nextTryAt)}`;
      return `${channel}: ${state}${why}${next}`;
    })
    .join("; ");
}

function minute(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
