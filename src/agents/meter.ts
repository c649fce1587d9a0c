import type { BrowserSession, BrowserSessions } from "../web/browser-session.ts";
import type { Renderer, Web } from "../web/web.ts";

/** Counts what one attempt uses of the web: pages fetched and time of browser pages. */
export function meterUse() {
  const pages = new Set<string>();
  const sessions: BrowserSession[] = [];
  let renderMs = 0;

  return {
    web: (web: Web): Web => ({
      get(url, options) {
        // A page that is asked for twice within one attempt is fetched once.
        pages.add(`${url} ${JSON.stringify(options ?? {})}`);
        return web.get(url, options);
      },
      dns: (name, type) => web.dns(name, type),
    }),
    renderer: (renderer: Renderer): Renderer => ({
      async render(url, plan, signal) {
        const started = Date.now();
        try {
          return await renderer.render(url, plan, signal);
        } finally {
          renderMs += Date.now() - started;
        }
      },
    }),
    sessions: (source: BrowserSessions, maxPages: number): BrowserSessions => ({
      async start(signal, options) {
        const session = await source.start(signal, { maxPages, ...options });
        sessions.push(session);
        return session;
      },
    }),
    used: () => ({
      fetches: pages.size,
      browserMs: renderMs + sessions.reduce((sum, session) => sum + session.seconds() * 1_000, 0),
    }),
  };
}
