import type { Snapshot } from "../domain/snapshot.ts";
import { noSuchNameSnapshot } from "./dns.ts";
import type { Trouble } from "./failure.ts";
import { proxySnapshot, ProxyRefused } from "./proxy-answer.ts";
import { NameNotResolved } from "./resolver.ts";
import type { FetchFailure } from "./web.ts";

/** A trouble, tied to the URL it befell; a name that does not exist brings its proof along. */
export function failureOf(url: string, trouble: Trouble): FetchFailure {
  const { kind, detail, retryAt } = trouble;
  const proof = kind === "no_such_domain" ? (trouble.proof ?? proofOf(url, trouble)) : undefined;
  return {
    ok: false,
    kind,
    url,
    detail,
    ...(retryAt !== undefined && { retryAt }),
    ...(proof && { proof }),
  };
}

function proofOf(url: string, { error }: Trouble): Snapshot | undefined {
  if (error instanceof NameNotResolved) return noSuchNameSnapshot(error);
  if (error instanceof ProxyRefused) return proxySnapshot(error.answer, url, new Date());
  return undefined;
}
