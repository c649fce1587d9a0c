import type { Request, Response } from "express";

/** Says where a listing goes on (RFC 8288): the same request with another cursor. */
export function nextPage(req: Request, res: Response, cursor: string | null): void {
  if (cursor === null) return;
  const url = new URL(req.originalUrl, "http://here");
  url.searchParams.set("cursor", cursor);
  res.set("Link", `<${url.pathname}${url.search}>; rel="next"`);
}
