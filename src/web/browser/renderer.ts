import type { Logger } from "pino";
import type { Egress } from "../egress.ts";
import {
  type ClosableRenderer,
  createGuardedRenderer,
  type RendererConfig,
  type RendererLimits,
} from "./guarded-renderer.ts";
import { permitThrough } from "./permit.ts";
import type { BrowserEvent } from "./watch-launch.ts";

/** The browser of a worker, under the same egress as its fetches. Throws `ChromiumMissing`. */
export async function createRenderer(deps: {
  readonly config: RendererConfig;
  readonly egress: Egress;
  readonly log: Logger;
  readonly env?: NodeJS.ProcessEnv;
  readonly limits?: Partial<RendererLimits>;
  readonly onBrowser?: ((event: BrowserEvent) => void) | undefined;
}): Promise<ClosableRenderer> {
  // The search path and the temporary directory are the process's own, not settings of Assay.
  // oxlint-disable-next-line node/no-process-env
  const { egress, env = process.env } = deps;
  return await createGuardedRenderer({
    ...deps,
    env,
    resolve: egress.resolve,
    permit: permitThrough(egress),
  });
}
