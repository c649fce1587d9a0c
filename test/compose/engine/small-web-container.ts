import { connect, createServer } from "node:net";
import { startSmallWeb } from "../../small-web/server.ts";

// The small web in a container. It listens on loopback only, so this passes on what comes from
// other containers to port 3128.
const web = await startSmallWeb({ port: 3129, caPath: "/small-web/ca.pem" });
const relay = createServer({ allowHalfOpen: true }, (from) => {
  const to = connect({ port: 3129, host: "127.0.0.1", allowHalfOpen: true });
  from.pipe(to).pipe(from);
  from.on("error", () => to.destroy());
  to.on("error", () => from.destroy());
  from.on("close", () => to.destroy());
  to.on("close", () => from.destroy());
});
relay.listen(3128, "0.0.0.0");
process.on("SIGTERM", () => void web.close().then(() => process.exit(0)));
