import { homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { dollars, flag, integer, list, webAddress } from "./setting-kinds.ts";

/**
 * Every setting, its name in the environment, its default and what it means. `assay doctor` prints it.
 * What `isSecret` marks may come from a file instead, named in `<NAME>_FILE`.
 */
export const Environment = z.object({
  REDIS_URL: z
    .string()
    .optional()
    .meta({ description: "Redis to use; unset: Assay starts its own", isSecret: true }),
  ASSAY_HOME: z
    .string()
    .default(join(process.env["XDG_DATA_HOME"] ?? join(homedir(), ".local", "share"), "assay"))
    .meta({ description: "where the private Redis and the snapshots live" }),
  ASSAY_SNAPSHOTS: z.string().optional().meta({
    description: "snapshot directory, shared by all workers; default $ASSAY_HOME/snapshots",
  }),
  ASSAY_HOST: z.string().default("127.0.0.1").meta({ description: "address the API listens on" }),
  ASSAY_PORT: integer(4400).meta({ description: "port the API listens on; 0 picks a free one" }),
  ASSAY_METRICS_PORT: integer(0).meta({
    description:
      "port on which each worker shows its metrics, or the next free one after it; 0: none",
  }),
  ASSAY_METRICS_HOST: z
    .string()
    .default("127.0.0.1")
    .meta({ description: "address on which workers show their metrics" }),
  ASSAY_ADMIN_PASSWORD: z.string().min(8).optional().meta({
    description: "password of /admin/queues; unset: only this machine may open it",
    isSecret: true,
  }),
  ASSAY_BOARD_WRITE: flag(false).meta({
    description: "let /admin/queues change queues; rows are safe, jobs may have to be sent again",
  }),
  ASSAY_LOG_LEVEL: z
    .enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"])
    .default("info")
    .meta({ description: "least severe log line that is written" }),
  ASSAY_OTLP_URL: webAddress.optional().meta({
    description: "collector that gets traces by OTLP over HTTP; unset: nothing is traced",
    isSecret: true,
  }),
  ASSAY_OTLP_HEADERS: list.meta({
    description: "headers for it, `name=value` by comma, percent-encoded",
    isSecret: true,
  }),
  ASSAY_OTLP_SHARE: z.coerce.number().min(0).max(1).default(1).meta({
    description: "how much of all records is traced; a batch is one trace, so less for big ones",
  }),
  ASSAY_CONCURRENCY_HTTP: integer(64, 1).meta({ description: "records at once per http worker" }),
  ASSAY_CONCURRENCY_CLASSIFIER: integer(16, 1).meta({
    description: "records at once per classifier worker",
  }),
  ASSAY_CONCURRENCY_BROWSER: integer(2, 1).meta({
    description: "pages at once per browser worker",
  }),
  ASSAY_LEASE_MS: integer(10_000, 1_000).meta({
    description: "how long a silent worker keeps a record",
  }),
  ASSAY_WATCHDOG_EVERY_MS: integer(120_000, 1_000).meta({
    description: "pause between two looks of the watchdog",
  }),
  ASSAY_HUNG_AFTER_MS: integer(30_000, 1_000).meta({
    description:
      "how long a worker that `up` or `run` started may be silent before it is restarted",
  }),
  ASSAY_DRAIN_MS: integer(25_000).meta({
    description: "grace after SIGTERM to finish records in hand",
  }),
  ASSAY_USER_AGENT: z
    .string()
    .default("AssayBot/0.1 (+https://assay.invalid/bot)")
    .meta({ description: "sent with every request; put your own contact address in it" }),
  ASSAY_ROBOTS: flag(true).meta({ description: "honour robots.txt" }),
  ASSAY_HOST_PAUSE_MS: integer(500).meta({ description: "pause between two requests to one host" }),
  ASSAY_FETCH_TIMEOUT_MS: integer(20_000, 100).meta({ description: "whole time of one request" }),
  ASSAY_CONNECT_TIMEOUT_MS: integer(8_000, 100).meta({ description: "time to connect" }),
  ASSAY_MAX_BODY_BYTES: integer(5_000_000, 1_000).meta({
    description: "largest body, decompressed",
  }),
  ASSAY_MAX_REDIRECTS: integer(8).meta({ description: "hops followed" }),
  ASSAY_ALLOW_ADDRESSES: list.meta({
    description: "CIDR ranges that egress may reach although they are private (tests, intranets)",
  }),
  ASSAY_DNS_URL: z
    .string()
    .optional()
    .meta({ description: "DNS over HTTPS endpoint (RFC 8484 JSON), asked through the proxy" }),
  ASSAY_CHROMIUM: z
    .string()
    .optional()
    .meta({ description: "Chromium to use; unset: searched for" }),
  OPENAI_API_KEY: z
    .string()
    .optional()
    .meta({ description: "key for OpenAI's models", isSecret: true }),
  OPENAI_API_KEYS: list.meta({
    description: "more keys for OpenAI's models, by comma",
    isSecret: true,
  }),
  OPENAI_BASE_URL: z
    .url()
    .default("https://api.openai.com/v1")
    .meta({ description: "where OpenAI's models are asked" }),
  ANTHROPIC_API_KEY: z
    .string()
    .optional()
    .meta({ description: "key for Anthropic's models", isSecret: true }),
  ANTHROPIC_API_KEYS: list.meta({
    description: "more keys for Anthropic's models, by comma",
    isSecret: true,
  }),
  ANTHROPIC_BASE_URL: z
    .url()
    .default("https://api.anthropic.com")
    .meta({ description: "where Anthropic's models are asked" }),
  ASSAY_MODELS: flag(true).meta({ description: "ask models when there is a key for one" }),
  ASSAY_PRICES: z
    .string()
    .optional()
    .meta({ description: "price file to use instead of the one that comes along (JSON)" }),
  ASSAY_COOLDOWNS_MS: z
    .string()
    .default("60000,300000,1500000,3600000")
    .transform((value) => value.split(/[\s,]+/).filter(Boolean))
    .pipe(z.array(z.coerce.number<string>().int().min(1)).min(1))
    .meta({ description: "how long a key that fails rests: first, second, … time in a row" }),
  ASSAY_FETCH_USD: dollars.meta({ description: "what one fetched page costs you, for the ledger" }),
  ASSAY_BROWSER_SECOND_USD: dollars.meta({
    description: "what one second of a browser page costs you, for the ledger",
  }),
  ASSAY_ANSWER_CACHE_DAYS: integer(30).meta({
    description: "how long a model's answer about the same pages is used again; 0: never",
  }),
  ASSAY_MEMORY_DAYS: integer(30).meta({
    description: "how long what was learnt of a host is kept",
  }),
  ASSAY_MEMORY_HOSTS: integer(50_000, 1).meta({ description: "hosts remembered per workflow" }),
  ASSAY_ASK_RULES: list.meta({
    description: "risk rules of browsing agents that ask a person instead of refusing",
  }),
  ASSAY_SEAL_AFTER_DAYS: z.coerce.number().min(0).default(7).meta({
    description: "how long an ended batch stays in Redis before it is sealed into the archive",
  }),
  ASSAY_ARCHIVE: z.string().optional().meta({
    description: "directory of sealed batches, seen by every process; default $ASSAY_HOME/archive",
  }),
  ASSAY_ARCHIVE_S3_URL: webAddress.optional().meta({
    description:
      "bucket of an S3-compatible store for sealed batches instead: `https://host/bucket/folder`",
  }),
  ASSAY_ARCHIVE_S3_KEY_ID: z.string().optional().meta({
    description: "access key for that bucket",
    isSecret: true,
  }),
  ASSAY_ARCHIVE_S3_SECRET: z.string().optional().meta({
    description: "its secret",
    isSecret: true,
  }),
  ASSAY_ARCHIVE_S3_REGION: z.string().default("us-east-1").meta({ description: "its region" }),
  ASSAY_SCHEDULE_DIR: z.string().optional().meta({
    description:
      "directory of the files that schedules made over HTTP may name; default $ASSAY_HOME/lists",
  }),
  ASSAY_DROP_DIR: z.string().optional().meta({
    description: "CSV and NDJSON files put into `<workflow>/` in this directory become batches",
  }),
  ASSAY_DROP_MAX_USD: dollars.meta({
    description: "ceiling of each batch that begins there; 0: none",
  }),
  ASSAY_HEALTH_EVERY_MS: integer(300_000, 1_000).meta({
    description: "pause between two looks at everything that Assay needs",
  }),
  ASSAY_HEALTH_URL: webAddress.optional().meta({
    description: "page that is fetched to see whether the web can be reached; unset: not tried",
  }),
  ASSAY_PUBLIC_URL: webAddress.optional().meta({
    description: "where people reach the API; links in notices begin with it",
  }),
  ASSAY_NOTICE_WEBHOOK_URL: webAddress.optional().meta({
    description: "notices are posted there, with the headers of Standard Webhooks",
    isSecret: true,
  }),
  ASSAY_NOTICE_WEBHOOK_SECRET: list.meta({
    description: "`whsec_…`, signs them; two by comma while receivers change over",
    isSecret: true,
  }),
  ASSAY_NOTICE_SLACK_URL: webAddress.optional().meta({
    description: "incoming webhook of Slack, Mattermost, Rocket.Chat or Discord (`/slack`)",
    isSecret: true,
  }),
  ASSAY_NOTICE_SMTP_URL: z.string().optional().meta({
    description: "mail server for notices: `smtp://user:password@host:587` or `smtps://…:465`",
    isSecret: true,
  }),
  ASSAY_NOTICE_SMTP_FROM: z.string().optional().meta({ description: "who that mail is from" }),
  ASSAY_NOTICE_SMTP_TO: list.meta({ description: "who gets it, addresses by comma" }),
  ASSAY_ALERTMANAGER_URL: list.meta({
    description: "Alertmanager that gets notices as alerts; each instance of a cluster, by comma",
    isSecret: true,
  }),
  HTTP_PROXY: z
    .string()
    .optional()
    .meta({ description: "proxy for http:// requests", isSecret: true }),
  HTTPS_PROXY: z
    .string()
    .optional()
    .meta({ description: "proxy for https:// requests", isSecret: true }),
  NO_PROXY: z.string().optional().meta({ description: "hosts asked without the proxy" }),
  NODE_EXTRA_CA_CERTS: z
    .string()
    .optional()
    .meta({ description: "extra CA certificates (PEM file)" }),
});
