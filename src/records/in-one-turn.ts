import type { Redis } from "ioredis";

interface Call<Item, Reply> {
  readonly item: Item;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A function that takes items one by one and sends those of one event-loop turn together: items
 * of the same group on the same connection travel as one `send`, which replies in their order.
 * Under load that is one script for dozens of rows; a lone row waits for nothing.
 */
export function inOneTurn<Item, Reply>(how: {
  readonly groupOf: (item: Item) => string;
  readonly send: (
    redis: Redis,
    items: readonly [Item, ...Item[]],
  ) => Promise<readonly (Reply | Error)[]>;
}): (redis: Redis, item: Item) => Promise<Reply> {
  const turns = new WeakMap<Redis, Map<string, Call<Item, Reply>[]>>();

  function joinTurn(redis: Redis): Map<string, Call<Item, Reply>[]> {
    const joined = turns.get(redis);
    if (joined) return joined;
    const groups = new Map<string, Call<Item, Reply>[]>();
    turns.set(redis, groups);
    // After the replies that this turn brought, when all who wait for them have run.
    setImmediate(() => {
      turns.delete(redis);
      for (const calls of groups.values()) {
        for (let i = 0; i < calls.length; i += most) void sendAll(redis, calls.slice(i, i + most));
      }
    });
    return groups;
  }

  async function sendAll(redis: Redis, calls: readonly Call<Item, Reply>[]): Promise<void> {
    try {
      const items = calls.map(({ item }) => item) as [Item, ...Item[]];
      const replies = await how.send(redis, items);
      for (const [i, { resolve, reject }] of calls.entries()) {
        const reply = replies[i];
        if (reply === undefined) reject(new RangeError(`no reply for item ${i} of a turn`));
        else if (reply instanceof Error) reject(reply);
        else resolve(reply);
      }
    } catch (error) {
      for (const { reject } of calls) reject(error);
    }
  }

  return (redis, item) =>
    new Promise((resolve, reject) => {
      const groups = joinTurn(redis);
      const group = how.groupOf(item);
      const call = { item, resolve, reject };
      const calls = groups.get(group);
      if (calls) calls.push(call);
      else groups.set(group, [call]);
    });
}

/**
 * Redis does nothing else while a script runs, so a script gets no more than this. Fewer than the
 * rows in hand, too: while one script runs the process prepares the next, instead of both waiting.
 */
const most = 24;
