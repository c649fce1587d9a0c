import type { LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { NameNotResolved, type ResolveHost } from "./resolver.ts";
import { parseUrl } from "./url.ts";

/** CIDR ranges that the operator lets egress reach although they are not public. */
export type AllowedRanges = readonly [ipaddr.IPv4 | ipaddr.IPv6, number][];

/** The egress policy refuses this destination. */
export class EgressDenied extends Error {
  override readonly name = "EgressDenied";
  readonly code = "ASSAY_EGRESS_DENIED";
}

/** Ports that strangers' URLs may name. */
const openPorts = new Set([80, 443, 8080, 8443]);

/** Public by their range, but never a public web site: Azure's wire server. */
const alsoDenied = new Set(["168.63.129.16"]);

/** Names that mean "this machine" or "this network" wherever they are resolved. */
const localSuffixes =
  /(?:^|\.)(?:localhost|local|localdomain|internal|intranet|lan|corp|home|private|home\.arpa)$/;

const globalIpv6 = ipaddr.parseCIDR("2000::/3");

/** Reads `ASSAY_ALLOW_ADDRESSES`; a bad range stops the start. */
export function parseAllowedRanges(cidrs: readonly string[]): AllowedRanges {
  return cidrs.map((cidr) => {
    try {
      return ipaddr.parseCIDR(
        cidr.includes("/") ? cidr : `${cidr}/${cidr.includes(":") ? 128 : 32}`,
      );
    } catch {
      throw new Error(
        `ASSAY_ALLOW_ADDRESSES: "${cidr}" is no CIDR range; write one like 10.1.0.0/16`,
      );
    }
  });
}

/** Whether an address is on the public internet, or in a range that the operator allowed. */
export function isPublicAddress(ip: string, allowed: AllowedRanges = []): boolean {
  const address = parseAddress(ip);
  if (address === undefined) return false;
  if (isIn(address, allowed)) return true;
  if (alsoDenied.has(address.toString())) return false;
  // A list of what is allowed: IPv6 in use today, and nothing that a registry set apart.
  if (address.kind() === "ipv6" && !address.match(globalIpv6)) return false;
  return address.range() === "unicast";
}

/** Whether the operator allowed an address by name: such an address may be reached on any port. */
export function isAllowedAddress(ip: string, allowed: AllowedRanges): boolean {
  const address = parseAddress(ip);
  return address !== undefined && isIn(address, allowed);
}

/**
 * Judges a host before any connection: refuses literal addresses outside the policy in every
 * notation, and names of this machine or network. `undefined` means nothing speaks against it.
 */
export function checkHost(host: string, allowed: AllowedRanges = []): string | undefined {
  const name = canonicalHost(host);
  if (name === undefined) return "not a host name";
  const literal = literalOf(name);
  if (literal !== undefined) {
    return isPublicAddress(literal, allowed) ? undefined : `${literal} is not a public address`;
  }
  if (!name.includes(".")) return `${name} is a name of the local network`;
  return localSuffixes.test(name) ? `${name} is a name of the local network` : undefined;
}

/** Whether strangers may name this port, on an address that the operator did not allow. */
export function isOpenPort(port: number): boolean {
  return openPorts.has(port);
}

/** A host as the URL standard writes it, without a trailing dot; `undefined` when it is none. */
export function canonicalHost(host: string): string | undefined {
  // The brackets of IPv6 are optional here: socket options come without them.
  const written = host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
  if (/[\s/?#@\\]/.test(written)) return undefined;
  const url = parseUrl(`http://${written}/`);
  if (url === undefined || url.port !== "" || url.hostname === "") return undefined;
  return url.hostname.replace(/\.$/, "");
}

/** The address that a canonical host writes literally, without brackets. */
export function literalOf(host: string): string | undefined {
  const bare = host.startsWith("[") ? host.slice(1, -1) : host;
  // Almost every host is a name, and the library's patterns are dear.
  if (!/:|^[\d.]+$/.test(bare)) return undefined;
  return ipaddr.isValid(bare) && (bare.includes(":") || ipaddr.IPv4.isValidFourPartDecimal(bare))
    ? bare
    : undefined;
}

/**
 * A `lookup` for sockets that resolves once, refuses the name if any of its addresses is not
 * accepted, and hands exactly the checked addresses to the dialler: nothing is resolved twice.
 */
export function publicLookup(
  resolve: ResolveHost,
  accepts: (ip: string) => boolean,
): LookupFunction {
  return (host, options, callback) => {
    resolve(host).then(
      (addresses) => {
        const denied = addresses.find(({ address }) => !accepts(address));
        const family = Number(
          options.family === "IPv4" ? 4 : options.family === "IPv6" ? 6 : options.family,
        );
        const fitting = family ? addresses.filter((each) => each.family === family) : addresses;
        const [first] = fitting;
        if (denied) {
          callback(
            new EgressDenied(`${host} resolves to ${denied.address}, which is refused`),
            "",
            4,
          );
        } else if (first === undefined) {
          callback(new NameNotResolved(host, "no_address"), "", 4);
        } else if (options.all) {
          callback(
            null,
            fitting.map(({ address, family: version }) => ({ address, family: version })),
          );
        } else {
          callback(null, first.address, first.family);
        }
      },
      (error: Error) => callback(error, "", 4),
    );
  };
}

function parseAddress(ip: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const bare = ip.replace(/^\[|\]$/g, "").replace(/%.*$/, "");
  if (!ipaddr.isValid(bare)) return undefined;
  return ipaddr.process(bare); // unwraps ::ffff:a.b.c.d
}

function isIn(address: ipaddr.IPv4 | ipaddr.IPv6, ranges: AllowedRanges): boolean {
  return ranges.some(
    ([base, bits]) =>
      base.kind() === address.kind() &&
      ipaddr.subnetMatch(address, { in: [[base, bits]] }, "") === "in",
  );
}
