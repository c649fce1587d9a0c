import { connect } from "node:net";
import { Redis } from "ioredis";
import { dropConnection } from "./redis-connection.ts";

/** Whether it answers, its data loaded. */
export async function isReady(socket: string): Promise<boolean> {
  const probe = openProbe(socket);
  try {
    return (await probe.ping()) === "PONG";
  } catch {
    return false; // not there, or still loading
  } finally {
    dropConnection(probe);
  }
}

/** A connection for one question, which fails at once when there is no answer. */
function openProbe(socket: string): Redis {
  const probe = new Redis(socket, { retryStrategy: () => null, enableReadyCheck: false });
  probe.on("error", () => undefined); // the question itself is rejected
  return probe;
}

/** Whether anything accepts connections there. */
export function isListening(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(socket);
    const answer = (listening: boolean) => {
      probe.destroy();
      resolve(listening);
    };
    probe.once("connect", () => answer(true));
    probe.once("error", () => answer(false));
  });
}

/** The process that answers on `socket`, when it is a Redis. */
export async function askPid(socket: string): Promise<number | undefined> {
  const probe = openProbe(socket);
  try {
    const pid = Number(/^process_id:(\d+)/m.exec(await probe.info("server"))?.[1]);
    return Number.isInteger(pid) ? pid : undefined;
  } catch {
    return undefined; // not a Redis, or gone again
  } finally {
    dropConnection(probe);
  }
}

/** The names of all connections to the server; none when it is down. */
export async function clientNames(socket: string): Promise<string[]> {
  const probe = openProbe(socket);
  try {
    const clients = String(await probe.client("LIST")).split("\n");
    return clients.map((line) => / name=(\S*)/.exec(line)?.[1] ?? "").filter(Boolean);
  } catch {
    return []; // it is down: nobody uses it
  } finally {
    dropConnection(probe);
  }
}
