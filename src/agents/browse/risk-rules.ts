import {
  type AllowedRanges,
  checkHost,
  isAllowedAddress,
  isOpenPort,
  literalOf,
} from "../../web/address-policy.ts";
import type { RefTarget } from "../../web/browser-session.ts";
import { portOf } from "../../web/url.ts";
import type { Reach } from "./reach.ts";
import {
  applicationWords,
  fileEndings,
  logInPlaces,
  logInWords,
  purchasePlaces,
  purchaseWords,
  searchWords,
  secretWords,
  uploadWords,
} from "./risk-words.ts";
import type { ToolUse } from "./tools.ts";

/** One tool call with everything that the rules look at. */
export interface Subject {
  readonly use: ToolUse;
  readonly target: RefTarget | undefined;
  /** Where the call would lead: the address to open, the link's, the form's; `undefined`: not a URL. */
  readonly addresses: readonly (URL | undefined)[];
  /** Whether it sends the form that its target stands in. */
  readonly sends: boolean;
  readonly reach: Reach;
  readonly allowed: AllowedRanges;
}

export interface RiskRule {
  /** What the model and the log are told: a fixed sentence with nothing from any page in it. */
  readonly sentence: string;
  /** Whether an operator may have a person asked instead, about an address to open. */
  readonly isAskable: boolean;
  readonly applies: (subject: Subject) => boolean;
}

const maxSearchChars = 80;
/** A link that only its script brings to life is a button. */
const inertScript = /^javascript:(?:void\(0\);?|;)?$/i;

/** The closed table, in the order in which refusals are reported. What is not on it is allowed. */
export const riskRules = {
  unknown_ref: {
    sentence: "The newest view has no element with this ref.",
    isAskable: false,
    applies: ({ use, target }) => (use.name === "click" || use.name === "type") && !target,
  },
  scheme: {
    sentence: "Only http and https addresses are opened.",
    isAskable: false,
    applies: ({ addresses }) =>
      addresses.some((url) => url?.protocol !== "http:" && url?.protocol !== "https:"),
  },
  credentials: {
    sentence: "Addresses with a user name or password in them are not opened.",
    isAskable: false,
    applies: anyAddress(({ username, password }) => username !== "" || password !== ""),
  },
  literal_address: {
    sentence: "Sites are opened by name, not by IP address.",
    isAskable: false,
    applies: anyAddress((url, { allowed }) => {
      const literal = literalOf(hostOf(url));
      return literal !== undefined && !isAllowedAddress(literal, allowed);
    }),
  },
  local_name: {
    sentence: "Names of the local network are not opened.",
    isAskable: false,
    // An operator who opened private ranges may have names there; the address decides at the dial.
    applies: anyAddress(
      (url, { allowed }) => allowed.length === 0 && checkHost(hostOf(url)) !== undefined,
    ),
  },
  port: {
    sentence: "Only the usual ports of the web are opened.",
    isAskable: false,
    applies: anyAddress((url, { allowed }) => allowed.length === 0 && !isOpenPort(portOf(url))),
  },
  download: {
    sentence: "Files are not downloaded.",
    isAskable: false,
    applies: ({ target, addresses }) =>
      target?.isDownload === true ||
      addresses.some((url) => url !== undefined && fileEndings.test(decodedPath(url))),
  },
  upload: {
    sentence: "Nothing is uploaded.",
    isAskable: false,
    applies: ({ target }) => target?.type === "file" || says(target, uploadWords),
  },
  secret_field: {
    sentence: "Forms and fields for passwords or payment are left alone.",
    isAskable: false,
    applies: ({ use, target, sends }) =>
      target?.type === "password" ||
      (sends && target?.form?.hasPassword === true) ||
      (use.name === "type" && says(target, secretWords)),
  },
  form_post: {
    sentence: "Forms that send data are not sent.",
    isAskable: false,
    applies: ({ target, sends }) => sends && target?.form?.method.toLowerCase() !== "get",
  },
  application: {
    sentence: "Applications are not sent.",
    isAskable: false,
    applies: ({ target }) => says(target, applicationWords),
  },
  purchase: {
    sentence: "Nothing is bought, ordered, paid or subscribed to.",
    isAskable: false,
    applies: ({ target, addresses }) =>
      says(target, purchaseWords) || addresses.some((url) => hasPlace(url, purchasePlaces)),
  },
  log_in: {
    sentence: "Log-ins and sign-ups are not opened.",
    isAskable: true,
    applies: ({ use, target, addresses }) =>
      (use.name === "click" && says(target, logInWords)) ||
      addresses.some((url) => hasPlace(url, logInPlaces) || hasLogInHost(url)),
  },
  typed_text: {
    sentence:
      "Only a short search text of one line is typed: no addresses, no numbers of accounts.",
    isAskable: false,
    applies: ({ use }) =>
      use.name === "type" &&
      (use.input.text.length > maxSearchChars ||
        /[\p{Cc}\u2028\u2029@]|:\/\/|(?:\d[ -]?){9,}/u.test(use.input.text)),
  },
  not_search: {
    sentence: "Text is typed into search fields only.",
    isAskable: false,
    applies: ({ use, target }) => use.name === "type" && !isSearchField(target),
  },
  unlinked_address: {
    sentence: "No page so far has linked to this address, and it is not on a known site.",
    isAskable: true,
    applies: ({ use, addresses, reach }) =>
      use.name === "open" &&
      addresses.some((url) => url && reach.objection(url) === "unlinked_address"),
  },
  unseen_query: {
    sentence: "No page so far has shown this query; leave it out, or use the page's own search.",
    isAskable: true,
    applies: ({ use, addresses, reach }) =>
      use.name === "open" &&
      addresses.some((url) => url && reach.objection(url) === "unseen_query"),
  },
} as const satisfies Record<string, RiskRule>;

