import { runTierWorker } from "./run-tier-worker.ts";

await runTierWorker("http", process.env);
