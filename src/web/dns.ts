import { Resolver } from "node:dns/promises";
import { z } from "zod";
import { sealSnapshot, type Snapshot } from "../domain/snapshot.ts";
import { codeOf, type NameNotResolved, type ResolverSettings } from "./resolver.ts";
import type { DnsType } from "./web.ts";

/** Asks one DNS question; `undefined` when DNS can't be asked, or did not answer. */
export type AskDns = (
  name: string,
  type: DnsType,
  signal: AbortSignal,
) => Promise<Snapshot | undefined>;

const typeNumbers: Readonly<Record<DnsType | "AAAA", number>> = {
  A: 1,
  NS: 2,
  CNAME: 5,
  MX: 15,
  TXT: 16,
  AAAA: 28,
};
const typeNames = new Map(Object.entries(typeNumbers).map(([name, number]) => [number, name]));
const maxAnswers = 50;

/** The JSON form of DNS over HTTPS, as far as it is used. */
const DohAnswer = z.object({
  Status: z.int(),
  Answer: z
    .array(
      z.object({ name: z.string(), type: z.int(), TTL: z.number().default(0), data: z.string() }),
    )
    .default([]),
});

/** Fetches the endpoint's JSON text. */
export type AskDoh = (url: URL, signal: AbortSignal) => Promise<string>;

/** DNS over HTTPS at the operator's endpoint. */
export function createDohClient(endpoint: URL, ask: AskDoh): AskDns {
  return async (name, type, signal) => {
    const url = new URL(endpoint);
    url.searchParams.set("name", bare(name));
    url.searchParams.set("type", type);
    const { Status: status, Answer: answers } = DohAnswer.parse(JSON.parse(await ask(url, signal)));
    if (status !== 0 && status !== 3) throw new DnsUnanswered(`status ${status}`);
    const lines = answers.slice(0, maxAnswers).map(({ name: owner, type: number, TTL, data }) => {
      const kind = typeNames.get(number) ?? `TYPE${number}`;
      return zoneLine(owner, Math.round(TTL), kind, data);
    });
    return dnsSnapshot(name, type, status, lines);
  };
}

/** The system's name servers. They don't tell the TTL of these types: it stands as 0. */
export function createDnsClient({
  timeoutMs = 2_000,
  tries = 2,
  servers,
}: ResolverSettings = {}): AskDns {
  const resolver = new Resolver({ timeout: timeoutMs, tries });
  if (servers) resolver.setServers(servers);
  return async (name, type) => {
    try {
      const data = await askSystem(resolver, bare(name), type);
      const lines = data.slice(0, maxAnswers).map((each) => zoneLine(name, 0, type, each));
      return dnsSnapshot(name, type, 0, lines);
    } catch (error) {
      const code = codeOf(error);
      if (code === "ENODATA") return dnsSnapshot(name, type, 0, []);
      if (code === "ENOTFOUND") return dnsSnapshot(name, type, 3, []);
      throw new DnsUnanswered(code || String(error));
    }
  };
}

/** A DNS client that stays silent for a minute when it fails three times in a row. */
export function createPatientDns(ask: AskDns): AskDns {
  const patience = 3;
  const silenceMs = 60_000;
  let failures = 0;
  let silentUntil = 0;
  return async (name, type, signal) => {
    if (Date.now() < silentUntil) return undefined;
    try {
      const answer = await ask(name, type, signal);
      failures = 0;
      return answer;
    } catch {
      signal.throwIfAborted();
      // Whatever the reason, the answer is the same: DNS did not say. Don't pay for it each time.
      failures += 1;
      if (failures >= patience) silentUntil = Date.now() + silenceMs;
      return undefined;
    }
  };
}

/** The proof that a name does not exist: NXDOMAIN to both kinds of address. */
export function noSuchNameSnapshot({ host }: NameNotResolved): Snapshot {
  return dnsSnapshot(host, "A", 3, []);
}

class DnsUnanswered extends Error {
  override readonly name = "DnsUnanswered";
}

function dnsSnapshot(
  name: string,
  type: DnsType,
  status: 0 | 3,
  lines: readonly string[],
): Snapshot {
  const url = `dns:${bare(name)}?type=${type}`;
  const verdict = `; ${dotted(name)} IN ${type}: ${status === 3 ? "NXDOMAIN" : "no data"}\n`;
  const text = lines.length > 0 ? lines.map((line) => `${line}\n`).join("") : verdict;
  const meta = { requestedUrl: url, url, status, headers: [], redirects: [], charset: "utf-8" };
  return sealSnapshot(
    { source: "dns", ...meta, fetchedAt: new Date().toISOString() },
    Buffer.from(text),
    text,
  );
}

async function askSystem(resolver: Resolver, name: string, type: DnsType): Promise<string[]> {
  switch (type) {
    case "A":
      return resolver.resolve4(name);
    case "CNAME":
      return (await resolver.resolveCname(name)).map(dotted);
    case "NS":
      return (await resolver.resolveNs(name)).map(dotted);
    case "MX":
      return (await resolver.resolveMx(name)).map(
        ({ priority, exchange }) => `${priority} ${dotted(exchange)}`,
      );
    case "TXT":
      return (await resolver.resolveTxt(name)).map((chunks) => chunks.join(""));
  }
}

function zoneLine(owner: string, ttl: number, type: string, data: string): string {
  const shown = type === "TXT" ? quoted(data) : data;
  return `${dotted(owner)} ${ttl} IN ${type} ${shown.replaceAll(/[\r\n]+/g, " ")}`;
}

/** One quoted string, whether the server quoted it already or in pieces. */
function quoted(data: string): string {
  const plain = /^".*"$/s.test(data)
    ? data.slice(1, -1).replaceAll('" "', "")
    : data.replaceAll('"', '\\"');
  return `"${plain}"`;
}

const bare = (name: string): string => name.toLowerCase().replace(/\.$/, "");
const dotted = (name: string): string => `${bare(name)}.`;
