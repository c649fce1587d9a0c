import type { ActionFailure } from "../browser-session.ts";
import type { FetchFailure, FetchFailureKind } from "../web.ts";

/** A failure in fixed words: a model reads them, and a page must not choose them. */
export function actionFailure(kind: ActionFailure["kind"], detail = details[kind]): ActionFailure {
  return { ok: false, kind, detail };
}

/** Why a navigation that an action set off was not made. */
export function navigationRefused({ kind }: Pick<FetchFailure, "kind">): ActionFailure {
  if (kind === "page_limit") return actionFailure("budget");
  return actionFailure("navigation", navigations[kind] ?? details.navigation);
}

const details: Readonly<Record<ActionFailure["kind"], string>> = {
  stale_ref: "The page has changed: this ref is gone.",
  not_usable: "This element can't be used that way.",
  timeout: "The page did not answer in time.",
  navigation: "The page that it leads to can't be opened.",
  no_page: "No page is open.",
  budget: "No more pages may be opened.",
};

const navigations: Partial<Record<FetchFailureKind, string>> = {
  robots_denied: "robots.txt of that site forbids it.",
  rate_limited: "That host asks for patience.",
  egress_denied: "The policy forbids that address, or data would have been sent to it.",
  too_many_redirects: "It redirects without end.",
  no_such_domain: "That host does not exist.",
};
