import type {
  CodeSignature,
  DnsSignature,
  ElementSignature,
  LoadSignature,
  MetaSignature,
  Signature,
} from "../../../specs/tech-stack/technology.ts";
import { siteOf } from "../../domain/site.ts";
import { decodeEntities } from "../scan/decode.ts";
import { readAttributes } from "../scan/markup.ts";
import type { Found } from "../workflow-rule.ts";
import { isLiveCode } from "./tech-stack-code.ts";

/** Whether what really stands at a piece of evidence is what the signature describes. */
export function shows(signature: Signature, found: Found): boolean {
  const { kind } = found.evidence;
  if ("host" in signature)
    return kind === "network" ? isRequest(signature, found) : isLoad(signature, found);
  if (kind !== signature.kind) return false;
  if ("code" in signature) return isCode(signature, found);
  if ("meta" in signature) return isMeta(signature, found);
  switch (signature.kind) {
    case "dns":
      return isRecord(signature, found);
    case "dom":
      return isElement(signature, found);
    case "cookie":
      return isWhole(signature.name, headerOf(found).value.split("=")[0] ?? "");
    case "header": {
      const { name, value } = headerOf(found);
      const isValue = signature.value === undefined || new RegExp(signature.value, "i").test(value);
      return name === signature.name && isValue;
    }
  }
}

function headerOf({ spot }: Found): { name: string; value: string } {
  const [, name = "", value = ""] = /^([^:]+):\s*(.*)$/.exec(spot.value.trimEnd()) ?? [];
  return { name: name.toLowerCase(), value };
}

const loaders = { script: "script", iframe: "iframe", link: "link" } as const;

function isLoad(signature: LoadSignature, { evidence, snapshot, spot }: Found): boolean {
  const { kind } = signature;
  if (
    kind === "network" ||
    evidence.kind !== kind ||
    spot.tag !== loaders[kind] ||
    spot.address === undefined
  )
    return false;
  const tag = readTag(snapshot.text, spot.from, spot.to);
  if (
    kind === "link" &&
    !/\b(?:stylesheet|preload|modulepreload|prefetch)\b/i.test(tag.get("rel") ?? "")
  )
    return false;
  if (kind === "script" && !isRunning(tag.get("type") ?? "")) return false;
  return isAddress(signature, spot.address, snapshot.url);
}

/** `METHOD type status url initiating-page-url`, answered. */
function isRequest(signature: LoadSignature, { spot }: Found): boolean {
  const [, type = "", status = "", url = "", page = ""] = spot.value.trimEnd().split(" ");
  if (!/^[23]\d\d$/.test(status)) return false;
  const expected = { script: "script", iframe: "document", link: "stylesheet", network: type }[
    signature.kind
  ];
  return type === expected && isAddress(signature, url, page);
}

function isAddress({ host, path }: LoadSignature, address: string, pageUrl: string): boolean {
  if (!URL.canParse(address)) return false;
  const { hostname, pathname, search } = new URL(address);
  const isPath = path === undefined || new RegExp(path).test(pathname + search);
  return isPath && isHost(host, hostname, pageUrl);
}

function isHost(wanted: string, hostname: string, pageUrl: string): boolean {
  if (wanted === "any") return true;
  if (wanted === "own") {
    const isSameHost = URL.canParse(pageUrl) && new URL(pageUrl).hostname === hostname;
    return isSameHost || (siteOf(hostname) !== undefined && siteOf(hostname) === siteOf(pageUrl));
  }
  return wanted.startsWith("*.") ? hostname.endsWith(wanted.slice(1)) : hostname === wanted;
}

function isCode({ code }: CodeSignature, { evidence, snapshot, spot }: Found): boolean {
  if (spot.attribute !== undefined) return false;
  const script = snapshot.text.slice(spot.from, spot.to);
  const pattern = new RegExp(code, "y");
  pattern.lastIndex = evidence.locator.start - spot.from;
  const match = pattern.exec(script);
  if (match === null || !isLiveCode(script, match.index, pattern.lastIndex)) return false;
  const opening = snapshot.text.lastIndexOf("<script", spot.from);
  return isRunning(
    opening < 0 ? "" : (readTag(snapshot.text, opening, spot.from).get("type") ?? ""),
  );
}

/** What browsers run, now or once the visitor has consented. */
function isRunning(type: string): boolean {
  return /^(?:|module|text\/plain|(?:text|application)\/(?:x-)?(?:java|ecma)script(?:;.*)?)$/i.test(
    type.trim(),
  );
}

function isMeta({ meta, content }: MetaSignature, { snapshot, spot }: Found): boolean {
  if (spot.tag !== "meta" || spot.attribute !== "content") return false;
  const name = readTag(snapshot.text, spot.from, spot.to).get("name");
  return name?.toLowerCase() === meta && new RegExp(content).test(spot.value);
}

function isElement(
  { tag, attribute, value }: ElementSignature,
  { evidence, snapshot, spot }: Found,
): boolean {
  // The match is the attribute's value, or its name when it has none.
  const isValueless = spot.attribute === undefined && evidence.match.toLowerCase() === attribute;
  if (spot.attribute !== attribute && !isValueless) return false;
  const name = /^<([a-z][^\s/>]*)/i
    .exec(snapshot.text.slice(spot.from, spot.to))?.[1]
    ?.toLowerCase();
  if (name === undefined || (tag !== undefined && tag !== name)) return false;
  const attributes = readTag(snapshot.text, spot.from, spot.to);
  const written = attributes.get(attribute);
  return written !== undefined && (value === undefined || new RegExp(value).test(written));
}

/** The attributes of the tag that begins at `from`; of two of one name the first. */
function readTag(text: string, from: number, to: number): ReadonlyMap<string, string> {
  const name = /^<[^\s/>]+/.exec(text.slice(from, to))?.[0] ?? "";
  const spans: { name: string; from: number; to: number }[] = [];
  readAttributes(text, from + name.length, spans);
  const entries = spans
    .filter((span) => span.to <= to)
    .map((span) => [span.name, decodeEntities(text.slice(span.from, span.to))] as const);
  return new Map(entries.toReversed());
}

/** `acme.com. 300 IN MX 10 mx.example.`: of the name that was asked for, not of one further on. */
function isRecord({ type, value }: DnsSignature, { snapshot, spot }: Found): boolean {
  const [owner = "", , , itsType, ...rest] = spot.value.trimEnd().split(/\s+/);
  const asked = /^dns:([^?]+)\?type=/i.exec(snapshot.url)?.[1];
  if (itsType?.toUpperCase() !== type || bare(owner) !== bare(asked ?? "")) return false;
  const data = rest.join(" ");
  return new RegExp(value).test(dataOf(type, data));
}

function dataOf(type: DnsSignature["type"], data: string): string {
  if (type === "TXT") return data.replace(/^"|"$/g, "").replaceAll('" "', "").toLowerCase();
  return bare(type === "MX" ? data.replace(/^\d+ /, "") : data);
}

function bare(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}

function isWhole(source: string, text: string): boolean {
  return new RegExp(`^(?:${source})$`).test(text.trim());
}
