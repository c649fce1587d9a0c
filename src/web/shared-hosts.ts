/** How hard one host may be asked by all workers together. */
export interface HostPace {
  readonly concurrent: number;
  /** Pause of each of its slots, from the end of a request. */
  readonly pauseMs: number;
}

/**
 * Hosts that serve many companies' pages, with the pace that they bear. A suffix stands for every
 * host below it as one budget.
 */
export const sharedHosts: Readonly<Record<string, HostPace>> = {
  "boards-api.greenhouse.io": { concurrent: 8, pauseMs: 50 },
  "greenhouse.io": { concurrent: 8, pauseMs: 100 },
  "api.lever.co": { concurrent: 6, pauseMs: 100 },
  "api.eu.lever.co": { concurrent: 6, pauseMs: 100 },
  "jobs.lever.co": { concurrent: 4, pauseMs: 200 },
  "jobs.eu.lever.co": { concurrent: 4, pauseMs: 200 },
  "api.ashbyhq.com": { concurrent: 6, pauseMs: 100 },
  "jobs.ashbyhq.com": { concurrent: 4, pauseMs: 200 },
  "apply.workable.com": { concurrent: 1, pauseMs: 1_000 },
  "www.workable.com": { concurrent: 1, pauseMs: 1_000 },
  "api.smartrecruiters.com": { concurrent: 6, pauseMs: 100 },
  "smartrecruiters.com": { concurrent: 4, pauseMs: 200 },
  "myworkdayjobs.com": { concurrent: 8, pauseMs: 100 },
  "myworkdaysite.com": { concurrent: 8, pauseMs: 100 },
  "icims.com": { concurrent: 6, pauseMs: 150 },
  "taleo.net": { concurrent: 4, pauseMs: 250 },
  "oraclecloud.com": { concurrent: 6, pauseMs: 150 },
  "successfactors.com": { concurrent: 4, pauseMs: 250 },
  "successfactors.eu": { concurrent: 4, pauseMs: 250 },
  "jobs2web.com": { concurrent: 4, pauseMs: 250 },
  "bamboohr.com": { concurrent: 4, pauseMs: 200 },
  "recruitee.com": { concurrent: 4, pauseMs: 200 },
  "teamtailor.com": { concurrent: 4, pauseMs: 200 },
  "personio.de": { concurrent: 4, pauseMs: 200 },
  "personio.com": { concurrent: 4, pauseMs: 200 },
  "jobvite.com": { concurrent: 4, pauseMs: 200 },
  "breezy.hr": { concurrent: 4, pauseMs: 200 },
  "applytojob.com": { concurrent: 4, pauseMs: 200 },
  "pinpointhq.com": { concurrent: 4, pauseMs: 200 },
  "rippling.com": { concurrent: 4, pauseMs: 200 },
  "paylocity.com": { concurrent: 3, pauseMs: 300 },
  "paycomonline.net": { concurrent: 3, pauseMs: 300 },
  "ultipro.com": { concurrent: 4, pauseMs: 200 },
  "adp.com": { concurrent: 3, pauseMs: 300 },
  "dayforcehcm.com": { concurrent: 3, pauseMs: 300 },
  "zohorecruit.com": { concurrent: 3, pauseMs: 300 },
  "freshteam.com": { concurrent: 4, pauseMs: 200 },
  "join.com": { concurrent: 3, pauseMs: 300 },
  "jazz.co": { concurrent: 4, pauseMs: 200 },
  "eightfold.ai": { concurrent: 4, pauseMs: 200 },
  "avature.net": { concurrent: 4, pauseMs: 200 },
  "csod.com": { concurrent: 4, pauseMs: 200 },
  "comeet.com": { concurrent: 4, pauseMs: 200 },
  "comeet.co": { concurrent: 4, pauseMs: 200 },
  "gem.com": { concurrent: 3, pauseMs: 300 },
  "welcomekit.co": { concurrent: 3, pauseMs: 300 },
  "traffit.com": { concurrent: 4, pauseMs: 200 },
  "softgarden.io": { concurrent: 4, pauseMs: 200 },
};

/** The name that a host's budget goes by, and its pace: its own, or the shared one it falls under. */
export function paceOf(
  host: string,
  pauseMs: number,
): { readonly key: string; readonly pace: HostPace } {
  for (let suffix = host; suffix.includes("."); suffix = suffix.slice(suffix.indexOf(".") + 1)) {
    const shared = Object.hasOwn(sharedHosts, suffix) ? sharedHosts[suffix] : undefined;
    if (shared) return { key: suffix, pace: shared };
  }
  return { key: host, pace: { concurrent: 1, pauseMs } };
}

/** Whether a host serves many companies' pages. */
export function isSharedHost(host: string): boolean {
  return paceOf(host, 0).key !== host || Object.hasOwn(sharedHosts, host);
}
