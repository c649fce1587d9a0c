import { readFileSync } from "node:fs";
import { Parser } from "htmlparser2";
import { ProxyAgent, request } from "undici";
import { type Measured, startMeter } from "./meter.ts";

export interface PageOptions {
  readonly proxyUrl: string;
  readonly pages: string;
  readonly concurrency: number;
}

/** The least that can be done: the same requests with the same client, each page parsed, nothing kept. */
export async function measureBareLoop(options: PageOptions): Promise<Measured> {
  const dispatcher = new ProxyAgent({ uri: options.proxyUrl, keepAliveTimeout: 4_000 });
  const rows = readRows(options.pages);
  let next = 0;
  let links = 0;
  const stopMeter = await startMeter(undefined);
  const worker = async () => {
    for (let row = rows[next++]; row; row = rows[next++]) {
      for (const url of row) links += await visit(url, dispatcher);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, worker));
  if (links === 0) throw new Error("the bare loop saw no link: the pages are not there");
  return stopMeter(rows.length);
}

async function visit(url: string, dispatcher: ProxyAgent): Promise<number> {
  const answer = await request(url, { dispatcher }).catch(() => undefined);
  if (!answer) return 0; // a host that refuses is one of the pages
  const html = await answer.body.text();
  let links = 0;
  const parser = new Parser({ onopentag: (name) => (links += name === "a" ? 1 : 0) });
  parser.end(html);
  return links;
}

/** Rows of addresses, as the benchmark wrote them down. */
export function readRows(file: string): string[][] {
  return JSON.parse(readFileSync(file, "utf8")) as string[][];
}
