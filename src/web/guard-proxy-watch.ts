import type { Duplex } from "node:stream";
import type { Socket } from "node:net";
import type { Trouble } from "./failure.ts";
import { type DialDeps, GuardRefusal } from "./guard-proxy-dial.ts";
import type { GuardTrust } from "./guard-proxy-tls.ts";
import { portOf } from "./url.ts";

export interface GuardDeps extends DialDeps {
  /** Set when the machine trusts extra CAs that Chromium does not know. */
  readonly trust: GuardTrust | undefined;
  readonly idleTimeoutMs: number;
  readonly maxBytesPerConnection: number;
  readonly maxConnections: number;
}

/** What the guard knows of its connections: which are open, and what stopped the others. */
export interface GuardWatch {
  /** Remembers a connection until it closes. */
  hold(socket: Duplex): void;
  /** Cuts a connection to a site that sends nothing for too long, or too much. */
  limit(socket: Socket, origin: URL): void;
  /** Remembers why a host was not reached. */
  note(origin: URL, error: unknown): void;
  /** The last trouble with a host. */
  troubleOf(origin: URL): Trouble | undefined;
  /** Ends everything that is open. */
  cutAll(): void;
}

const maxTroubles = 500;
const measureEveryMs = 100;

/** Starts with nothing open and nothing known. */
export function createGuardWatch({ idleTimeoutMs, maxBytesPerConnection }: GuardDeps): GuardWatch {
  const open = new Set<Duplex>();
  const troubles = new Map<string, Trouble>();

  const hold = (socket: Duplex): void => {
    open.add(socket);
    socket.on("error", ignore);
    socket.once("close", () => open.delete(socket));
  };

  const note = (origin: URL, error: unknown): void => {
    // Anything else is the browser hanging up, which says nothing about the host.
    if (!(error instanceof GuardRefusal) || troubles.size >= maxTroubles) return;
    troubles.set(keyOf(origin), error.trouble);
  };

  return {
    hold,
    note,
    limit(socket, origin) {
      hold(socket);
      const cut = (trouble: Trouble): void => {
        note(origin, new GuardRefusal(trouble));
        socket.destroy();
      };
      socket.setTimeout(idleTimeoutMs, () =>
        cut({ kind: "timeout", detail: `silent for ${idleTimeoutMs} ms` }),
      );
      const timer = setInterval(() => {
        if (socket.bytesRead <= maxBytesPerConnection) return;
        cut({ kind: "too_large", detail: `more than ${maxBytesPerConnection} bytes` });
      }, measureEveryMs);
      socket.once("close", () => clearInterval(timer));
    },
    troubleOf: (origin) => troubles.get(keyOf(origin)),
    cutAll() {
      for (const socket of open) socket.destroy();
    },
  };
}

/** Every stream gets an error listener: its end is told by `close`, its cause by the dial. */
export function ignore(): void {}

function keyOf(origin: URL): string {
  return `${origin.hostname}:${portOf(origin)}`;
}