export type RiskRuleId = keyof typeof riskRules;

/** The addresses that a target leads to: its link's, and its form's when it would be sent. */
export function leadsTo(target: RefTarget, sends: boolean): readonly string[] {
  const { href, form } = target;
  return [
    ...(href === null || inertScript.test(href.trim()) ? [] : [href]),
    ...(sends && form ? [form.action] : []),
  ];
}

function anyAddress(
  isRisky: (url: URL, subject: Subject) => boolean,
): (subject: Subject) => boolean {
  return (subject) => subject.addresses.some((url) => url !== undefined && isRisky(url, subject));
}

function hostOf(url: URL): string {
  return url.hostname.replace(/\.$/, "");
}

function says(target: RefTarget | undefined, words: RegExp): boolean {
  if (!target) return false;
  return words.test(
    target.name
      .normalize("NFKC")
      .replace(/[\s\p{Cf}]+/gu, " ")
      .trim(),
  );
}

function isSearchField(target: RefTarget | undefined): boolean {
  if (!target) return false;
  const { tag, type, role, form } = target;
  const takesText =
    tag === "input"
      ? ["search", "text", "", null].includes(type)
      : ["searchbox", "combobox"].includes(role ?? "");
  const isSearch =
    type === "search" ||
    role === "searchbox" ||
    form?.isSearch === true ||
    says(target, searchWords);
  return takesText && isSearch;
}

function hasPlace(url: URL | undefined, places: RegExp): boolean {
  return (
    url !== undefined &&
    decodedPath(url)
      .split("/")
      .some((part) => places.test(part.trim()))
  );
}

function hasLogInHost(url: URL | undefined): boolean {
  return url !== undefined && /^(?:log-?in|sign-?in|sso|auth|accounts?|oauth)\./.test(url.hostname);
}

/** The path as a server may read it: decoded once, parameters of its parts left out. */
function decodedPath({ pathname }: URL): string {
  try {
    return decodeURIComponent(pathname).replace(/;[^/]*/g, "");
  } catch {
    return pathname;
  }
}
