import type { Config } from "./config.ts";

/** Where a process sends its spans, as the settings say. */
export function tracingOf(config: Config, process_: string) {
  const headers = config.ASSAY_OTLP_HEADERS.map((pair) => {
    const at = pair.indexOf("=");
    return [pair.slice(0, at), decodeURIComponent(pair.slice(at + 1))] as const;
  }).filter(([name]) => name !== "");
  return {
    url: config.ASSAY_OTLP_URL,
    headers: Object.fromEntries(headers),
    share: config.ASSAY_OTLP_SHARE,
    service: `assay-${process_}`,
  };
}
