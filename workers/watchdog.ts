import { runWatchdog } from "./run-watchdog.ts";

await runWatchdog(process.env);
