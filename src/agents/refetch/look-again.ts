import type { Snapshot } from "../../domain/snapshot.ts";
import type { DnsType, FetchFailure, Renderer, RenderPlan, Web } from "../../web/web.ts";

/** One question to the outside that may bring a cited snapshot again. */
export type Look =
  | { readonly by: "http"; readonly url: string }
  | { readonly by: "dns"; readonly name: string; readonly type: DnsType }
  | { readonly by: "browser"; readonly url: string };

/** What it brought: snapshots, also of a failure that proves something, or why there is none. */
export type Seen =
  | { readonly kind: "seen"; readonly snapshots: readonly Snapshot[]; readonly detail: string }
  | { readonly kind: "postponed"; readonly retryAt: number; readonly detail: string };

export interface LookDeps {
  readonly web: Web;
  readonly renderer: Renderer | undefined;
  /** What to click on rendered pages; absent: nothing. */
  readonly plan?: RenderPlan;
  /** Goes the ways of a browsing agent again, for what shows only after its deeds. */
  readonly replay?: () => Promise<readonly Snapshot[]>;
  readonly signal: AbortSignal;
}

/** The page as it stands: what only shows after clicks has to show at an address of its own. */
const asItStands: RenderPlan = { click: /(?!)/, maxClicks: 0 };
const mostRenders = 6;

/** Asks each question once, however many pieces of evidence need its answer. */
export function createLooker(deps: LookDeps): {
  look(look: Look): Promise<Seen>;
  /** All that renders have brought so far. */
  rendered(): readonly Snapshot[];
} {
  const seen = new Map<string, Seen>();
  const rendered: Snapshot[] = [];
  let renders = 0;

  async function ask(look: Look): Promise<Seen> {
    if (look.by === "http") return fetchAgain(look.url, deps.web);
    if (look.by === "dns") return askAgain(look, deps.web);
    if (deps.renderer === undefined) return nothing("there is no browser at hand");
    if (renders >= mostRenders) return nothing(`${mostRenders} pages were rendered already`);
    renders += 1;
    const answer = await deps.renderer.render(look.url, deps.plan ?? asItStands, deps.signal);
    if (!answer.ok) return failed(answer);
    const snapshots = [...answer.frames.map(({ snapshot }) => snapshot), answer.network];
    rendered.push(...snapshots);
    return { kind: "seen", snapshots, detail: statusOf(answer.frames[0]?.snapshot) };
  }

  return {
    async look(look) {
      const key = JSON.stringify(look);
      const known = seen.get(key);
      if (known !== undefined) return known;
      const answer = await ask(look);
      deps.signal.throwIfAborted();
      seen.set(key, answer);
      return answer;
    },
    rendered: () => rendered,
  };
}

async function fetchAgain(url: string, web: Web): Promise<Seen> {
  const answer = await web.get(url);
  if (!answer.ok) return failed(answer);
  const { snapshot } = answer;
  return { kind: "seen", snapshots: [snapshot], detail: statusOf(snapshot) };
}

/** Where DNS can't be asked, trying to reach the name brings the proof that there is none. */
async function askAgain(look: Extract<Look, { by: "dns" }>, web: Web): Promise<Seen> {
  const { name, type } = look;
  const answer = await web.dns(name, type);
  if (answer !== undefined)
    return { kind: "seen", snapshots: [answer], detail: "DNS answers otherwise now" };
  if (type !== "A") return nothing("DNS could not be asked");
  return fetchAgain(`https://${name}/`, web);
}

/** A failure may be the very thing that was cited: no such name, or a redirect into nothing. */
function failed({ kind, detail, retryAt, proof, redirectedFrom }: FetchFailure): Seen {
  if (kind === "rate_limited") return { kind: "postponed", retryAt: retryAt ?? Date.now(), detail };
  const snapshots = [redirectedFrom, proof].filter((each) => each !== undefined);
  return { kind: "seen", snapshots, detail: `${kind}: ${detail}` };
}

function nothing(detail: string): Seen {
  return { kind: "seen", snapshots: [], detail };
}

function statusOf(snapshot: Snapshot | undefined): string {
  return `the page answers ${snapshot?.status ?? "nothing"} now`;
}
