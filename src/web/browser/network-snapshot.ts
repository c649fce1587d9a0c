import { sealSnapshot, type Snapshot } from "../../domain/snapshot.ts";
import type { NetworkLog } from "./network-log.ts";

const maxNetworkBytes = 2_000_000;

/** The requests of a page so far, as evidence. */
export function networkSnapshot(
  network: Pick<NetworkLog, "text"> | undefined,
  { requestedUrl, url }: { readonly requestedUrl: string; readonly url: string },
  at: Date,
): Snapshot {
  return sealSnapshot(
    {
      source: "network",
      requestedUrl,
      url,
      status: 200,
      headers: [],
      redirects: [],
      charset: "utf-8",
      fetchedAt: at.toISOString(),
    },
    Buffer.from(network?.text() ?? "").subarray(0, maxNetworkBytes),
  );
}
