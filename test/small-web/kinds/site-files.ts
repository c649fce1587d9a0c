import { type Answer, text } from "../exchange.ts";

/** The site's robots.txt: the given one, a usual one, or none at all for `null`. */
export function robotsFile(
  given: string | null | undefined,
  paths: readonly string[] | undefined,
  origin: string,
): Answer {
  if (given === null) return text("Not Found", "text/html", 404);
  return text(
    `${given ?? "User-agent: *\nDisallow: /admin/\n"}${paths ? `\nSitemap: ${origin}/sitemap.xml\n` : ""}`,
  );
}

/** A sitemap with the usual pages and `paths`. */
export function sitemapFile(paths: readonly string[], origin: string): Answer {
  const urls = ["/", "/products", "/news", "/contact", ...paths].map(
    (path) => `<url><loc>${origin}${path}</loc><lastmod>2026-09-01</lastmod></url>`,
  );
  return text(
    `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls.join("\n")}</urlset>`,
    "application/xml",
  );
}

/** Style sheets, scripts and pictures that pages refer to; `undefined` for anything else. */
export function assetFile(pathname: string): Answer | undefined {
  const end = /\.(css|js|svg|png|gif|woff2|ico)$/.exec(pathname)?.[1];
  if (end === "css") return text("body{margin:0}", "text/css");
  if (end === "js") return text("/* built */", "text/javascript");
  if (end === "svg")
    return text(
      '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="24"><rect width="24" height="24"/></svg>',
      "image/svg+xml",
    );
  return end ? { status: 404, headers: { "content-type": "text/plain" }, body: "" } : undefined;
}
