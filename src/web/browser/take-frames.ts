import { captureFrames, type CapturedFrame } from "./capture.ts";
import type { PageSession } from "./page-session.ts";
import { attempt } from "./within.ts";

export interface TakeDeps {
  readonly session: PageSession;
  readonly requestedUrl: string;
  /** The page whose click led here, or `null` for a page that was asked for. */
  readonly parent: string | null;
  readonly maxBodyBytes: number;
  readonly now: () => Date;
}

const mostTries = 3;
const arrivalTimeoutMs = 4_000;

/** The DOM of every frame as it stands. Where the page is on its way elsewhere, it is taken on arrival. */
export async function takeFrames(deps: TakeDeps): Promise<readonly CapturedFrame[]> {
  const { page, documents, gate } = deps.session;
  for (let tries = 1; ; tries += 1) {
    const frames = await captureFrames({ ...deps, page, documents });
    if (frames.length > 0 || tries === mostTries) return frames;
    await attempt(arrivalTimeoutMs, page.waitForLoadState("domcontentloaded"));
    await gate.release();
  }
}
