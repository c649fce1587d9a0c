import { createHash } from "node:crypto";
import type { ModelLimits } from "../../specs/kit.ts";
import type { PageView } from "../../web/browser-session.ts";
import { markedBlock } from "../reading/marked.ts";
import { charsIn, cut, wellFormed } from "../reading/tokens.ts";
import type { BrowseState, Shown } from "./browse-state.ts";

/** A view's share of a prompt. */
const shareOfPrompt = 1 / 3;

/** Equal for views that a model could not tell apart. */
export function viewKey({ url, title, tree }: Shown): string {
  return createHash("sha256")
    .update(JSON.stringify([url, title, tree]))
    .digest("hex")
    .slice(0, 24);
}

/** The view as it is kept: well-formed text of a bounded size, cut between lines. */
export function keptView(view: PageView, { maxPromptTokens }: ModelLimits): Shown {
  const most = charsIn(maxPromptTokens * shareOfPrompt);
  const tree = wellFormed(view.tree);
  const isLong = tree.length > most;
  const end = tree.lastIndexOf("\n", most);
  return {
    url: cut(view.url, 2_000),
    title: cut(view.title, 300),
    status: view.status,
    tree: isLong ? cut(tree, end > 0 ? end : most) : tree,
    isCut: view.isCut || isLong,
  };
}

/** The page in hand: its documents' ids in our words, everything of its own between marks. */
export function shownText({ shown, documents, current }: BrowseState): string {
  if (shown === null) return "No page is open.";
  const listed = documents.filter(({ id }) => current.includes(id));
  const ids = listed.map(({ id, kind }) => `${id} (${kind})`).join(", ");
  const lines = [
    `url: ${shown.url}`,
    `status: ${shown.status}`,
    `title: ${shown.title}`,
    ...listed.map(({ id, url }) => `${id}: ${url}`),
    shown.tree,
    ...(shown.isCut ? ["(cut here)"] : []),
  ];
  return `Documents: ${ids || "none"}.\n${markedBlock("page", lines.join("\n"))}`;
}
