import type { AgentTools } from "../agent.ts";
import type { Search } from "./search.ts";
import { isOwn } from "./subject.ts";

/** Looks first where an earlier record of the same site found its careers page. What is there is judged as ever. */
export async function addRemembered(
  { subject, catalogue, frontier, pages }: Search,
  { memory }: AgentTools,
): Promise<void> {
  if (pages.length === 0) return;
  const url = (await memory?.recall(subject.domain))?.careersUrl;
  if (url === undefined || !isOwn(subject, url) || catalogue.recognise(url) !== undefined) return;
  frontier.add({ url, kind: "careers", score: 95, via: undefined, isGuess: false });
}
