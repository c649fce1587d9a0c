import robotsParserModule from "robots-parser";

/** What robots.txt says to us about one site. */
export interface RobotsRules {
  allows(url: string): boolean;
  readonly crawlDelayMs: number;
}

/** Its types describe a default export that the package, being CommonJS, does not have. */
const robotsParser = robotsParserModule as unknown as typeof robotsParserModule.default;

/** RFC 9309 asks for 500 KiB; the rest of a longer file is not read. */
export const maxRobotsBytes = 512_000;
/** Longer URLs are not matched: wildcard rules cost pattern length times path length. */
const maxMatchedChars = 2_048;
const maxWildcardChars = 32_768;
const maxCrawlDelayMs = 10_000;

export const allowAll: RobotsRules = { allows: () => true, crawlDelayMs: 0 };
export const denyAll: RobotsRules = { allows: isRobotsFile, crawlDelayMs: 0 };

/**
 * The lines of a robots.txt that concern one product token, or `*` where none names it: small
 * enough to share between workers.
 */
export function relevantLines(text: string, token: string): string {
  const ours: string[] = [];
  const everyones: string[] = [];
  let agents: string[] = [];
  let inRules = false;
  let named = false;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const match = /^\s*([a-z-]+)\s*:\s*([^#]*)/i.exec(line);
    if (!match) continue;
    const [, field = "", rest = ""] = match;
    const value = rest.trim();
    switch (field.toLowerCase()) {
      case "user-agent":
        if (inRules) agents = [];
        inRules = false;
        agents.push(value.toLowerCase().replace(/\/.*$/, ""));
        named ||= agents.includes(token.toLowerCase());
        break;
      case "allow":
      case "disallow":
      case "crawl-delay":
        inRules = true;
        if (agents.includes(token.toLowerCase())) ours.push(`${field}:${value}`);
        else if (agents.includes("*")) everyones.push(`${field}:${value}`);
    }
  }
  const lines = named ? ours : everyones;
  return lines.length === 0 ? "" : `user-agent:*\n${boundWildcards(lines).join("\n")}\n`;
}

/** Reads what `relevantLines` left. */
export function parseRules(origin: string, lines: string): RobotsRules {
  if (lines === "") return allowAll;
  const robots = robotsParser(`${origin}/robots.txt`, lines);
  const delayMs = (robots.getCrawlDelay("*") ?? 0) * 1_000;
  return {
    allows: (url) =>
      isRobotsFile(url) || (url.length <= maxMatchedChars && robots.isAllowed(url, "*") !== false),
    crawlDelayMs: Number.isFinite(delayMs) ? Math.min(Math.max(delayMs, 0), maxCrawlDelayMs) : 0,
  };
}

/** The file itself may always be asked for (RFC 9309, 2.2.2). */
function isRobotsFile(url: string): boolean {
  return URL.canParse(url) && new URL(url).pathname === "/robots.txt";
}

/** A file of nothing but wildcards is an attack on whoever matches them. */
function boundWildcards(lines: readonly string[]): string[] {
  let spentChars = 0;
  return lines.filter((line) => {
    if (!line.includes("*")) return true;
    spentChars += line.length;
    return spentChars <= maxWildcardChars;
  });
}
