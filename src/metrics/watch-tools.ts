import type { OpenTools } from "../agents/opened.ts";
import type { BrowserSessions } from "../web/browser-session.ts";
import { isSharedHost } from "../web/shared-hosts.ts";
import type { Fetched, FetchFailure, Renderer, Web } from "../web/web.ts";
import type { FetchOutcome, HostClass, WorkerMetrics } from "./worker-metrics.ts";

/** The same tools, their use counted: the agent's and the verifier's. */
export function watchTools(open: OpenTools, metrics: WorkerMetrics): OpenTools {
  return (user, limits) => {
    const opened = open(user, limits);
    const { tools, openVerifier } = opened;
    return {
      ...opened,
      tools: {
        ...tools,
        web: watchWeb(tools.web, metrics),
        renderer: tools.renderer && watchRenderer(tools.renderer, metrics),
        ...(tools.sessions && { sessions: watchSessions(tools.sessions, metrics) }),
      },
      ...(openVerifier && {
        openVerifier: (signal: AbortSignal) => {
          const { web, renderer, ...rest } = openVerifier(signal);
          return {
            ...rest,
            web: watchWeb(web, metrics),
            renderer: renderer && watchRenderer(renderer, metrics),
          };
        },
      }),
    };
  };
}

/** A page that one attempt asks for twice is fetched, and counted, once. */
function watchWeb(web: Web, metrics: WorkerMetrics): Web {
  const asked = new Set<string>();
  return {
    async get(url, options) {
      const started = performance.now();
      const answer = await web.get(url, options);
      const key = `${url} ${JSON.stringify(options ?? {})}`;
      if (!asked.has(key)) {
        asked.add(key);
        metrics.fetched(hostClassOf(url), outcomeOf(answer), performance.now() - started);
      }
      return answer;
    },
    dns: (name, type) => web.dns(name, type),
  };
}

function hostClassOf(url: string): HostClass {
  const host = URL.canParse(url) ? new URL(url).hostname : "";
  return isSharedHost(host) ? "vendor" : "company";
}

function outcomeOf(answer: Fetched | FetchFailure): FetchOutcome {
  if (!answer.ok) return answer.kind;
  const { status } = answer.snapshot;
  if (status >= 500) return "5xx";
  if (status >= 400) return "4xx";
  return status >= 300 ? "3xx" : "2xx";
}

function watchRenderer(renderer: Renderer, metrics: WorkerMetrics): Renderer {
  return {
    async render(url, plan, signal) {
      let isOk = false;
      try {
        const answer = await renderer.render(url, plan, signal);
        isOk = answer.ok;
        return answer;
      } finally {
        metrics.page("render", isOk);
      }
    },
  };
}

function watchSessions(sessions: BrowserSessions, metrics: WorkerMetrics): BrowserSessions {
  return {
    async start(signal, options) {
      let isOk = false;
      try {
        const session = await sessions.start(signal, options);
        isOk = true;
        return session;
      } finally {
        metrics.page("session", isOk);
      }
    },
  };
}
