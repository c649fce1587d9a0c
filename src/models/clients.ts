/** Where a provider is asked, and through what. */
export interface ProviderDeps {
  readonly baseUrl: string;
  /** Throws `NotSent` when the request never left. */
  readonly fetch: typeof fetch;
}

/** Long enough for any answer: what ends a call is its signal, which covers the body too. */
export const callLimitMs = 3_600_000;

const mostClients = 64;

/** One SDK client per key, made when first needed; the one that was used least lately goes first. */
export function clientPerKey<Client>(create: (key: string) => Client): (key: string) => Client {
  const clients = new Map<string, Client>();
  return (key) => {
    const client = clients.get(key) ?? create(key);
    clients.delete(key);
    clients.set(key, client);
    const [oldest] = clients.keys();
    if (clients.size > mostClients && oldest !== undefined) clients.delete(oldest);
    return client;
  };
}
