import { runTierWorker } from "./run-tier-worker.ts";

await runTierWorker("classifier", process.env);
