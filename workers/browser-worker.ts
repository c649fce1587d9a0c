import { runTierWorker } from "./run-tier-worker.ts";

await runTierWorker("browser", process.env);
