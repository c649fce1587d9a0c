import { type Config, ConfigError } from "../platform/config.ts";
import type { ArchiveStore } from "./archive-store.ts";
import { directoryArchive } from "./directory-archive.ts";
import { s3Archive } from "./s3-archive.ts";

type Settings = Pick<
  Config,
  | "ASSAY_ARCHIVE"
  | "ASSAY_ARCHIVE_S3_URL"
  | "ASSAY_ARCHIVE_S3_KEY_ID"
  | "ASSAY_ARCHIVE_S3_SECRET"
  | "ASSAY_ARCHIVE_S3_REGION"
  | "HTTP_PROXY"
  | "HTTPS_PROXY"
  | "NO_PROXY"
>;

/** The archive of the settings: a bucket where one is named, else a directory. */
export function openArchive(config: Settings): ArchiveStore {
  const { ASSAY_ARCHIVE_S3_URL: url, ASSAY_ARCHIVE_S3_REGION: region } = config;
  const { ASSAY_ARCHIVE_S3_KEY_ID: keyId, ASSAY_ARCHIVE_S3_SECRET: secret } = config;
  if (url === undefined) return directoryArchive(config.ASSAY_ARCHIVE);
  if (keyId === undefined || secret === undefined) {
    throw new ConfigError(
      "ASSAY_ARCHIVE_S3_URL needs ASSAY_ARCHIVE_S3_KEY_ID and ASSAY_ARCHIVE_S3_SECRET",
    );
  }
  return s3Archive({ url, keyId, secret, region, proxies: config });
}
