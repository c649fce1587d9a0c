import { escapeHtml } from "../exchange.ts";
import { createRandom } from "../random.ts";
import { consentBanner } from "./consent.ts";
import { iconSprite, plainCss, plainScript } from "./filler.ts";
import type { PageParts, Style } from "./page.ts";

/** The page's source, as the style's software would write it. */
export function drawPage(style: Style, parts: PageParts): string {
  const { company, title, url } = parts;
  const { words } = company;
  const random = createRandom(`page ${parts.seed}`);
  const description = escapeHtml(words.slogans[0] ?? "");
  const about = [
    `<title>${escapeHtml(title)}</title>`,
    `<meta name="description" content="${escapeHtml(company.brand)} – ${description}">`,
    `<meta name="viewport" content="width=device-width, initial-scale=1">`,
    `<link rel="canonical" href="${url}">`,
    `<meta property="og:title" content="${escapeHtml(title)}">`,
    `<meta property="og:locale" content="${words.locale}">`,
    `<meta property="og:site_name" content="${escapeHtml(company.brand)}">`,
    parts.isHome ? organization(parts) : "",
  ];
  const consent = consentBanner(words, parts.seed);
  return `${style.doctype ?? "<!DOCTYPE html>"}
<html ${style.htmlAttributes(parts)}>
<head>
<meta charset="${parts.charset}">
${random.some(about, about.length).filter(Boolean).join("\n")}
${consent.head}${style.head(parts)}
${parts.head}
</head>
<body ${style.bodyAttributes(parts)}>
${style.header(parts)}
${parts.sections.map((section, index) => style.section(section, index, parts)).join("\n")}
${style.footer(parts)}
${consent.body}${style.scripts(parts)}${parts.isHome && !parts.isLight ? ballast(style, random.int(0, 5)) : ""}
${parts.end}
</body>
</html>`;
}

function organization({ company, url }: PageParts): string {
  const social = company.slug.slice(0, 24);
  return `<script type="application/ld+json">${JSON.stringify({
    "@context": "https://schema.org",
    "@type": "Organization",
    name: company.name,
    url,
    logo: `${url}assets/logo.svg`,
    sameAs: [
      `https://www.linkedin.com/company/${social}`,
      `https://www.facebook.com/${social}`,
      `https://www.instagram.com/${social}`,
    ],
    contactPoint: {
      "@type": "ContactPoint",
      contactType: "customer service",
      email: `info@${company.domain}`,
    },
  })}</script>`;
}

/** What home pages gather over the years: inlined icons, a plugin's styles, a bundle or two. */
function ballast({ name }: Style, amount: number): string {
  if (amount === 0) return "";
  const icons = amount > 3 ? iconSprite(`${name.slice(0, 3)}x`, amount * 18) : "";
  return `${icons}<style>${plainCss(`${name.slice(0, 2)}-x`, amount * 4)}</style><script>${plainScript(`${name} plugins`, amount * 7)}</script>`;
}
