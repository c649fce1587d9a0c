import type { Logger } from "pino";
import { type Config, ConfigError } from "../../platform/config.ts";
import { alertmanagerChannel } from "./alertmanager.ts";
import type { Channel, ChannelName } from "./channel.ts";
import { emailChannel } from "./email.ts";
import { logChannel } from "./log.ts";
import { openPostJson, type PostJson, type ProxyConfig } from "./post-json.ts";
import { slackChannel } from "./slack.ts";
import { readSmtpUrl } from "./smtp-server.ts";
import { webhookChannel } from "./webhook.ts";

/** The settings that say how a person is told. */
export type NoticeConfig = ProxyConfig &
  Pick<
    Config,
    | "ASSAY_PUBLIC_URL"
    | "ASSAY_NOTICE_WEBHOOK_URL"
    | "ASSAY_NOTICE_WEBHOOK_SECRET"
    | "ASSAY_NOTICE_SLACK_URL"
    | "ASSAY_NOTICE_SMTP_URL"
    | "ASSAY_NOTICE_SMTP_FROM"
    | "ASSAY_NOTICE_SMTP_TO"
    | "ASSAY_ALERTMANAGER_URL"
  >;

/** Every channel that is configured, for as long as this process runs. */
export interface NoticeChannels {
  readonly list: readonly Channel[];
  /** Those whose receiver said that it wants nothing more. */
  readonly disabled: Set<ChannelName>;
  readonly publicUrl: string | undefined;
  close(): Promise<void>;
}

/** Longer than a few rounds of whoever delivers: an alert must not lapse between two of them. */
const alertAliveMs = 15 * 60_000;

/** Opens what is configured; half a configuration stops the process, with what is missing. */
export function openNoticeChannels(
  config: NoticeConfig,
  log: Pick<Logger, "info" | "warn" | "error">,
): NoticeChannels {
  const { post, close } = openPostJson(config);
  const list = [
    logChannel(log),
    webhook(config, post),
    slack(config, post),
    email(config),
    alertmanager(config, post),
  ].filter((channel) => channel !== undefined);
  return { list, disabled: new Set(), publicUrl: config.ASSAY_PUBLIC_URL, close };
}

function webhook(config: NoticeConfig, post: PostJson): Channel | undefined {
  const { ASSAY_NOTICE_WEBHOOK_URL: url, ASSAY_NOTICE_WEBHOOK_SECRET: secrets } = config;
  if (url === undefined) return undefined;
  if (secrets.length === 0) {
    throw new ConfigError(
      "ASSAY_NOTICE_WEBHOOK_URL needs ASSAY_NOTICE_WEBHOOK_SECRET: echo whsec_$(openssl rand -base64 32)",
    );
  }
  return webhookChannel({ url: new URL(url), secrets }, post);
}

function slack({ ASSAY_NOTICE_SLACK_URL: url }: NoticeConfig, post: PostJson) {
  return url === undefined ? undefined : slackChannel(new URL(url), post);
}

function email(config: NoticeConfig): Channel | undefined {
  const {
    ASSAY_NOTICE_SMTP_URL: url,
    ASSAY_NOTICE_SMTP_FROM: from,
    ASSAY_NOTICE_SMTP_TO: to,
  } = config;
  if (url === undefined) return undefined;
  if (from === undefined || to.length === 0) {
    throw new ConfigError(
      "ASSAY_NOTICE_SMTP_URL needs ASSAY_NOTICE_SMTP_FROM and ASSAY_NOTICE_SMTP_TO (addresses by comma)",
    );
  }
  return emailChannel({ server: readSmtpUrl(url), from, to });
}

function alertmanager({ ASSAY_ALERTMANAGER_URL: given }: NoticeConfig, post: PostJson) {
  if (given.length === 0) return undefined;
  const urls = given.map((text) => {
    if (/^https?:\/\//i.test(text) && URL.canParse(text)) return new URL(text);
    throw new ConfigError(
      "ASSAY_ALERTMANAGER_URL: write http://alertmanager:9093, several by comma",
    );
  });
  return alertmanagerChannel({ urls, aliveMs: alertAliveMs }, post);
}
