import { buildConnector } from "undici";
import {
  type AllowedRanges,
  EgressDenied,
  isAllowedAddress,
  isOpenPort,
  isPublicAddress,
  publicLookup,
} from "./address-policy.ts";
import ipaddr from "ipaddr.js";
import type { ResolveHost } from "./resolver.ts";

/** What a direct connection needs. */
export interface DirectDeps {
  readonly resolve: ResolveHost;
  readonly allowed: AllowedRanges;
  readonly connectTimeoutMs: number;
}

/**
 * Connects without a proxy, and only where the address policy lets it: literals and every
 * resolved address are checked, the checked address is the one dialled, and what answered is
 * checked again. Every new socket passes here, whatever redirect or odd notation asked for it.
 */
export function createDirectConnector(deps: DirectDeps): buildConnector.connector {
  const isPublic = (ip: string) => isPublicAddress(ip, deps.allowed);
  const isAllowed = (ip: string) => isAllowedAddress(ip, deps.allowed);
  const toPublic = connectorFor(deps, isPublic);
  const toAllowed = connectorFor(deps, isAllowed);

  return (options, callback) => {
    const port = Number(options.port) || (options.protocol === "https:" ? 443 : 80);
    const accepts = isOpenPort(port) ? isPublic : isAllowed;
    // A literal never reaches the lookup, so it is judged here.
    if (ipaddr.isValid(options.hostname) && !accepts(options.hostname)) {
      callback(new EgressDenied(`${options.hostname} port ${port} is refused`), null);
      return;
    }
    const connect = accepts === isPublic ? toPublic : toAllowed;
    connect(options, (...[error, socket]) => {
      if (error) {
        callback(error, null);
      } else if (accepts(socket.remoteAddress ?? "")) {
        callback(null, socket);
      } else {
        const answered = socket.remoteAddress;
        socket.destroy();
        callback(new EgressDenied(`${options.hostname} was answered by ${answered}`), null);
      }
    });
  };
}

function connectorFor(
  deps: DirectDeps,
  accepts: (ip: string) => boolean,
): buildConnector.connector {
  return buildConnector({
    lookup: publicLookup(deps.resolve, accepts),
    timeout: deps.connectTimeoutMs,
    // Node's 250 ms per address would give up on distant hosts.
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: Math.min(2_500, deps.connectTimeoutMs),
  });
}
