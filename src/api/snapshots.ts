import { Router } from "express";
import { metaLine } from "../domain/snapshot.ts";
import { citedBy } from "../records/cited.ts";
import type { ApiDeps } from "./deps.ts";
import { getRecord } from "./get-record.ts";
import { Problem } from "./problem.ts";

/**
 * The stored bytes behind a record: one JSON line (status, headers, redirects, time), then the body
 * as it was received. The sha256 of the download is the hash in its address.
 */
export function snapshotRoutes(deps: ApiDeps): Router {
  const router = Router();

  router.get("/records/:id/snapshots/:hash", async (req, res) => {
    const { id, hash } = req.params;
    const { source, record } = await getRecord(deps, id);
    if (!/^[0-9a-f]{64}$/.test(hash) || !citedBy(record).has(hash)) {
      throw new Problem("not_found", `record ${record.id} cites no snapshot ${hash.slice(0, 64)}`);
    }
    const snapshot = await source.snapshots(record)(hash);
    if (!snapshot) throw new Problem("not_found", `snapshot ${hash} is no longer stored`);
    // A stranger's page: whatever it holds must never run, least of all with this server as its origin.
    res.set({
      "Content-Type": "text/plain; charset=utf-8",
      "Content-Disposition": `attachment; filename="${hash}.txt"`,
      "Content-Security-Policy": "default-src 'none'; sandbox",
      "Cross-Origin-Resource-Policy": "same-origin",
      "Cache-Control": "private, max-age=31536000, immutable",
      ETag: `"${hash}"`,
    });
    res.send(Buffer.concat([Buffer.from(metaLine(snapshot)), snapshot.body]));
  });

  return router;
}
