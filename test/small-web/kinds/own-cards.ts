import type { Scene } from "./kind.ts";

/** The company's own cards for its jobs, each leading where `href` says. */
export function ownCards(scene: Scene, href: (number: number) => string) {
  const { tenant, words } = scene;
  return {
    is: "cards" as const,
    title: words.openings,
    cards: tenant.jobs.map((job) => ({
      title: job.title,
      text: job.city,
      link: { text: words.more, href: href(job.number) },
    })),
  };
}
