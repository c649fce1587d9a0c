// See grafana.Dockerfile.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";

const look = () => ({
  hasPassword: readFileSync(process.env.GF_SECURITY_ADMIN_PASSWORD__FILE, "utf8").length > 0,
  provisioning: readdirSync("/etc/grafana/provisioning"),
  dashboards: readdirSync("/var/lib/grafana/dashboards/assay"),
});
writeFileSync("/var/lib/grafana/started", new Date().toISOString());
const server = createServer((request, response) => {
  if (request.url !== "/api/health") return response.writeHead(404).end();
  return response
    .writeHead(200, { "content-type": "application/json" })
    .end(JSON.stringify(look()));
});
server.listen(3000, "0.0.0.0");
process.on("SIGTERM", () => process.exit(0));
