import type { Ask, Mind, Reply } from "../model-server/ask.ts";
import type { Player } from "./cast.ts";
import { type Lie, isReply, type Told } from "./lie.ts";
import { domainIn, isAboutLinks, nothingSaid, pageIn, type SaidReading } from "./told.ts";

/** A mind that lies about every company in its own way, and remembers about which it has. */
export interface Liar {
  readonly mind: Mind;
  /** Lies told so far, by the company's domain. */
  readonly told: ReadonlyMap<string, number>;
  /** Questions so far, by the company's domain. */
  readonly asked: ReadonlyMap<string, number>;
}

/** Lies as the table says; `withdraw` is called for what must be gone before anybody looks again. */
export function createLiar(
  players: readonly Player<Lie>[],
  withdraw: (domain: string) => void,
): Liar {
  const byDomain = new Map(players.map((player) => [player.domain, player]));
  const told = new Map<string, number>();
  const asked = new Map<string, number>();
  const count = (counts: Map<string, number>, domain: string) =>
    counts.set(domain, (counts.get(domain) ?? 0) + 1);

  function lieAbout(ask: Ask, { role, entry, domain }: Player<Lie>): Reply | undefined {
    const before: Told = { ask, scene: entry.scene };
    if (ask.schema === null) return submitted(ask, role, before, told.get(domain) ?? 0);
    if (role.isForBrowsers) return undefined;
    if (isAboutLinks(ask)) {
      const numbers = role.choose?.(before);
      return numbers && { json: { numbers } };
    }
    const said = role.read?.(before);
    if (said === undefined || isReply(said)) return said;
    return { json: { ...nothingSaid, ...said } };
  }

  return {
    told,
    asked,
    mind(ask) {
      const domain = domainIn(ask);
      const player = domain === undefined ? undefined : byDomain.get(domain);
      if (player === undefined)
        throw new Error(`nobody knows whom this is about: ${ask.text.slice(0, 200)}`);
      count(asked, player.domain);
      const lie = lieAbout(ask, player);
      if (lie === undefined) return silence(ask);
      if (!isGivingUp(lie)) count(told, player.domain);
      if (player.role.isWithdrawn) withdraw(player.domain);
      return lie;
    },
  };
}

/** What somebody says who has nothing to say. */
function silence(ask: Ask): Reply {
  if (ask.schema === null) return giveUp;
  return { json: isAboutLinks(ask) ? { numbers: [] } : nothingSaid };
}

const giveUp: Reply = { toolCall: { name: "give_up", input: { why: "nothing is shown" } } };
const isGivingUp = (reply: Reply) => reply === giveUp;
/** A liar in a browser insists this often. */
const insists = 3;

/** The same lie as a submission: of the page in hand, whatever it shows. */
function submitted(ask: Ask, { read }: Lie, before: Told, times: number): Reply | undefined {
  const page = pageIn(ask);
  const said = read?.(before);
  if (page === undefined || said === undefined || isReply(said) || times >= insists) return giveUp;
  const { evidence, system, tenant } = { ...nothingSaid, ...said } satisfies SaidReading;
  if (system === null) return giveUp;
  const channel = page.tree.includes(`/url: ${evidence[0]?.quote}`) ? "link" : undefined;
  const document = times === 1 && page.requests !== undefined ? page.requests : page.main;
  return {
    toolCall: {
      name: "submit",
      input: {
        evidence: evidence.map((quoted) => ({ ...quoted, document, ...(channel && { channel }) })),
        system,
        tenant,
      },
    },
  };
}
