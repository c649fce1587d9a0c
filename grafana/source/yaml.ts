/** What YAML can hold here. */
export type Yaml =
  | string
  | number
  | boolean
  | null
  | readonly Yaml[]
  | { readonly [key: string]: Yaml };

/** Plain block style; every text that might be something else stands in quotes. */
export function yaml(value: Yaml, depth = 0): string {
  const pad = "  ".repeat(depth);
  if (Array.isArray(value)) {
    if (value.length === 0) return " []\n";
    const items = (value as readonly Yaml[]).map((item) => {
      const block = isBlock(item) ? yaml(item, depth + 1) : `\n${pad}  ${scalar(item)}\n`;
      return `${pad}- ${block.replace(/^\n/, "").trimStart()}`;
    });
    return `\n${items.join("")}`;
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value as Record<string, Yaml>);
    if (entries.length === 0) return " {}\n";
    const lines = entries.map(([key, item]) => {
      const name = /^[\w.-]+$/.test(key) ? key : JSON.stringify(key);
      return `${pad}${name}:${isBlock(item) ? yaml(item, depth + 1) : ` ${scalar(item)}\n`}`;
    });
    return `\n${lines.join("")}`;
  }
  return `${scalar(value)}\n`;
}

function isBlock(value: Yaml): boolean {
  return typeof value === "object" && value !== null;
}

function scalar(value: Yaml): string {
  if (typeof value !== "string") return JSON.stringify(value);
  const isPlain =
    /^[A-Za-z/][\w ./()%-]*$/.test(value) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(value);
  return isPlain && value.trim() === value ? value : JSON.stringify(value);
}

/** A document with a line on where it comes from. */
export function document(value: Yaml): string {
  return `# Written by \`npm run grafana\` from grafana/source. Change it there.\n${yaml(value).trimStart()}`;
}
