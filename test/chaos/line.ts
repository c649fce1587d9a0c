import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** The only way from the workers to Redis, which can be bad. */
export interface Line {
  readonly port: number;
  /** Processes that have a connection open now. */
  clients(): number[];
  /** Cuts every connection, in both directions. */
  drop(): number;
  /** From now on every piece of data takes so much longer. */
  delay(ms: number): void;
  /**
   * The connections of one process carry nothing any more and nobody is told, as when a machine
   * loses its network: what it closes stays open for Redis. New connections work. Returns how many.
   */
  halfOpen(pid: number): number;
  /** Redis hears at last that connections of the past are gone. */
  closeHalfOpen(): void;
  close(): Promise<void>;
}

interface Link {
  readonly client: Socket;
  readonly server: Socket;
  /** The process that it belongs to, once it has said its name. */
  pid: number | undefined;
  isFrozen: boolean;
}

/** Connections name themselves `assay:<role>:<pid>:<number>` in their first words. */
const ownName = /assay:\w+:(\d+):\d+/;

/** Starts a TCP proxy on a free port of 127.0.0.1 before Redis at `redisPort`. */
export async function startLine(redisPort: number): Promise<Line> {
  const links = new Set<Link>();
  let delayMs = 0;

  function carry(link: Link, from: Socket, to: Socket): void {
    from.on("data", (data) => {
      if (from === link.client) {
        const pid = ownName.exec(data.toString("latin1"))?.[1];
        if (pid !== undefined) link.pid ??= Number(pid);
      }
      if (link.isFrozen) return;
      const deliver = () => {
        if (!link.isFrozen && to.writable) to.write(data);
      };
      // Timers of one length fire in order, so nothing overtakes while the delay stays as it is.
      if (delayMs === 0 && to.writableLength === 0 && !held.has(to)) deliver();
      else later(to, deliver, delayMs);
    });
  }

  const held = new Map<Socket, Promise<void>>();
  /** One after the other for each socket, whatever the delay was when they came. */
  function later(to: Socket, deliver: () => void, ms: number): void {
    const due = Date.now() + ms;
    const mine = (held.get(to) ?? Promise.resolve()).then(async () => {
      const left = due - Date.now();
      if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
      deliver();
      if (held.get(to) === mine) held.delete(to);
    });
    held.set(to, mine);
  }

  const listener = createServer((client) => {
    const server = connect(redisPort, "127.0.0.1");
    const link: Link = { client, server, pid: undefined, isFrozen: false };
    links.add(link);
    client.setNoDelay(true);
    server.setNoDelay(true);
    carry(link, client, server);
    carry(link, server, client);
    const end = (side: Socket, other: Socket) => {
      side.on("error", () => undefined); // the end follows
      side.on("close", () => {
        // Of a frozen connection Redis does not hear that its client has gone.
        if (link.isFrozen && !other.destroyed) return;
        other.destroy();
        links.delete(link);
      });
    };
    end(client, server);
    end(server, client);
  });
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");

  const cut = (cutOff: Iterable<Link>) => {
    let cuts = 0;
    for (const link of cutOff) {
      link.client.destroy();
      link.server.destroy();
      links.delete(link);
      cuts += 1;
    }
    return cuts;
  };

  return {
    port: (listener.address() as AddressInfo).port,
    clients: () => [...new Set([...links].flatMap(({ pid }) => pid ?? []))],
    drop: () => cut(links),
    delay: (ms) => void (delayMs = ms),
    halfOpen(pid) {
      const frozen = [...links].filter((link) => link.pid === pid && !link.isFrozen);
      for (const link of frozen) link.isFrozen = true;
      return frozen.length;
    },
    closeHalfOpen: () => void cut([...links].filter(({ isFrozen }) => isFrozen)),
    async close() {
      cut(links);
      listener.close();
      await once(listener, "close");
    },
  };
}
