// What a container engine runs: `node dist/src/cli/health-check.js api|worker|watchdog`.
// Ends with 0 when that part is healthy, else with 1; the line that it prints says why.
import { checkHealth } from "./health.ts";

const { isHealthy, says } = await checkHealth(process.argv[2] ?? "", process.env);
process.stdout.write(`${says}\n`);
process.exitCode = isHealthy ? 0 : 1;
